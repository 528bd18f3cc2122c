import { z } from "zod";
import type { Finding } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { pathOf } from "../text";

/** `hashed_secret` is a SHA-1 of the secret, which guessing undoes for a short one: it is never looked at. */
const secret = z.looseObject({ type: z.string(), filename: z.string(), line_number: z.number().nullish(), is_verified: z.boolean().nullish(), is_secret: z.boolean().nullish() });
/** detect-secrets 1, "baseline". */
const document = z.looseObject({
  version: z.string(),
  plugins_used: z.array(z.looseObject({ name: z.string() })),
  results: z.record(z.string(), z.array(secret)),
  generated_at: z.string().nullish(),
});

/** It knows no severity: what opens a door is critical. `is_secret: false` is what somebody said in its audit. */
const findingOf = ({ type, filename, line_number, is_verified, is_secret }: z.infer<typeof secret>): Finding => ({
  tool: "detect-secrets",
  rule: type,
  kind: "secret",
  severity: "critical",
  title: `${type} in the clear`,
  location: { path: pathOf(filename), line: line_number || undefined },
  state: is_secret === false ? "suppressed" : "open",
  aliases: ["CWE-798"],
  note: is_secret === false ? "audited as no secret" : is_verified ? "verified: the secret is live" : undefined,
});

export const detectSecrets: Reader = {
  format: "detect-secrets",
  title: "detect-secrets baseline",
  recognises: ({ keys }) => keys.has("plugins_used") && keys.has("version"),
  read: (source) => {
    const { version, plugins_used, results, generated_at } = shaped(document, readJson(source));
    return {
      format: "detect-secrets",
      tool: "detect-secrets",
      toolVersion: version,
      rules: plugins_used.length,
      time: generated_at ?? undefined,
      failures: [],
      contradictions: Object.entries(results).filter(([file, secrets]) => secrets.some(({ filename }) => pathOf(filename) !== pathOf(file))).map(([file]) => `secrets listed under ${pathOf(file)} name another file`),
      findings: Object.values(results).flat().map(findingOf),
    };
  },
};
