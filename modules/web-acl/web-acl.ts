import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Construct } from "constructs";
import { ConstructError } from "../core";
import { capacityUpperBound, largestCapacity } from "./capacity";
import { isGroup, type Statement } from "./statements";

/** count records what would be stopped. block stops it, and cites what counting has shown. */
export type RuleMode =
  | { readonly action: "count" }
  | { readonly action: "block"; /** Where the count phase was judged: a ticket, a dashboard, a log query. */ readonly evidence: string };

/** One rule of a Web ACL. Rule groups keep their own actions where the mode is block. */
export interface WebAclRule {
  /** Name of the rule and of its metric: letters, digits, hyphens; it is never reused for another rule. */
  readonly name: string;
  /** A multiple of 10, once in the Web ACL: rules can come between without moving others. Lower numbers go first. */
  readonly priority: number;
  readonly statement: Statement;
  /** @default count */
  readonly mode?: RuleMode;
}

export interface WebAclProps {
  readonly name: string;
  /** What it protects, for people. */
  readonly description: string;
  readonly rules: readonly WebAclRule[];
}

const shortestEvidence = 10;
const priorityGap = 10;

/**
 * Sampled requests show headers and bodies in the console as they came, whatever the log redacts (AWS WAF Developer
 * Guide, "Data protection"); what counting shows is read from the log instead.
 */
const visibility = (metricName: string) => ({ cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false, metricName });

const actionOf = ({ statement, mode }: WebAclRule): Pick<Wafv2WebAclRule, "action" | "overrideAction"> => {
  const counts = mode?.action !== "block";
  if (isGroup(statement)) return { overrideAction: counts ? { count: {} } : { none: {} } };
  return { action: counts ? { count: {} } : { block: {} } };
};

interface Fault {
  readonly problem: string;
  readonly remedy: string;
}

const ruleFaults = (rule: WebAclRule): readonly Fault[] => [
  ...rule.statement.faults.map(({ problem, remedy }) => ({ problem: `Rule ${rule.name}: ${problem}`, remedy })),
  ...(/^[A-Za-z0-9-]{1,128}$/.test(rule.name)
    ? []
    : [{ problem: `Rule "${rule.name}" has a name AWS WAF refuses.`, remedy: "Use 1 to 128 letters, digits and hyphens." }]),
  ...(Number.isInteger(rule.priority) && rule.priority >= 0 && rule.priority % priorityGap === 0
    ? []
    : [{ problem: `Rule ${rule.name} has the priority ${rule.priority}.`, remedy: `Use multiples of ${priorityGap}.` }]),
  ...(rule.mode?.action === "block" && rule.mode.evidence.trim().length < shortestEvidence
    ? [{ problem: `Rule ${rule.name} blocks without evidence.`, remedy: "Say where its count phase was judged, or let it count." }]
    : []),
];

const duplicateFaults = (rules: readonly WebAclRule[]): readonly Fault[] =>
  rules.flatMap((rule, index) => {
    const earlier = rules.slice(0, index).find((one) => one.priority === rule.priority || one.name === rule.name);
    return earlier
      ? [{ problem: `Rules ${earlier.name} and ${rule.name} share a name or the priority ${rule.priority}.`, remedy: "Give each its own." }]
      : [];
  });

const capacityFaults = (rules: readonly WebAclRule[]): readonly Fault[] => {
  const capacity = capacityUpperBound(rules.map(({ statement }) => statement));
  return capacity > largestCapacity
    ? [{ problem: `The rules need up to ${capacity} units, AWS accepts ${largestCapacity}.`, remedy: "Drop rules or transformations." }]
    : [];
};

/**
 * A regional Web ACL that lets through what no rule stops. Rules count unless evidence says that they may block.
 * @throws ConstructError for rules that AWS would refuse, that block without evidence, or that need more than 5,000 units.
 *
 * @example
 * new WebAcl(scope, "web-acl", {
 *   name: "castle-dev",
 *   description: "What every public endpoint stands behind",
 *   rules: [{ name: "too-many-requests", priority: 10, statement: rateBased({ limit: 2000 }) }],
 * });
 */
export class WebAcl extends Construct {
  public readonly arn: string;
  /** Upper bound of its capacity, in units. */
  public readonly capacity: number;

  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const faults = [...props.rules.flatMap(ruleFaults), ...duplicateFaults(props.rules), ...capacityFaults(props.rules)];
    if (faults.length > 0) {
      throw new ConstructError(this, {
        problem: faults.map(({ problem }) => problem).join(" "),
        remedy: [...new Set(faults.map(({ remedy }) => remedy))].join(" "),
      });
    }
    const acl = new Wafv2WebAcl(this, "acl", {
      name: props.name,
      description: props.description,
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      visibilityConfig: visibility(props.name),
      rule: [...props.rules]
        .sort((one, other) => one.priority - other.priority)
        .map((rule) => ({
          name: rule.name,
          priority: rule.priority,
          statement: rule.statement.block,
          ...actionOf(rule),
          visibilityConfig: visibility(rule.name),
        })),
    });
    this.arn = acl.arn;
    this.capacity = capacityUpperBound(props.rules.map(({ statement }) => statement));
  }
}
