import type { Finding } from "../finding";
import { childOf, childrenOf, readXml, textIn, type XmlElement } from "../parse/xml";
import type { Reader } from "../reader";
import { timeOf } from "../time";
import { timeOfMailDate } from "../written-time";
import { UnreadableReport } from "../unreadable";
import { findingsOfAlert } from "./zap-alert";

const demanded = (element: XmlElement, name: string): string => {
  const text = textIn(element, name);
  if (text) return text;
  throw new UnreadableReport("malformed", `an ${element.name} has no ${name}`);
};

const findingsOfItem = (site: string, item: XmlElement): readonly Finding[] =>
  findingsOfAlert(site, {
    alertRef: textIn(item, "alertRef"),
    pluginId: demanded(item, "pluginid"),
    name: textIn(item, "name") || demanded(item, "alert"),
    riskCode: demanded(item, "riskcode"),
    confidence: demanded(item, "confidence"),
    cwe: textIn(item, "cweid"),
    count: textIn(item, "count"),
    instances: childrenOf(childOf(item, "instances"), "instance").map((instance) => ({ url: demanded(instance, "uri"), method: textIn(instance, "method"), parameter: textIn(instance, "param") })),
  });

const findingsOfSite = (site: XmlElement): readonly Finding[] => {
  const alerts = childOf(site, "alerts");
  if (!alerts) throw new UnreadableReport("malformed", "a site has no alerts element");
  return childrenOf(alerts, "alertitem").flatMap((item) => findingsOfItem(site.attributes.name ?? "", item));
};

export const zapXml: Reader = {
  format: "zap-xml",
  title: "ZAP XML",
  recognises: ({ elements }) => elements.has("/OWASPZAPReport"),
  read: (source) => {
    const root = readXml(source);
    if (root.name !== "OWASPZAPReport") throw new UnreadableReport("unknown-format", "the root element is not OWASPZAPReport");
    const sites = childrenOf(root, "site");
    return {
      format: "zap-xml",
      tool: "zap",
      toolVersion: root.attributes.version,
      looked: sites.filter(({ attributes }) => attributes.name).length,
      lookedAt: "sites",
      time: timeOf(root.attributes.created) ?? timeOfMailDate(root.attributes.generated),
      failures: [],
      contradictions: [],
      findings: sites.flatMap(findingsOfSite),
    };
  },
};
