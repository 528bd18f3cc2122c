import { artifactNames, deployRoleArn } from "../names";
import { buildAction, project, type Composition, type ProjectParts } from "../project";
import { verifiedPrelude } from "./deployment";
import type { Destination, Steps } from "./target";

export interface NativeDeployment {
  /** CodePipeline's own action, which deploys as the deploy role. */
  readonly provider: "CodeDeploy" | "ECS";
  readonly configuration: Readonly<Record<string, string>>;
  /** The build before it: makes what the action takes of what was judged, and lays it into `folder`. */
  readonly release: Omit<ProjectParts, "part" | "buildspec"> & { readonly build: readonly string[]; readonly folder: string; readonly files: readonly string[] };
}

/** A release of what was judged, and then an action of CodePipeline that deploys it. */
export const nativeDeployment = (composition: Composition, destination: Destination, { provider, configuration, release: { build, folder, files, ...parts } }: NativeDeployment): Steps => {
  const { environment } = destination;
  const part = `release-${environment.name}`;
  const release = artifactNames.release(environment.name);
  return {
    actions: [
      buildAction(composition, { name: "release", part, category: "Build", inputs: [artifactNames.application], outputs: [release], order: 1 }),
      { name: "deploy", category: "Deploy", owner: "AWS", provider, version: "1", configuration, inputs: [release], order: 2, roleArn: deployRoleArn(environment) },
    ],
    projects: [project(composition, { ...parts, part, buildspec: { install: verifiedPrelude(composition, destination), build, artifacts: { folder, files } } })],
  };
};
