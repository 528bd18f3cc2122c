import type { PlanJson } from "../terraform";

type Json = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const records = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isRecord) : []);

/** The blocks that checkov judges. Of a whole cdk.tf.json it can read nothing: it gives up on the block `terraform` and exits with 0. */
const judgedBlocks = ["provider", "resource", "data"] as const;

/** What of a synthesised configuration is given to checkov: its judged blocks, spread over lines so that a line means one resource. */
export const scanInputOf = (configuration: Json): string =>
  `${JSON.stringify(Object.fromEntries(judgedBlocks.flatMap((block) => (isRecord(configuration[block]) ? [[block, configuration[block]]] : []))), undefined, 1)}\n`;

/** Addresses of every resource and data source of a synthesised configuration. */
export const addressesInTree = (configuration: Json): readonly string[] =>
  (["resource", "data"] as const).flatMap((block) =>
    Object.entries(isRecord(configuration[block]) ? configuration[block] : {}).flatMap(([type, named]) => Object.keys(isRecord(named) ? named : {}).map((name) => `${block === "data" ? "data." : ""}${type}.${name}`)),
  );

/** Addresses of everything that will exist after a plan: what checkov must have seen. It leaves out what Terraform only forgets. */
export const addressesInPlan = (plan: PlanJson): readonly string[] => {
  const forgotten = new Set((plan.resource_changes ?? []).filter(({ change }) => change.actions.includes("forget")).map(({ address }) => address));
  const within = (module: unknown): readonly string[] =>
    isRecord(module) ? [...records(module["resources"]).map((resource) => String(resource["address"])), ...records(module["child_modules"]).flatMap(within)] : [];
  const values = plan.planned_values;
  return (isRecord(values) ? within(values["root_module"]) : []).filter((address) => !forgotten.has(address));
};
