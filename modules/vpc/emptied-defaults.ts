import { DefaultNetworkAcl } from "@cdktf/provider-aws/lib/default-network-acl";
import { DefaultRouteTable } from "@cdktf/provider-aws/lib/default-route-table";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Construct } from "constructs";
import { satisfies } from "../core";

export interface EmptiedDefaultsProps {
  /** Name of the VPC. */
  readonly name: string;
  readonly vpc: {
    readonly id: string;
    readonly defaultNetworkAclId: string;
    readonly defaultRouteTableId: string;
  };
}

/**
 * The security group, network ACL and route table that AWS gives every VPC, emptied: what is put into the VPC without a
 * thought gets no traffic. Empty lists are written out, so that a rule added by hand shows as drift.
 */
export class EmptiedDefaults extends Construct {
  constructor(scope: Construct, id: string, { name, vpc }: EmptiedDefaultsProps) {
    super(scope, id);
    const tags = { Name: `${name}-default-unused` };
    const group = new DefaultSecurityGroup(this, "security-group", { vpcId: vpc.id, tags });
    group.addOverride("ingress", []);
    group.addOverride("egress", []);
    satisfies(group, "cis-aws-7.0:6.5");
    // AWS moves a subnet here when its own ACL goes; that is no drift to be undone (Terraform Registry, aws_default_network_acl).
    new DefaultNetworkAcl(this, "network-acl", { defaultNetworkAclId: vpc.defaultNetworkAclId, tags, lifecycle: { ignoreChanges: ["subnet_ids"] } });
    new DefaultRouteTable(this, "route-table", { defaultRouteTableId: vpc.defaultRouteTableId, tags }).addOverride("route", []);
  }
}
