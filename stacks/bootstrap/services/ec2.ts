import type { ServicePermissions } from "./service";

export const ec2: ServicePermissions = {
  service: "ec2",
  read: ["Describe*", "GetManagedPrefixListEntries"],
  write: [
    "*Address",
    "*FlowLogs",
    "*InternetGateway",
    "*NatGateway",
    "*NetworkAcl*",
    "*Route",
    "*RouteTable*",
    "*SecurityGroup*",
    "*Subnet*",
    "*Vpc",
    "*VpcAttribute",
    "*VpcEndpoint*",
    "CreateTags",
    "DeleteTags",
  ],
  roles: ["vpc-flow-logs.amazonaws.com"],
};
