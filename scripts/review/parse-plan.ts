import { z } from "zod";
import { usageError } from "../errors";
import type { PlanJson } from "../terraform/plan-json";
import { depthWithin, maximumDepth } from "./depth";
import { redactText } from "./secrets";

const change = z.looseObject({
  actions: z.array(z.enum(["no-op", "create", "read", "update", "delete", "forget"])).min(1),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).nullish(),
});
const resourceChange = z.looseObject({
  address: z.string().min(1),
  mode: z.enum(["managed", "data"]),
  type: z.string().min(1),
  name: z.string(),
  change,
});
const planSchema = z.looseObject({
  format_version: z.string(),
  resource_changes: z.array(resourceChange).nullish(),
  output_changes: z.record(z.string(), change).nullish(),
  resource_drift: z.array(resourceChange).nullish(),
});

/**
 * Reads what `terraform show -json <plan>` printed. UTF-8 with or without byte order mark and UTF-16 (PowerShell's `>`) are read;
 * lines before and after the JSON, such as those of the setup-terraform wrapper, are left out.
 *
 * @param name the file's name as the user knows it, for messages.
 * @throws PortcullisError, exit code 2, where the bytes are not a plan that can be trusted: `plan-empty`, `plan-is-binary`,
 * `plan-not-text`, `plan-not-json`, `plan-is-event-stream`, `plan-is-state`, `plan-not-a-plan`, `plan-format-unknown`, `plan-errored`, `plan-malformed`.
 */
export const parsePlan = (bytes: Uint8Array, name: string): PlanJson => {
  const refuse = (id: string, problem: string, remedy: string) => usageError({ id, problem: `${name} ${problem}`, where: name, remedy });
  const again = "write it again: terraform show -json <plan file> > plan.json";

  if (bytes.length === 0) throw refuse("plan-empty", "is empty", again);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    throw refuse("plan-is-binary", "is Terraform's binary plan, not its JSON", `print it as JSON: terraform show -json ${name} > plan.json`);
  }
  const text = decode(bytes);
  if (text === undefined) throw refuse("plan-not-text", "is neither UTF-8 nor UTF-16 text", again);
  if (text.trim() === "") throw refuse("plan-empty", "is empty", again);

  const value = parseObject(text);
  if (value === undefined) {
    if (/^\{"@level"/m.test(text)) {
      throw refuse("plan-is-event-stream", "holds the events of `terraform plan -json`, not a plan", "save the plan with -out, then terraform show -json <plan file> > plan.json");
    }
    throw refuse("plan-not-json", /^\s*\{/m.test(text) ? "is not complete JSON: it is cut off or was edited" : "holds no JSON object", again);
  }

  const version = value["format_version"];
  if (isState(value)) throw refuse("plan-is-state", "is a Terraform state, not a plan", "save a plan with terraform plan -out <plan file>, then terraform show -json <plan file> > plan.json");
  if (typeof version !== "string" || !("planned_values" in value || "resource_changes" in value)) {
    throw refuse("plan-not-a-plan", "is JSON, but not a Terraform plan: format_version or planned_values is missing", again);
  }
  // https://developer.hashicorp.com/terraform/internals/json-format: minor versions only add; 0.1 and 0.2 have the shape of 1.0.
  if (!/^(0\.[12]|1\.\d+)$/.test(version)) {
    throw refuse("plan-format-unknown", `has format version ${redactText(version).slice(0, 20)}; known are 0.1, 0.2 and 1.x`, "use a Terraform version that Portcullis supports, or a newer Portcullis");
  }
  if (value["errored"] === true) {
    throw refuse("plan-errored", "is the plan of a run that failed: it is not complete", "mend what terraform plan reports and plan again");
  }
  const checked = planSchema.safeParse(value);
  if (!checked.success) {
    const first = checked.error.issues[0];
    throw refuse("plan-malformed", `does not have the shape of a plan at ${redactText(first?.path.join(".") ?? "")}: ${first?.message ?? ""}`, again);
  }
  const changes = [value["resource_changes"], value["output_changes"], value["resource_drift"]];
  if (!changes.every((part) => depthWithin(part))) {
    throw refuse("plan-malformed", `nests deeper than ${maximumDepth} levels`, again);
  }
  return value as unknown as PlanJson;
};

const decode = (bytes: Uint8Array): string | undefined => {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** The one object in the text, from the first line that begins with a brace to the last closing brace. */
const parseObject = (text: string): Record<string, unknown> | undefined => {
  const start = text.search(/^[ \t]*\{/m);
  if (start < 0) return undefined;
  try {
    return JSON.parse(text.slice(start, text.lastIndexOf("}") + 1)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
};

const isState = (value: Record<string, unknown>): boolean =>
  "lineage" in value || ("serial" in value && "resources" in value) || ("values" in value && !("planned_values" in value) && !("resource_changes" in value));
