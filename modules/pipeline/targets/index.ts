import type { Statement } from "../../core";
import type { Application, PathEnvironment, Platform, Target } from "../application";
import type { Composition } from "../project";
import { codedeploy } from "./codedeploy";
import { ecs } from "./ecs";
import { lambda } from "./lambda";
import type { Destination, Steps, TargetKindBuild } from "./target";
import { portcullis } from "./portcullis";
import { terraform } from "./terraform";

export { joined, noSteps, type Destination, type Steps } from "./target";

/** A kind of target that knows which one it deploys. */
export interface BoundTarget {
  readonly limitMegabytes: number;
  readonly isNative: boolean;
  readonly package: (application: Application) => readonly string[];
  readonly deliver: (application: Application, folder: string) => readonly string[];
  readonly plan: (composition: Composition, destination: Destination) => Steps;
  readonly deploy: (composition: Composition, destination: Destination) => Steps;
  readonly statements: (application: Application, environment: PathEnvironment, platform: Platform) => readonly Statement[];
}

const bound = <Kind extends Target>(build: TargetKindBuild<Kind>, target: Kind): BoundTarget => ({
  ...build,
  deliver: (application, folder) => build.deliver(application, target, folder),
  plan: (composition, destination) => build.plan(composition, target, destination),
  deploy: (composition, destination) => build.deploy(composition, target, destination),
  statements: (application, environment, platform) => build.statements(application, target, environment, platform),
});

export const targetOf = (target: Target): BoundTarget => {
  switch (target.kind) {
    case "ecs":
      return bound(ecs, target);
    case "codedeploy":
      return bound(codedeploy, target);
    case "lambda":
      return bound(lambda, target);
    case "terraform":
      return bound(terraform, target);
    case "portcullis":
      return bound(portcullis, target);
  }
};
