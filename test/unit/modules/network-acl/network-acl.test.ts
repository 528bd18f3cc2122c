import { controlsOf } from "../../../../modules/core";
import { NetworkAcl, port, type NetworkAclRule } from "../../../../modules/network-acl";
import { resourceOf, resourcesOf, synthStack, type ResourceJson, type StackJson } from "../../../support/synth";

const replies: NetworkAclRule = { number: 2020, direction: "ingress", action: "allow", traffic: { protocol: "tcp", ports: { from: 1024, to: 65535 } }, cidr: "0.0.0.0/0" };
const inside: NetworkAclRule = { number: 100, direction: "ingress", action: "allow", traffic: { protocol: "all" }, cidr: "10.0.0.0/16" };

const synth = (rules: readonly NetworkAclRule[]): StackJson =>
  synthStack((stack) => new NetworkAcl(stack, "public-acl", { name: "portcullis-dev-public", vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"], rules }));
const ruleNumbered = (stack: StackJson, number: number): ResourceJson => {
  const found = resourcesOf(stack, "aws_network_acl_rule").find((rule) => rule["rule_number"] === number);
  if (!found) throw new Error(`no rule ${number}`);
  return found;
};

test("stands before its subnets, each rule a resource of its own, addressed by direction and number", () => {
  const stack = synth([inside, replies]);
  expect(resourceOf(stack, "aws_network_acl")).toMatchObject({ vpc_id: "vpc-1", subnet_ids: ["subnet-1", "subnet-2"], tags: { Name: "portcullis-dev-public" } });
  expect(resourceOf(stack, "aws_network_acl")).not.toHaveProperty("ingress");
  expect(Object.keys(stack.resource?.["aws_network_acl_rule"] ?? {}).map((name) => name.replace(/_[0-9A-F]+$/, "")).sort()).toEqual([
    "public-acl_ingress-100", "public-acl_ingress-1020", "public-acl_ingress-2020",
  ]);
});

test("writes protocols as numbers and leaves ports out where there are none", () => {
  const stack = synth([inside, { ...replies, number: 2030, traffic: { protocol: "icmp", type: 3, code: 4 } }]);
  expect(ruleNumbered(stack, 100)).toMatchObject({ protocol: "-1", rule_action: "allow", egress: false, cidr_block: "10.0.0.0/16" });
  expect(ruleNumbered(stack, 100)).not.toHaveProperty("from_port");
  expect(ruleNumbered(stack, 2030)).toMatchObject({ protocol: "1", icmp_type: 3, icmp_code: 4 });
});

test("writes IPv6 peers as such", () => {
  const stack = synth([{ ...replies, cidr: "::/0", traffic: { protocol: "udp", ports: port(443) }, direction: "egress" }]);
  expect(ruleNumbered(stack, 2020)).toMatchObject({ ipv6_cidr_block: "::/0", egress: true, protocol: "17", from_port: 443, to_port: 443 });
  expect(ruleNumbered(stack, 2020)).not.toHaveProperty("cidr_block");
});

test("lets the world in only once the guards stand", () => {
  const stack = synth([inside, replies]);
  expect(ruleNumbered(stack, 1020)).toMatchObject({ rule_action: "deny", from_port: 3389, to_port: 3389 });
  expect(ruleNumbered(stack, 2020)["depends_on"]).toEqual([expect.stringContaining("ingress-1020")]);
  expect(ruleNumbered(stack, 100)).not.toHaveProperty("depends_on");
});

test("refuses rules that would open an administration port, naming the construct", () => {
  expect(() => synth([{ ...replies, number: 200 }])).toThrow(/test\/public-acl: tcp 3389 would be open to the world.*numbers from 2000/);
});

test("claims the controls it proves", () => {
  let controls: readonly string[] = [];
  synthStack((stack) => {
    controls = controlsOf(new NetworkAcl(stack, "acl", { name: "a", vpcId: "v", subnetIds: [], rules: [] }));
  });
  expect(controls).toEqual(["cis-aws-7.0:6.1.2", "cis-aws-7.0:6.2"]);
});
