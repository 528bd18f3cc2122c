import type { Finding, Severity } from "../finding";
import { cweOf, oneLine } from "../text";
import { parameterOf, urlOf } from "../web-location";

/** One alert of ZAP, as its JSON and its XML both have it. */
export interface ZapAlert {
  /** Finer than the id of the plugin: `10038-1`. Since 2.11. */
  readonly alertRef?: string;
  readonly pluginId: string;
  readonly name: string;
  readonly riskCode: string;
  readonly confidence: string;
  readonly cwe?: string;
  /** How many places ZAP counted; it may list fewer. */
  readonly count?: string;
  readonly instances: readonly ZapInstance[];
}

export interface ZapInstance {
  readonly url: string;
  readonly method?: string;
  readonly parameter?: string;
}

/** ZAP, "Alert": risk goes from 0 to 3, there is no critical. */
const severityOfRisk: Readonly<Record<string, Severity>> = { "3": "high", "2": "medium", "1": "low", "0": "info" };

/** One finding an alert and place. What ZAP calls a false positive (confidence 0) was called so by a person in ZAP. */
export const findingsOfAlert = (site: string, { alertRef, pluginId, name, riskCode, confidence, cwe, count, instances }: ZapAlert): readonly Finding[] => {
  const alias = cweOf(cwe);
  const places: readonly ZapInstance[] = instances.length > 0 ? instances : [{ url: site }];
  return places.map(({ url, method, parameter }) => ({
    tool: "zap",
    rule: alertRef || pluginId,
    kind: "web",
    severity: (Object.hasOwn(severityOfRisk, riskCode) && severityOfRisk[riskCode]) || "unknown",
    title: oneLine(name),
    location: { url: urlOf(url), method: method?.toUpperCase() || undefined, parameter: parameterOf(parameter) },
    state: confidence === "0" ? "suppressed" : "open",
    aliases: alias ? [alias] : [],
    note: Number(count) > places.length ? `ZAP lists ${places.length} of ${Number(count)} places` : undefined,
  }));
};
