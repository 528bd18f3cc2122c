import { z } from "zod";
import type { Finding, FindingState } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { severityOfWord } from "../severity";
import { cweOf, oneLine, vulnerabilityIdsIn } from "../text";
import { timeOfDayMonthYear } from "../written-time";
import { urlOf } from "../web-location";

const cvss = z.looseObject({ BaseScore: z.looseObject({ Value: z.string().nullish() }).nullish() }).nullish();
const vulnerability = z.looseObject({
  Type: z.string(),
  Name: z.string(),
  Severity: z.string(),
  State: z.string(),
  Url: z.string(),
  Certainty: z.number().nullish(),
  Confirmed: z.boolean().nullish(),
  FirstSeenDate: z.string().nullish(),
  Classification: z.looseObject({ Cwe: z.string().nullish(), Cvss: cvss, Cvss31: cvss }).nullish(),
  HttpRequest: z.looseObject({ Method: z.string().nullish() }).nullish(),
  KnownVulnerabilities: z.array(z.looseObject({ Title: z.string().nullish() })).nullish(),
});
/** Invicti Enterprise, once Netsparker, writes the same document. */
const document = z.looseObject({
  Generated: z.string(),
  Target: z.looseObject({ ScanId: z.string(), Url: z.string(), Initiated: z.string().nullish(), Duration: z.string().nullish() }),
  Vulnerabilities: z.array(vulnerability),
});
type Vulnerability = z.infer<typeof vulnerability>;

/** A person may set "Fixed (Unconfirmed)" and "Fixed (Can't Retest)"; only what a retest confirmed is gone. */
const stateOf = (state: string): FindingState => {
  const words = state.split(",").map((word) => word.trim().toLowerCase());
  if (words.some((word) => word === "acceptedrisk" || word === "falsepositive")) return "suppressed";
  return words.every((word) => word === "fixed" || word === "fixed (confirmed)") ? "fixed" : "open";
};

const noteOf = ({ State, Confirmed, Certainty }: Vulnerability): string => oneLine(`${State}; ${Confirmed ? "confirmed" : `not confirmed${Certainty ? `, ${Certainty} % certain` : ""}`}`);

const findingOf = (found: Vulnerability): Finding => {
  const { Type, Name, Severity, State, Url, FirstSeenDate, Classification, HttpRequest, KnownVulnerabilities } = found;
  const score = (Classification?.Cvss31 ?? Classification?.Cvss)?.BaseScore?.Value;
  const cwes = (Classification?.Cwe ?? "").split(",").flatMap((cwe) => cweOf(cwe) ?? []);
  return {
    tool: "acunetix-360",
    rule: Type,
    kind: "web",
    severity: severityOfWord(Severity, { bestpractice: "info", "best practice": "info" }),
    title: oneLine(Name),
    location: { url: urlOf(Url), method: HttpRequest?.Method?.toUpperCase() || undefined },
    state: stateOf(State),
    aliases: [...cwes, ...vulnerabilityIdsIn((KnownVulnerabilities ?? []).map(({ Title }) => Title ?? "").join(" "))],
    score: score ? Number(score) : undefined,
    firstSeen: timeOfDayMonthYear(FirstSeenDate),
    note: noteOf(found),
  };
};

/** `00:00:41.3968969`, in seconds. */
const secondsOf = (duration: string | null | undefined): number | undefined => {
  const parts = /^(?:(\d+)\.)?(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?$/.exec(duration ?? "");
  if (!parts) return undefined;
  const [, days = "0", hours, minutes, seconds] = parts;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
};

/** `Generated` says when the report was exported: the scan may be months older. */
const endOf = (initiated: string | null | undefined, duration: string | null | undefined): string | undefined => {
  const start = timeOfDayMonthYear(initiated);
  return start && new Date(Date.parse(start) + (secondsOf(duration) ?? 0) * 1000).toISOString();
};

export const acunetix360: Reader = {
  format: "acunetix-360",
  title: "Acunetix 360 and Invicti Enterprise JSON",
  recognises: ({ keys }) => keys.has("Generated") && keys.has("Target.ScanId"),
  read: (source) => {
    const { Target, Vulnerabilities } = shaped(document, readJson(source));
    return {
      format: "acunetix-360",
      tool: "acunetix-360",
      // The report counts nothing but its target, and that only where the scan took some time.
      looked: Target.Url && secondsOf(Target.Duration) !== 0 ? 1 : 0,
      lookedAt: "targets",
      time: endOf(Target.Initiated, Target.Duration),
      failures: [],
      contradictions: [],
      findings: Vulnerabilities.map(findingOf),
    };
  },
};
