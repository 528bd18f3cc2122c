/** Month in which the prices were looked up. They are list prices in US dollars, without tax, discount or free tier: look again before you budget. */
export const pricesOf = "2026-11";

/** Hours of a month, as AWS' own calculator counts them. */
export const hoursOfMonth = 730;

export interface Price {
  /** What is counted, for people. */
  readonly unit: string;
  /** US dollars a month, by region. */
  readonly monthly: Readonly<Record<string, number>>;
  readonly source: string;
}

/** The same list price in every region that Portcullis was tried in. */
const everywhere = (usd: number) => ({ "eu-central-1": usd, "eu-west-1": usd, "us-east-1": usd });

/** @param hourly US dollars an hour, by region */
const byHour = (hourly: Readonly<Record<string, number>>) => Object.fromEntries(Object.entries(hourly).map(([region, usd]) => [region, usd * hoursOfMonth]));

export const prices = {
  encryptionKey: { unit: "customer managed key", monthly: everywhere(1), source: "https://aws.amazon.com/kms/pricing/" },
  alarm: { unit: "metric in a standard alarm", monthly: everywhere(0.1), source: "https://aws.amazon.com/cloudwatch/pricing/" },
  compositeAlarm: { unit: "composite alarm", monthly: everywhere(0.5), source: "https://aws.amazon.com/cloudwatch/pricing/" },
  customMetric: { unit: "custom metric", monthly: everywhere(0.3), source: "https://aws.amazon.com/cloudwatch/pricing/" },
  dashboard: { unit: "dashboard", monthly: everywhere(3), source: "https://aws.amazon.com/cloudwatch/pricing/" },
  natGateway: { unit: "NAT gateway", monthly: byHour({ "eu-central-1": 0.052, "eu-west-1": 0.048, "us-east-1": 0.045 }), source: "https://aws.amazon.com/vpc/pricing/" },
  publicAddress: { unit: "public IPv4 address", monthly: byHour(everywhere(0.005)), source: "https://aws.amazon.com/vpc/pricing/" },
  interfaceEndpoint: { unit: "interface endpoint in a zone", monthly: byHour({ "eu-central-1": 0.012, "eu-west-1": 0.011, "us-east-1": 0.01 }), source: "https://aws.amazon.com/privatelink/pricing/" },
  webAcl: { unit: "Web ACL", monthly: everywhere(5), source: "https://aws.amazon.com/waf/pricing/" },
  webAclRule: { unit: "rule or managed rule group in a Web ACL", monthly: everywhere(1), source: "https://aws.amazon.com/waf/pricing/" },
  secret: { unit: "secret", monthly: everywhere(0.4), source: "https://aws.amazon.com/secrets-manager/pricing/" },
  ruleEvaluations: { unit: "Config rule with 100 evaluations", monthly: everywhere(0.1), source: "https://aws.amazon.com/config/pricing/" },
} as const satisfies Readonly<Record<string, Price>>;
export type PriceName = keyof typeof prices;
