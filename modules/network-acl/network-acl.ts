import { NetworkAcl as AwsNetworkAcl } from "@cdktf/provider-aws/lib/network-acl";
import { NetworkAclRule as AwsNetworkAclRule, type NetworkAclRuleConfig } from "@cdktf/provider-aws/lib/network-acl-rule";
import { Construct } from "constructs";
import { ConstructError, satisfies } from "../core";
import { generateRules, guardBand } from "./generate";
import { familyOf, type NetworkAclRule, type Traffic } from "./rule";

export interface NetworkAclProps {
  readonly name: string;
  readonly vpcId: string;
  /** Subnets it stands before. */
  readonly subnetIds: readonly string[];
  readonly rules: readonly NetworkAclRule[];
}

/** Numbers as in the register of protocols (IANA); the provider takes names too but stores numbers. */
const protocolNumbers = { all: "-1", icmp: "1", tcp: "6", udp: "17" } as const;

const trafficArguments = (traffic: Traffic): Pick<NetworkAclRuleConfig, "protocol" | "fromPort" | "toPort" | "icmpType" | "icmpCode"> => ({
  protocol: protocolNumbers[traffic.protocol],
  ...("ports" in traffic ? { fromPort: traffic.ports.from, toPort: traffic.ports.to } : {}),
  ...(traffic.protocol === "icmp" ? { icmpType: traffic.type, icmpCode: traffic.code } : {}),
});

const isGuard = ({ number }: NetworkAclRule): boolean => number >= guardBand.from && number <= guardBand.to;

/**
 * A network ACL whose rules are proven to keep administration ports closed to the world. Each rule is a resource of its
 * own: an edited rule is one change in a review.
 * @throws ConstructError for a list of rules that AWS would refuse or that would open such a port.
 *
 * @example
 * new NetworkAcl(scope, "private", {
 *   name: "castle-dev-private",
 *   vpcId: "vpc-0123456789abcdef0",
 *   subnetIds: ["subnet-0123456789abcdef0"],
 *   rules: [
 *     { number: 100, direction: "ingress", action: "allow", traffic: { protocol: "tcp", ports: { from: 443, to: 443 } }, cidr: "10.16.0.0/16" },
 *     { number: 100, direction: "egress", action: "allow", traffic: { protocol: "tcp", ports: { from: 1024, to: 65535 } }, cidr: "10.16.0.0/16" },
 *   ],
 * });
 */
export class NetworkAcl extends Construct {
  constructor(scope: Construct, id: string, props: NetworkAclProps) {
    super(scope, id);
    const generated = generateRules(props.rules);
    if (generated.faults) {
      throw new ConstructError(this, {
        problem: generated.faults.map(({ problem }) => problem).join(" "),
        remedy: [...new Set(generated.faults.map(({ remedy }) => remedy))].join(" "),
      });
    }
    const acl = new AwsNetworkAcl(this, "acl", { vpcId: props.vpcId, subnetIds: [...props.subnetIds], tags: { Name: props.name } });
    const rule = (of: NetworkAclRule, guards: AwsNetworkAclRule[] = []): AwsNetworkAclRule =>
      new AwsNetworkAclRule(this, `${of.direction}-${of.number}`, {
        networkAclId: acl.id,
        egress: of.direction === "egress",
        ruleNumber: of.number,
        ruleAction: of.action,
        ...(familyOf(of.cidr) === "ipv4" ? { cidrBlock: of.cidr } : { ipv6CidrBlock: of.cidr }),
        ...trafficArguments(of.traffic),
        ...(guards.length > 0 ? { dependsOn: guards } : {}),
      });
    // What lets the world in waits for the guards and goes before them: no moment without a guard.
    const guards = generated.rules.filter(isGuard).map((guard) => rule(guard));
    for (const other of generated.rules.filter((one) => !isGuard(one))) {
      rule(other, other.direction === "ingress" && other.number > guardBand.to ? guards : []);
    }
    satisfies(this, "cis-aws-7.0:6.2", "cis-aws-7.0:6.1.2");
  }
}
