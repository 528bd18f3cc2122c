import { z } from "zod";
import type { Finding } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { oneLine } from "../text";

const vulnerability = z.looseObject({ id: z.string(), fix_versions: z.array(z.string()), aliases: z.array(z.string()).nullish() });
const audited = z.looseObject({ name: z.string(), version: z.string(), vulns: z.array(vulnerability) });
const skipped = z.looseObject({ name: z.string(), skip_reason: z.string() });
/** pip-audit 2 and newer. `fixes` is what `--fix` changed on the machine that ran it, which mends no repository. */
const document = z.looseObject({ dependencies: z.array(z.union([audited, skipped])) });
type Audited = z.infer<typeof audited>;

const isAudited = (dependency: z.infer<typeof document>["dependencies"][number]): dependency is Audited => "vulns" in dependency;

/** pip-audit writes no severity, so that each one blocks until somebody says how bad it is; a malicious package is the worst there is. */
const findingsOf = ({ name, version, vulns }: Audited): readonly Finding[] =>
  vulns.map(({ id, fix_versions: fixes, aliases }) => {
    const names = [...new Set([id, ...(aliases ?? [])].map((alias) => alias.toUpperCase()))];
    const isMalicious = names.some((alias) => alias.startsWith("MAL-"));
    return {
      tool: "pip-audit",
      rule: id,
      kind: isMalicious ? "malware" : "dependency",
      severity: isMalicious ? "critical" : "unknown",
      title: oneLine(`${id} in ${name} ${version}`),
      location: { package: { name, version, ecosystem: "pypi", fixedIn: fixes } },
      state: "open",
      aliases: names,
      isFixAvailable: fixes.length > 0,
    };
  });

/** It refuses two files that pin one package differently, so it is run on each: a list holds what it wrote of each. */
const documentsIn = (value: unknown): readonly z.infer<typeof document>[] => (Array.isArray(value) ? value.map((each) => shaped(document, each)) : [shaped(document, value)]);

export const pipAudit: Reader = {
  format: "pip-audit",
  title: "pip-audit JSON",
  recognises: ({ keys }) => ["", "[]."].some((at) => keys.has(`${at}dependencies`) && ["fixes", "dependencies[].vulns", "dependencies[].skip_reason"].some((key) => keys.has(at + key))),
  read: (source) => {
    const dependencies = documentsIn(readJson(source)).flatMap((each) => each.dependencies);
    const looked = dependencies.filter(isAudited);
    return {
      format: "pip-audit",
      tool: "pip-audit",
      // It ends with 0 and "no known vulnerabilities" also where it could look up nothing at all.
      looked: looked.length,
      lookedAt: "packages",
      failures: dependencies.filter((dependency) => !isAudited(dependency)).map(({ name }) => oneLine(`${name} was skipped, not audited`)),
      contradictions: [],
      findings: looked.flatMap(findingsOf),
    };
  },
};
