import { z } from "zod";
import { blockedError, usageError } from "../errors";
import { findingKinds, severities } from "../findings";
import { isSealed } from "./seal";
import type { Verdict } from "./verdict";

const text = z.string();
const texts = z.array(text);
const time = text.refine((value) => !Number.isNaN(Date.parse(value)), "must be a time as ISO 8601");
const reasons = z.array(z.looseObject({ id: text, problem: text, where: text, remedy: text }));

const location = z.looseObject({
  path: text.optional(),
  line: z.number().optional(),
  endLine: z.number().optional(),
  package: z.looseObject({ name: text, version: text.optional(), ecosystem: text.optional(), fixedIn: texts.optional() }).optional(),
  url: text.optional(),
  method: text.optional(),
  parameter: text.optional(),
  resource: text.optional(),
});

/** A later version may say more; what is here is what its readers rely on. */
const verdictShape = z.looseObject({
  version: z.literal(1),
  subject: z.looseObject({ pipeline: text.min(1), environment: text.min(1), classification: text, event: z.enum(["pull-request", "promotion"]), commit: text, digest: text.optional() }),
  outcome: z.enum(["pass", "block"]),
  time,
  reasons,
  warnings: reasons,
  reports: z.array(z.looseObject({ name: text, sha256: text, tool: text.optional(), findings: z.number(), isAccepted: z.boolean() })),
  findings: z.array(
    z.looseObject({
      tool: text,
      rule: text,
      kind: z.enum(findingKinds),
      severity: z.enum(severities),
      title: text,
      location,
      state: z.enum(["open", "fixed", "mitigated", "suppressed"]),
      aliases: texts,
      score: z.number().optional(),
      isFixAvailable: z.boolean().optional(),
      firstSeen: text.optional(),
      note: text.optional(),
      fingerprint: text.min(1),
      witnesses: z.array(z.looseObject({ tool: text, rule: text, report: text, fingerprint: text.optional() })),
      standing: z.enum(["blocks", "waived", "tolerated", "known", "closed"]),
      why: text,
      knownSince: time.optional(),
      waiver: text.optional(),
      isKnownExploited: z.boolean().optional(),
      exploitProbability: z.number().optional(),
    }),
  ),
  inputs: z.array(z.looseObject({ role: text, name: text, sha256: text })),
  sha256: text,
});

/**
 * A verdict that was written to a file, whole and as it was sealed.
 * @throws PortcullisError (usage) `verdict-unreadable`, (blocked) `verdict-altered`
 */
export const parseVerdict = (content: string, name: string): Verdict => {
  const refuse = (problem: string) => usageError({ id: "verdict-unreadable", problem: `the verdict cannot be read: ${problem}`, where: name, remedy: "Hand over the JSON verdict as `gate --format json` wrote it." });
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw refuse("it is not JSON, or was cut off");
  }
  const parsed = verdictShape.safeParse(value);
  if (!parsed.success) throw refuse(`${parsed.error.issues[0]?.path.join(".") || "the file"} is not what a verdict has there`);
  // The shape was held against every field that the type has; what else it holds is under its hash.
  const verdict = value as Verdict;
  if (isSealed(verdict)) return verdict;
  throw blockedError({ id: "verdict-altered", problem: "the verdict is not as it was written: its SHA-256 differs", where: name, remedy: "Judge again, and hand over the file that the gate writes." });
};
