import type { Application } from "./application";
import type { RootModule } from "./targets/terraform-steps";
import { patchStatements, stateStatements } from "./targets/terraform-permissions";

/** The root module of an application's virtual patches; nothing if it has none. */
export const patchRoot = (application: Application): RootModule | undefined =>
  application.virtualPatches === undefined
    ? undefined
    : {
        folder: application.virtualPatches,
        state: "virtual-patches",
        plan: { name: "patch-plan", part: "patch-plan", artifact: "patchPlan" },
        apply: { name: "patch", part: "patch" },
        statements: (environment) => [...stateStatements(application, environment), ...patchStatements(application, environment)],
      };
