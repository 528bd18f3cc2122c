import { DataAwsNetworkAcls } from "@cdktf/provider-aws/lib/data-aws-network-acls";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { FlowLog, type FlowLogProps } from "../flow-log";
import { EmptiedDefaults } from "./emptied-defaults";

export interface ClosedDefaultVpcProps {
  /** First words of the names of its parts. */
  readonly name: string;
  readonly vpcId: string;
  readonly flowLog: Omit<FlowLogProps, "vpcId">;
}

/**
 * The default VPC of a region, closed: no route out, no traffic through its default security group or network ACL, every
 * attempt recorded. The VPC itself is looked up and never declared: the provider makes a default VPC where it was deleted
 * (Terraform Registry, aws_default_vpc), while a look-up that finds nothing stops the plan.
 */
export class ClosedDefaultVpc extends Construct {
  constructor(scope: Construct, id: string, { name, vpcId, flowLog }: ClosedDefaultVpcProps) {
    super(scope, id);
    const vpc = new DataAwsVpc(this, "vpc", { id: vpcId, default: true });
    const acls = new DataAwsNetworkAcls(this, "network-acls", { vpcId: vpc.id, filter: [{ name: "default", values: ["true"] }] });
    new EmptiedDefaults(this, "defaults", {
      name: `${name}-default-vpc`,
      vpc: { id: vpc.id, defaultNetworkAclId: Fn.element(acls.ids, 0) as string, defaultRouteTableId: vpc.mainRouteTableId },
    });
    new FlowLog(this, "flow-log", { ...flowLog, vpcId: vpc.id });
  }
}
