import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { usageError } from "../errors";
import { openBundle } from "../promotion";
import { parsePlan } from "../review";
import type { CheckedPlan } from "./types";

const zipMagic = [0x50, 0x4b];

/**
 * Reads a plan bundle or the output of `terraform show -json`. A file's name is the stack's id, as the review reads it.
 * @throws PortcullisError (usage) `file-unreadable`, `plan-…`, `checkov-plan-incomplete`
 */
export const readCheckedPlan = async (file: string): Promise<CheckedPlan> => {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw usageError({ id: "file-unreadable", problem: `the file cannot be read (${error.code})`, where: file, remedy: "Name a plan bundle or the output of `terraform show -json`." });
  });
  if (!zipMagic.every((byte, index) => bytes[index] === byte)) return complete({ name: file, stack: basename(file).replace(/\.json$/, ""), plan: parsePlan(bytes, file) });
  const { meta, files } = openBundle(bytes, file);
  return complete({ name: file, stack: meta.stack, plan: parsePlan(files.get("plan.json")!, file) });
};

/** What a plan leaves out (`-target`, deferred changes) nobody can judge. */
const complete = (plan: CheckedPlan): CheckedPlan => {
  if (plan.plan.complete !== false) return plan;
  throw usageError({ id: "checkov-plan-incomplete", problem: "the plan is not whole: Terraform has left changes out of it", where: plan.name, remedy: "Plan without -target, and apply what it waits for first; then check it again." });
};
