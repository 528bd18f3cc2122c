import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Risk } from "../../policies/rule";
import { DocumentError, readDocument } from "../documents";
import { usageError } from "../errors";

const check = z.string().regex(/^CKV\w+$/, "must be an id of checkov, such as CKV_AWS_144");
const excludedSchema = z.array(
  z.strictObject({
    check,
    /** Environments in which the check does not apply. @default all */
    environments: z.array(z.string().min(1)).min(1).optional(),
    reason: z.string().trim().min(20, "must say why, in at least 20 characters"),
  }),
);
const checks = z.array(check).default([]);
const severitiesSchema = z.strictObject({ critical: checks, high: checks, medium: checks, low: checks });
const expectedSchema = z.strictObject({ version: z.string().regex(/^\d+\.\d+\.\d+$/), builtInChecks: z.int().positive() });

export type Exclusion = z.infer<typeof excludedSchema>[number];

/** What policies/checkov says besides the policies themselves. */
export interface CheckSettings {
  readonly excluded: readonly Exclusion[];
  /** Check → risk, where it is not high. */
  readonly risks: ReadonlyMap<string, Risk>;
  /** What the pinned checkov brings. */
  readonly expected: z.infer<typeof expectedSchema>;
  /** Folder of the custom policies. */
  readonly folder: string;
  /** Names of their files without ending: each must have been loaded. */
  readonly policyFiles: readonly string[];
}

const read = async <Value>(folder: string, name: string, schema: z.ZodType<Value>): Promise<Value> => {
  const path = join(folder, name);
  const refuse = (problem: string) =>
    usageError({ id: "checkov-settings", problem: `${name} ${problem}`, where: `policies/checkov/${name}`, remedy: "Correct it; docs/checkov.md says what stands in each file." });
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw refuse(`cannot be read (${error.code ?? error.message})`);
  });
  try {
    return readDocument(text, schema);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const [fault] = error.faults;
    throw refuse(`is wrong in line ${fault!.line}: ${fault!.text}`);
  }
};

/** Files that hold no policy: the package's mark, and what the policies share. */
const shared = ["__init__", "portcullis_policy"];

/** Reads policies/checkov. @throws PortcullisError (usage) `checkov-settings`, with file and key */
export const loadSettings = async (root: string): Promise<CheckSettings> => {
  const folder = join(root, "policies", "checkov");
  const severities = await read(folder, "severities.yaml", severitiesSchema);
  const files = await readdir(join(folder, "policies")).catch(() => []);
  return {
    excluded: await read(folder, "excluded.yaml", excludedSchema),
    risks: new Map((Object.entries(severities) as [Risk, string[]][]).flatMap(([risk, ids]) => ids.map((id): [string, Risk] => [id, risk]))),
    expected: await read(folder, "expected.yaml", expectedSchema),
    folder: join(folder, "policies"),
    policyFiles: files.filter((file) => file.endsWith(".py")).map((file) => file.slice(0, -".py".length)).filter((name) => !shared.includes(name)).sort(),
  };
};
