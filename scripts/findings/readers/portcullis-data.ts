import { z } from "zod";
import { severities, type Finding } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { oneLine, pathOf } from "../text";

const count = z.int().nonnegative();
const finding = z.looseObject({
  rule: z.string().min(1),
  title: z.string(),
  severity: z.enum(severities),
  confidence: z.string(),
  place: z.looseObject({ path: z.string().optional(), resource: z.string().optional(), line: z.int().positive().optional(), part: z.string().optional() }),
  key: z.string().optional(),
  count: z.int().positive(),
  masked: z.string(),
  fingerprint: z.string().min(1),
});
/** What `./portcullis scan data --out` writes (docs/data-scan.md). */
const document = z.looseObject({
  format: z.literal("portcullis-data-scan"),
  version: z.literal(1),
  tool: z.looseObject({ version: z.string() }),
  rules: z.array(z.string()),
  time: z.string(),
  commit: z.string().optional(),
  looked: z.looseObject({ files: count, entries: count, tables: count }),
  skipped: z.array(z.looseObject({ path: z.string(), kind: z.enum(["chosen", "protected", "blind"]), reason: z.string() })),
  findings: z.array(finding),
});

const findingOf = ({ rule, title, severity, confidence, place, key, count: values, masked, fingerprint }: z.infer<typeof finding>): Finding => ({
  tool: "portcullis-data",
  rule,
  kind: "sensitive-data",
  severity,
  title: oneLine(`${title} in the clear${key === undefined ? "" : ` in column ${key}`}`),
  location: { path: place.path === undefined ? undefined : pathOf(place.path), line: place.line, resource: place.resource },
  state: "open",
  // MITRE, CWE-312: cleartext storage of sensitive information.
  aliases: ["CWE-312"],
  nativeId: fingerprint,
  note: oneLine([`${values} ${confidence}`, masked, place.part].filter(Boolean).join("; ")),
});

export const portcullisData: Reader = {
  format: "portcullis-data",
  title: "Portcullis data scan JSON",
  recognises: ({ values }) => values.get("format") === "portcullis-data-scan",
  read: (source) => {
    const { tool, rules, time, commit, looked, skipped, findings } = shaped(document, readJson(source));
    return {
      format: "portcullis-data",
      tool: "portcullis-data",
      toolVersion: tool.version,
      rules: rules.length,
      looked: looked.files + looked.entries + looked.tables,
      lookedAt: "files and tables",
      commit,
      time,
      // What is encrypted is what we ask for, and what was left out on purpose is listed for whoever reviews it.
      failures: skipped.filter(({ kind }) => kind === "blind").map(({ path, reason }) => oneLine(`${path} was not looked at: ${reason}`)),
      contradictions: findings.filter(({ rule }) => !rules.includes(rule)).slice(0, 1).map(({ rule }) => oneLine(`it lists a finding of ${rule}, which is none of its rules`)),
      findings: findings.map(findingOf),
    };
  },
};
