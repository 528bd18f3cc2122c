import { GatewayEndpoints, InterfaceEndpoints, Vpc } from "../../../../modules/vpc";
import { resourceOf, resourcesOf, statementOf, synthStack, type StackJson } from "../../../support/synth";

const synth = (services: readonly string[] = [], trustedAccountIds: readonly string[] = ["333333333333"]): StackJson =>
  synthStack((stack) => {
    const vpc = new Vpc(stack, "vpc", { name: "n", region: "eu-central-1", cidr: "10.16.0.0/16", zones: 2 });
    const where = { name: "n", region: "eu-central-1", subnets: vpc.tier("private") };
    new GatewayEndpoints(stack, "gateway", { ...where, vpcId: vpc.id, accountId: "111111111111", trustedAccountIds });
    new InterfaceEndpoints(stack, "interface", { ...where, vpc, services });
  });
const gateways = (stack: StackJson) => resourcesOf(stack, "aws_vpc_endpoint").filter((endpoint) => endpoint["vpc_endpoint_type"] === "Gateway");

describe("GatewayEndpoints", () => {
  const [dynamodb, s3] = gateways(synth());

  test("lead from the private route tables to S3 and DynamoDB", () => {
    expect([s3?.["service_name"], dynamodb?.["service_name"]]).toEqual(["com.amazonaws.eu-central-1.s3", "com.amazonaws.eu-central-1.dynamodb"]);
    for (const endpoint of [s3, dynamodb]) {
      expect(endpoint?.["route_table_ids"]).toEqual([expect.stringContaining("private-a-route-table"), expect.stringContaining("private-b-route-table")]);
    }
  });

  test.each([["s3", s3], ["dynamodb", dynamodb]] as const)("%s admits own principals to trusted accounts' data only", (service, endpoint) => {
    expect(statementOf(endpoint?.["policy"], "OwnPrincipalsToTrustedAccounts")).toEqual({
      Sid: "OwnPrincipalsToTrustedAccounts",
      Effect: "Allow",
      Principal: "*",
      Action: `${service}:*`,
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalAccount": "111111111111", "aws:ResourceAccount": ["111111111111", "333333333333"] } },
    });
  });

  test("what is open to anyone is reading named buckets of AWS", () => {
    const open = (JSON.parse(s3?.["policy"]) as { Statement: { Condition?: unknown; Action: string; Resource: string[] }[] }).Statement.filter(({ Condition }) => !Condition);
    expect(open).toHaveLength(1);
    expect(open[0]?.Action).toBe("s3:GetObject");
    expect(open[0]?.Resource).toEqual(["arn:aws:s3:::al2023-repos-eu-central-1-de612dc2/*", "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*"]);
    expect((JSON.parse(dynamodb?.["policy"]) as { Statement: unknown[] }).Statement).toHaveLength(1);
  });

  test("names its own account once, however it is given", () => {
    const policy = gateways(synth([], ["111111111111", "111111111111"]))[1]?.["policy"];
    expect(statementOf(policy, "OwnPrincipalsToTrustedAccounts")["Condition"].StringEquals["aws:ResourceAccount"]).toEqual(["111111111111"]);
  });
});

describe("InterfaceEndpoints", () => {
  test("emit nothing where no service is named", () => {
    const stack = synth();
    expect(resourcesOf(stack, "aws_security_group")).toEqual([]);
    expect(resourcesOf(stack, "aws_vpc_endpoint")).toHaveLength(2);
  });

  test("stand in every private subnet under the services' public names", () => {
    const endpoints = resourcesOf(synth(["ssm", "ecr.api"]), "aws_vpc_endpoint").filter((endpoint) => endpoint["vpc_endpoint_type"] === "Interface");
    expect(endpoints.map((endpoint) => endpoint["service_name"])).toEqual(["com.amazonaws.eu-central-1.ecr.api", "com.amazonaws.eu-central-1.ssm"]);
    for (const endpoint of endpoints) {
      expect(endpoint["private_dns_enabled"]).toBe(true);
      expect(endpoint["subnet_ids"]).toEqual([expect.stringContaining("private-a"), expect.stringContaining("private-b")]);
      expect(endpoint["security_group_ids"]).toEqual([expect.stringContaining("aws_security_group.")]);
    }
  });

  test("admit https from the VPC and nothing else", () => {
    const stack = synth(["ssm"]);
    expect(resourceOf(stack, "aws_vpc_security_group_ingress_rule")).toMatchObject({ cidr_ipv4: "10.16.0.0/16", ip_protocol: "tcp", from_port: 443, to_port: 443 });
    expect(resourceOf(stack, "aws_security_group")).not.toHaveProperty("ingress");
    expect(resourcesOf(stack, "aws_vpc_security_group_egress_rule")).toEqual([]);
  });
});
