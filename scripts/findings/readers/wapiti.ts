import { z } from "zod";
import type { Finding, Severity } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { oneLine } from "../text";
import { timeOfMailDate } from "../written-time";
import { parameterOf, urlOf } from "../web-location";

const entry = z.looseObject({ method: z.string().nullish(), path: z.string(), info: z.string(), level: z.number(), parameter: z.string().nullish(), module: z.string().nullish() });
const section = z.record(z.string(), z.array(entry));
const document = z.looseObject({
  vulnerabilities: section,
  anomalies: section,
  additionals: section.nullish(),
  infos: z.looseObject({ target: z.string(), version: z.string(), date: z.string().nullish(), crawled_pages_nbr: z.number().nullish(), auth: z.looseObject({ logged_in: z.boolean().nullish() }).nullish() }),
});

/** Wapiti counts from 1, low, to 4, critical. */
const severityOfLevel: Readonly<Record<number, Severity>> = { 0: "info", 1: "low", 2: "medium", 3: "high", 4: "critical" };

/**
 * Which cookie or directive is meant stands only in the sentence of these modules. Nothing else of such sentences is taken over:
 * others quote what was found, a password that was guessed among them.
 */
const namedIn = (info: string): string | undefined => /^(?:HttpOnly|Secure) flag is not set in the cookie : (\S+)$/.exec(info)?.[1] ?? /^CSP (?:attribute )?"([a-z-]+)"/.exec(info)?.[1];

interface Section {
  readonly target: string;
  readonly categories: Readonly<Record<string, readonly z.infer<typeof entry>[]>>;
  /** What the section is of, where it is not of the level that each entry has. */
  readonly severity?: Severity;
}

const findingsIn = ({ target, categories, severity }: Section): readonly Finding[] =>
  Object.entries(categories).flatMap(([category, entries]) =>
    entries.map(({ method, path, info, level, parameter, module }) => ({
      tool: "wapiti",
      rule: category,
      kind: "web",
      severity: severity ?? (Object.hasOwn(severityOfLevel, level) ? severityOfLevel[level] : undefined) ?? "unknown",
      title: oneLine(category),
      location: { url: urlOf(path.startsWith("/") ? `${target.replace(/\/+$/, "")}${path}` : path), method: method?.toUpperCase() || undefined, parameter: parameterOf(parameter) ?? parameterOf(namedIn(info)) },
      state: "open",
      aliases: [],
      note: module ? `module ${oneLine(module, 60)}` : undefined,
    })),
  );

/** Scheme and host: paths in the report begin at the root. */
const originOf = (url: string): string => /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? url;

export const wapiti: Reader = {
  format: "wapiti",
  title: "Wapiti JSON",
  recognises: ({ keys }) => keys.has("classifications") && keys.has("vulnerabilities"),
  read: (source) => {
    const { vulnerabilities, anomalies, additionals, infos } = shaped(document, readJson(source));
    const target = originOf(infos.target);
    return {
      format: "wapiti",
      tool: "wapiti",
      toolVersion: infos.version.replace(/^Wapiti\s+/i, ""),
      looked: infos.crawled_pages_nbr ?? undefined,
      lookedAt: "URLs",
      time: timeOfMailDate(infos.date),
      failures: infos.auth?.logged_in === false ? ["the log-in failed: what lies behind it was not scanned"] : [],
      contradictions: [],
      // Additionals are observations, such as the name of the web server; Wapiti gives them the level of a flaw.
      findings: [...findingsIn({ target, categories: vulnerabilities }), ...findingsIn({ target, categories: anomalies }), ...findingsIn({ target, categories: additionals ?? {}, severity: "info" })],
    };
  },
};
