import { recoveryOf, type Journal } from "../../../scripts/terraform";

const place = { accountId: "111111111111", region: "eu-west-1" };
type Step = readonly ["apply_start" | "apply_complete" | "apply_errored", string, string?];
const journal = (...steps: readonly Step[]): Journal => ({
  header: { version: 1, stack: "s", release: "r", planHash: "h", process: { pid: 1, startTime: "1" }, host: "h", bootId: "b", started: "2026-01-01T00:00:00Z" },
  events: steps.map(([type, addr, id]) => ({ type, hook: { resource: { addr, resource_type: addr.split(".")[0]! }, action: "create", id_value: id } })),
});
const resource = {
  aws_vpc: { v: { tags: { Name: "v", arn: "${aws_iam_role.r.arn}" } } },
  aws_subnet: { s: { vpc_id: "${aws_vpc.v.id}" } },
  aws_route_table: { r: {} },
  aws_route_table_association: { a: { subnet_id: "${aws_subnet.s.id}", route_table_id: "${aws_route_table.r.id}" } },
  aws_route: { r: { route_table_id: "${aws_route_table.r.id}", destination_cidr_block: "0.0.0.0/0" } },
  aws_network_acl: { n: {} },
  aws_network_acl_rule: { n: { network_acl_id: "${aws_network_acl.n.id}", rule_number: 100, protocol: "tcp", egress: true } },
  aws_iam_role: { r: { name: "role" } },
  aws_iam_policy: { p: { name: "policy" } },
  aws_iam_service_linked_role: { c: { aws_service_name: "config.amazonaws.com" }, other: { aws_service_name: "nobody.amazonaws.com" } },
  aws_iam_role_policy_attachment: { a: { role: "${aws_iam_role.r.name}", policy_arn: "${aws_iam_policy.p.arn}" } },
  aws_wafv2_web_acl: { w: { name: "acl", scope: "REGIONAL" } },
  aws_s3_bucket: { b: { bucket: "bucket" } },
  aws_kms_key: { k: {} },
  aws_security_group_rule: { s: {} },
  aws_main_route_table_association: { m: {} },
  aws_default_security_group: { d: {} },
};
const of = (steps: readonly Step[], state: Readonly<Record<string, string>> = {}) => recoveryOf({ journal: journal(...steps), stateIds: new Map(Object.entries(state)), tree: { resource }, place });

describe("recoveryOf", () => {
  test.each<[string, string, readonly Step[], string]>([
    ["aws_s3_bucket.b", "bucket", [], "bucket"],
    ["aws_route_table_association.a", "rtbassoc-1", [["apply_complete", "aws_subnet.s", "subnet-1"], ["apply_complete", "aws_route_table.r", "rtb-1"]], "subnet-1/rtb-1"],
    ["aws_route.r", "r-rtb-1", [["apply_complete", "aws_route_table.r", "rtb-1"]], "rtb-1_0.0.0.0/0"],
    ["aws_network_acl_rule.n", "nacl-1", [["apply_complete", "aws_network_acl.n", "acl-1"]], "acl-1:100:tcp:true"],
    ["aws_iam_role_policy_attachment.a", "role-2026", [["apply_complete", "aws_iam_policy.p", "arn:aws:iam::1:policy/policy"]], "role/arn:aws:iam::1:policy/policy"],
    ["aws_wafv2_web_acl.w", "uuid", [], "uuid/acl/REGIONAL"],
  ])("%s, made as %s, is imported by its own form of id", (address, id, before, expected) => {
    expect(of([...before, ["apply_complete", address, id]]).imports).toContainEqual({ to: address, id: expected });
  });
  test("what the state holds already is left alone, and ids come from there too", () => {
    const recovery = of([["apply_complete", "aws_vpc.v", "vpc-1"], ["apply_complete", "aws_route.r", "r-1"]], { "aws_vpc.v": "vpc-1", "aws_route_table.r": "rtb-9" });
    expect(recovery.imports).toEqual([{ to: "aws_route.r", id: "rtb-9_0.0.0.0/0" }]);
  });
  test("a replaced object's old id is taken out of the state first", () => {
    expect(of([["apply_complete", "aws_vpc.v", "vpc-2"]], { "aws_vpc.v": "vpc-1" })).toMatchObject({ imports: [{ to: "aws_vpc.v", id: "vpc-2" }], replaced: [{ address: "aws_vpc.v", oldId: "vpc-1" }] });
  });
  test("the plan's value goes before the tree's", () => {
    const plan = { format_version: "1.2", resource_changes: [{ address: "aws_wafv2_web_acl.w", mode: "managed" as const, type: "", name: "", change: { actions: ["create" as const], before: null, after: { name: "older", scope: "REGIONAL" } } }] };
    expect(recoveryOf({ journal: journal(["apply_complete", "aws_wafv2_web_acl.w", "uuid"]), stateIds: new Map(), tree: { resource }, plan, place }).imports).toEqual([{ to: "aws_wafv2_web_acl.w", id: "uuid/older/REGIONAL" }]);
  });
  test("what was being made is looked for by its name where that gives an id, else named for a person", () => {
    const recovery = of([["apply_start", "aws_s3_bucket.b"], ["apply_start", "aws_iam_policy.p"], ["apply_start", "aws_kms_key.k"]]);
    expect(recovery.probable).toEqual([{ to: "aws_s3_bucket.b", id: "bucket" }, { to: "aws_iam_policy.p", id: "arn:aws:iam::111111111111:policy/policy" }]);
    expect(recovery.unresolved).toEqual([{ address: "aws_kms_key.k", type: "aws_kms_key", id: "", remedy: expect.stringContaining("tags") }]);
    expect(recovery.attempted).toEqual(["aws_s3_bucket.b", "aws_iam_policy.p", "aws_kms_key.k"]);
  });
  test("a role that AWS names for its service is found by that service, where its name is known", () => {
    const recovery = of([["apply_start", "aws_iam_service_linked_role.c"], ["apply_start", "aws_iam_service_linked_role.other"]]);
    expect(recovery.probable).toEqual([{ to: "aws_iam_service_linked_role.c", id: "arn:aws:iam::111111111111:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig" }]);
    expect(recovery.unresolved.map(({ address }) => address)).toEqual(["aws_iam_service_linked_role.other"]);
  });
  test("what has no name and was being made, or failed and is not in the state, is to be found by the tags that are known of it", () => {
    const tree = { resource, provider: { aws: [{ default_tags: [{ tags: { stack: "s" } }] }] } };
    const steps: readonly Step[] = [["apply_start", "aws_vpc.v"], ["apply_start", "aws_route_table.r"], ["apply_errored", "aws_route_table.r"]];
    const recovery = (stateIds: readonly (readonly [string, string])[]) => recoveryOf({ journal: journal(...steps), stateIds: new Map(stateIds), tree, place });
    const vpc = { address: "aws_vpc.v", type: "aws_vpc", idPrefix: "vpc-", tags: { stack: "s", Name: "v" } };
    expect(recovery([])).toMatchObject({ unresolved: [], tagged: [vpc, { address: "aws_route_table.r", tags: { stack: "s" } }] });
    expect(recovery([["aws_route_table.r", "rtb-1"]]).tagged).toEqual([vpc]);
    expect(of(steps).unresolved).toEqual([]);
  });
  test("a route that was being made is looked for in the route table that was made before it", () => {
    expect(of([["apply_complete", "aws_route_table.r", "rtb-1"], ["apply_start", "aws_route.r"]]).probable).toEqual([{ to: "aws_route.r", id: "rtb-1_0.0.0.0/0" }]);
  });
  test("what was cut off half-way and is tainted in the state counts as this attempt's own: it is made anew, not imported", () => {
    const cutOff: readonly Step[] = [["apply_start", "aws_kms_key.k"], ["apply_errored", "aws_kms_key.k"]];
    expect(of(cutOff, { "aws_kms_key.k": "key-1" })).toMatchObject({ imports: [], probable: [], unresolved: [], attempted: ["aws_kms_key.k"] });
    expect(of([["apply_complete", "aws_vpc.v", "vpc-1"]], { "aws_kms_key.k": "key-1" }).attempted).toEqual(["aws_vpc.v"]);
  });
  test("types without import, unknown parts and what is not declared any more are named with a remedy", () => {
    const recovery = of([["apply_complete", "aws_security_group_rule.s", "sgrule-1"], ["apply_complete", "aws_route.r", "r-1"], ["apply_complete", "aws_sns_topic.gone", "arn:aws:sns:x"]]);
    expect(recovery.imports).toEqual([]);
    expect(recovery.unresolved.map(({ address, remedy }) => [address, remedy.split(" ")[0]])).toEqual([["aws_security_group_rule.s", "Remove"], ["aws_route.r", "Look"], ["aws_sns_topic.gone", "No"]]);
  });
  test("types that take over what is there are simply made again", () => {
    expect(of([["apply_complete", "aws_main_route_table_association.m", "x"], ["apply_start", "aws_default_security_group.d"]])).toMatchObject({ imports: [], probable: [], unresolved: [] });
  });
});
