import { z } from "zod";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { timeOf } from "../time";
import { timeOfMailDate } from "../written-time";
import { oneLine } from "../text";
import { findingsOfAlert } from "./zap-alert";

const code = z.union([z.string(), z.number()]).transform(String);
const text = z.string().nullish().transform((value) => value ?? undefined);
const instance = z.looseObject({ uri: z.string(), method: text, param: text });
const alert = z.looseObject({ pluginid: code, alertRef: text, name: z.string().optional(), alert: z.string().optional(), riskcode: code, confidence: code, cweid: code.optional(), count: code.optional(), instances: z.array(instance).nullish() });
const site = z.looseObject({ "@name": text, alerts: z.array(alert) });
const insight = z.looseObject({ level: z.string(), key: z.string(), description: text, statistic: code.nullish() });
/** ZAP, "Traditional JSON Report". Tools that made it of the XML write a single site as an object. */
const document = z.looseObject({ "@version": z.string(), "@generated": text, created: text, site: z.union([z.array(site), site.transform((only) => [only])]), insights: z.array(insight).nullish() });
type Insight = z.infer<typeof insight>;

/** ZAP, "Insights": High is a full disk or database; Medium is a network or a log-in that failed too often to believe the scan. */
const isFailure = ({ level, key }: Insight): boolean => level === "High" || (level === "Medium" && /^insight\.(?:network|auth)\.failure$/.test(key));

/** Since 2.17 ZAP says how many addresses it knew of each site. */
const endpointsIn = (insights: readonly Insight[]): number | undefined => {
  const totals = insights.filter(({ key }) => key === "insight.endpoint.total").map(({ statistic }) => Number(statistic));
  return totals.length > 0 && totals.every(Number.isInteger) ? totals.reduce((sum, total) => sum + total, 0) : undefined;
};

export const zap: Reader = {
  format: "zap",
  title: "ZAP JSON",
  recognises: ({ keys }) => keys.has("@version") && keys.has("@generated"),
  read: (source) => {
    const { "@version": version, "@generated": generated, created, site: sites, insights } = shaped(document, readJson(source));
    const endpoints = endpointsIn(insights ?? []);
    return {
      format: "zap",
      tool: "zap",
      toolVersion: version,
      looked: endpoints ?? sites.filter(({ "@name": name }) => name).length,
      lookedAt: endpoints === undefined ? "sites" : "URLs",
      time: timeOf(created) ?? timeOfMailDate(generated),
      failures: (insights ?? []).filter(isFailure).map(({ key, description, statistic }) => oneLine(`${description ?? key}: ${statistic ?? "too many"} (${key})`)),
      contradictions: [],
      // Every site counts: a scan that begins with an empty one has its alerts in the next.
      findings: sites.flatMap(({ "@name": siteName, alerts }) =>
        alerts.flatMap(({ pluginid, alertRef, name, alert: oldName, riskcode, confidence, cweid, count, instances }) =>
          findingsOfAlert(siteName ?? "", {
            alertRef,
            pluginId: pluginid,
            name: name ?? oldName ?? pluginid,
            riskCode: riskcode,
            confidence,
            cwe: cweid,
            count,
            instances: (instances ?? []).map(({ uri, method, param }) => ({ url: uri, method, parameter: param })),
          }),
        ),
      ),
    };
  },
};
