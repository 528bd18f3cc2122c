import type { Severity } from "./finding";

/** CVSS v3.1 and v4.0, "Qualitative Severity Rating Scale": 9 critical, 7 high, 4 medium, above 0 low. A score that is none is unknown. */
export const severityOfScore = (score: number | undefined): Severity => {
  if (score === undefined || !Number.isFinite(score) || score < 0 || score > 10) return "unknown";
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  return score > 0 ? "low" : "info";
};

/** The words that more than one tool uses; a reader adds its own. Case does not matter. */
const words: Readonly<Record<string, Severity>> = {
  critical: "critical",
  high: "high",
  important: "high",
  medium: "medium",
  moderate: "medium",
  low: "low",
  negligible: "low",
  minor: "low",
  info: "info",
  informational: "info",
  information: "info",
  informative: "info",
};

/** @param own words of one tool, in lower case, that go before the common ones */
export const severityOfWord = (word: string | null | undefined, own: Readonly<Record<string, Severity>> = {}): Severity => {
  const key = word?.trim().toLowerCase() ?? "";
  return (Object.hasOwn(own, key) ? own[key] : Object.hasOwn(words, key) ? words[key] : undefined) ?? "unknown";
};

const order: Readonly<Record<Severity, number>> = { unknown: 5, critical: 5, high: 4, medium: 3, low: 2, info: 1 };

/** The worse of two; unknown counts as the worst there is and stays unknown only against what is not critical. */
export const worse = (one: Severity, other: Severity): Severity => (one === "critical" || other === "critical" ? "critical" : order[one] >= order[other] ? one : other);
