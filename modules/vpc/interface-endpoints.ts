import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { satisfies } from "../core";
import type { Subnet, Vpc } from "./vpc";

export interface InterfaceEndpointsProps {
  /** Beginning of their names. */
  readonly name: string;
  readonly vpc: Vpc;
  readonly region: string;
  /** Services as in the names of their endpoints: `ssm`, `ecr.api`. Each costs by hour, zone and byte. */
  readonly services: readonly string[];
  /** Subnets they stand in, one a zone. */
  readonly subnets: readonly Subnet[];
}

/**
 * Ways to AWS services inside the VPC, under the services' public names, for https from the VPC alone. They carry the
 * services' default policy: several services refuse another (AWS PrivateLink Guide, "AWS services that integrate").
 * Emits nothing where no service is named.
 */
export class InterfaceEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    if (props.services.length === 0) return;
    const group = new SecurityGroup(this, "security-group", {
      name: `${props.name}-interface-endpoints`,
      description: "https from the VPC to AWS services",
      vpcId: props.vpc.id,
      tags: { Name: `${props.name}-interface-endpoints` },
    });
    new VpcSecurityGroupIngressRule(this, "https", {
      securityGroupId: group.id,
      description: "https from the VPC",
      cidrIpv4: props.vpc.cidr,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
    for (const service of props.services) {
      new VpcEndpoint(this, service, {
        vpcId: props.vpc.id,
        serviceName: `com.amazonaws.${props.region}.${service}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: props.subnets.map((subnet) => subnet.id),
        securityGroupIds: [group.id],
        tags: { Name: `${props.name}-${service}` },
      });
    }
    satisfies(this, "cis-aws-7.0:6.8");
  }
}
