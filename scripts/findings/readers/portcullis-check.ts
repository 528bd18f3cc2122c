import { z } from "zod";
import type { Finding } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { severityOfWord } from "../severity";
import { oneLine, pathOf } from "../text";

const count = z.int().nonnegative();
const finding = z.looseObject({
  rule: z.string().min(1),
  title: z.string(),
  risk: z.string(),
  stack: z.string(),
  address: z.string(),
  source: z.looseObject({ file: z.string(), line: z.int().positive() }).optional(),
  waiver: z.string().optional(),
});
/** What `./portcullis check --format json` prints (docs/checkov.md). */
const document = z.looseObject({
  version: z.literal(1),
  checkov: z.string(),
  checks: count,
  stacks: z.array(z.looseObject({ stack: z.string(), resources: count, evaluations: count })),
  findings: z.array(finding),
});
type Document = z.infer<typeof document>;

/** What a waiver lifts was judged by the rules of policies/waivers.yaml before it was printed: approved, not clicked away. */
const findingOf = ({ rule, title, risk, stack, address, source, waiver }: Document["findings"][number]): Finding => ({
  tool: "portcullis-check",
  rule,
  kind: "infrastructure",
  severity: severityOfWord(risk),
  title: oneLine(title),
  location: { path: source && pathOf(source.file), line: source?.line, resource: oneLine(`${stack} ${address}`) },
  state: waiver === undefined ? "open" : "mitigated",
  aliases: [],
  note: waiver && oneLine(`waiver ${waiver}`),
});

/** A stack whose resources no check answered was handed over and not judged. */
const unjudged = ({ stacks }: Document): readonly string[] => stacks.filter(({ resources, evaluations }) => resources > 0 && evaluations === 0).map(({ stack }) => oneLine(`no check judged ${stack}`));

/** It says neither commit nor time: the record beside it has to. */
export const portcullisCheck: Reader = {
  format: "portcullis-check",
  title: "Portcullis check JSON",
  recognises: ({ keys }) => keys.has("checkov") && keys.has("checks") && keys.has("stacks"),
  read: (source) => {
    const known = shaped(document, readJson(source));
    return {
      format: "portcullis-check",
      tool: "portcullis-check",
      toolVersion: known.checkov,
      rules: known.checks,
      looked: known.stacks.reduce((sum, { resources }) => sum + resources, 0),
      lookedAt: "resources",
      failures: unjudged(known),
      contradictions: known.findings.filter(({ stack }) => !known.stacks.some((each) => each.stack === stack)).slice(0, 1).map(({ stack }) => oneLine(`it lists a finding in ${stack}, which is none of its stacks`)),
      findings: known.findings.map(findingOf),
    };
  },
};
