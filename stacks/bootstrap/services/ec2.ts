import type { ServicePermissions } from "./service";

export const ec2: ServicePermissions = {
  service: "ec2",
  read: ["Describe*", "Get*Defaults", "Get*State", "GetEbs*", "GetManagedPrefixListEntries", "GetSerialConsole*"],
  write: [
    "*Address",
    "*BlockPublicAccess*",
    "*Ebs*",
    "*FlowLogs",
    "*InstanceMetadataDefaults",
    "*InternetGateway",
    "*NatGateway",
    "*NetworkAcl*",
    "*Route",
    "*RouteTable*",
    "*SecurityGroup*",
    "*SerialConsoleAccess",
    "*Subnet*",
    "*Vpc",
    "*VpcAttribute",
    "*VpcEndpoint*",
    "CreateTags",
    "DeleteTags",
  ],
  roles: ["vpc-flow-logs.amazonaws.com"],
};
