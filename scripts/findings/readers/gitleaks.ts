import { z } from "zod";
import type { Finding } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { oneLine, pathOf } from "../text";

/** gitleaks 8, `report.Finding`. `Secret`, `Match` and `Line` are never looked at. */
const leak = z.looseObject({ RuleID: z.string(), Description: z.string().nullish(), File: z.string(), StartLine: z.number().nullish(), EndLine: z.number().nullish(), Commit: z.string().nullish(), Date: z.string().nullish(), Fingerprint: z.string().nullish() });
/** Versions before 8.16 write `null` where there is none. */
const document = z.array(leak).nullable();

/** gitleaks knows no severity: what opens a door is critical until its revocation is proven. */
const findingOf = ({ RuleID, Description, File, StartLine, EndLine, Commit, Date, Fingerprint }: z.infer<typeof leak>): Finding => ({
  tool: "gitleaks",
  rule: RuleID,
  kind: "secret",
  severity: "critical",
  title: oneLine(Description || RuleID),
  location: { path: pathOf(File), line: StartLine || undefined, endLine: EndLine || undefined },
  state: "open",
  aliases: ["CWE-798"],
  nativeId: Fingerprint || undefined,
  firstSeen: Date || undefined,
  note: Commit ? `in commit ${Commit.slice(0, 12)}` : undefined,
});

/** The report says neither version nor rules nor what was looked at: the record beside it has to. */
export const gitleaks: Reader = {
  format: "gitleaks",
  title: "Gitleaks 8 JSON",
  // A report without leaks is `[]` or `null`, which is of every format and none: it has to be named.
  recognises: ({ keys }) => keys.has("[].RuleID") && keys.has("[].File"),
  read: (source) => ({
    format: "gitleaks",
    tool: "gitleaks",
    failures: [],
    contradictions: [],
    findings: (shaped(document, readJson(source)) ?? []).map(findingOf),
  }),
};
