import { committedFiles } from "../../scan-tools";
import type { Target } from "../application";
import { largestScanned } from "./deployment";
import { terraformStatements } from "./terraform-permissions";
import { applySteps, planSteps, type RootModule } from "./terraform-steps";
import type { TargetKindBuild } from "./target";

type Terraform = Extract<Target, { readonly kind: "terraform" }>;

/** The root module that a target names. */
export const rootOf = ({ folder }: Pick<Terraform, "folder">): RootModule => ({ folder, state: "terraform", plan: { name: "plan", part: "plan", artifact: "plan" }, apply: { name: "apply", part: "apply" } });

/** A root module of Terraform: what was planned is approved, and what was approved is applied. */
export const terraform: TargetKindBuild<Terraform> = {
  limitMegabytes: largestScanned,
  isNative: false,
  package: () => [],
  // The whole commit, for modules of other folders belong to it, and none of it left out or changed by attributes in it, which `git archive` would heed.
  deliver: (_application, _target, out) => [...committedFiles, `( cd "$TOOLS/source" && zip --quiet --recurse-paths "$CODEBUILD_SRC_DIR/${out}/application.zip" . )`],
  plan: (composition, target, destination) => planSteps(composition, rootOf(target), destination),
  deploy: (composition, target, destination) => applySteps(composition, rootOf(target), destination),
  statements: (application, target, environment) => terraformStatements(application, target, environment),
};
