import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { regionCidr } from "../environments";
import { FlowLog } from "../modules/flow-log";
import { GatewayEndpoints, InterfaceEndpoints, Vpc } from "../modules/vpc";
import { BaseStack } from "./base";
import type { StackDefinition, StackProps } from "./definition";

/**
 * Accounts, besides its own, whose buckets an environment's machines may reach: the ledger's, where builds record what they
 * promote, and the log archive's where another team holds it.
 */
const trustedAccounts = ({ organisation, environments, environment: { ownership } }: StackProps): readonly string[] => [
  ...environments.filter(({ name }) => name === organisation.ledgerEnvironment).map(({ accountId }) => accountId),
  ...(ownership.logArchive.mode === "external" ? [ownership.logArchive.accountId] : []),
];

/** A region's VPC: three tiers, closed defaults, flow logs, ways to AWS services. Its block is the region's share of the environment's. */
class NetworkStack extends BaseStack {
  constructor(scope: Construct, props: StackProps) {
    super(scope, network, props);
    const { environment, region, home, names } = this;
    const { zones, natGateways, interfaceEndpoints, flowLogRetentionDays } = environment.network;
    const name = names.base;
    const vpc = new Vpc(this, "vpc", { name, region, cidr: regionCidr(environment, region), zones, natGateways });
    new FlowLog(this, "flow-log", {
      ...home,
      name: `${name}-flow-log-${region}`,
      vpcId: vpc.id,
      keyAlias: names.keyAlias("flow-log"),
      retentionDays: flowLogRetentionDays,
      permissionsBoundaryArn: this.permissionsBoundaryArn,
    });
    new GatewayEndpoints(this, "gateway-endpoints", {
      ...home,
      name,
      vpcId: vpc.id,
      trustedAccountIds: trustedAccounts(props),
      subnets: vpc.tier("private"),
    });
    new InterfaceEndpoints(this, "interface-endpoints", { name, region, vpc, services: interfaceEndpoints, subnets: vpc.tier("private") });
    new TerraformOutput(this, "vpc_id", { description: "Id of the region's VPC", value: vpc.id });
  }
}

export const network: StackDefinition = {
  name: "network",
  scope: "region",
  dependsOn: [],
  create: (scope, props) => new NetworkStack(scope, props),
};
