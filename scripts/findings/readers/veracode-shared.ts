import type { Severity } from "../finding";

const levels: readonly Severity[] = ["info", "info", "low", "medium", "high", "critical"];

/** Veracode, "Severities in Veracode": 5 very high, 4 high, 3 medium, 2 low, 1 very low, 0 informational. Anything else is unknown. */
export const severityOfLevel = (level: number | null | undefined): Severity => levels[level ?? -1] ?? "unknown";

/** `okio` from `okio-2.8.0.jar` and `2.8.0`: the name by which other tools know the same package. */
export const packageNameOf = (file: string, version: string | null | undefined): string => {
  const name = file.replace(/\.(?:jar|war|ear|aar|dll|nupkg|whl|gem|tgz)$/i, "");
  return version && name.endsWith(`-${version}`) ? name.slice(0, -version.length - 1) : name;
};
