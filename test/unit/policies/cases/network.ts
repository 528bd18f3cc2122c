import { both, casesOf, drop, set } from "../support/case";

const vpc = "aws_vpc.main";
const inline = "aws_network_acl.inline";
const rules = "aws_network_acl.rules";
const group = "aws_security_group.web";
const admin = "aws_vpc_security_group_ingress_rule.admin";
const empty = "aws_default_security_group.main";
const entry = (values: object) => set(inline, { ingress: [{ rule_no: 100, action: "allow", protocol: "6", cidr_block: "0.0.0.0/0", ipv6_cidr_block: null, from_port: 443, to_port: 443, ...values }] });
const ingress = (values: object) => set(group, { ingress: [{ protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks: ["0.0.0.0/0"], ipv6_cidr_blocks: [], ...values }] });

export const networkCases = [
  ...casesOf(
    "vpc-has-flow-log",
    { name: "all traffic", address: vpc, expect: "pass" },
    { name: "none", address: vpc, edit: drop("aws_flow_log.main"), expect: "fail" },
    { name: "refused traffic only", address: vpc, edit: set("aws_flow_log.main", { traffic_type: "REJECT" }), expect: "fail" },
    { name: "of another VPC", address: vpc, edit: set("aws_flow_log.main", { vpc_id: "${aws_vpc.other.id}" }), expect: "fail" },
    { name: "from a variable", address: vpc, edit: set("aws_flow_log.main", { traffic_type: "${var.traffic}" }), expect: "unknown" },
  ),
  ...casesOf(
    "default-security-group-empty",
    { name: "a VPC whose group is emptied", address: vpc, expect: "pass" },
    { name: "an empty group", address: empty, expect: "pass" },
    { name: "a VPC whose group is left alone", address: vpc, edit: drop(empty), expect: "fail" },
    { name: "a group with a rule", address: empty, edit: set(empty, { egress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }] }), expect: "fail", because: "egress has 1 rule" },
    { name: "rules from a variable", address: empty, edit: set(empty, { ingress: "${var.rules}" }), expect: "unknown" },
  ),
  ...casesOf(
    "network-acl-closed-to-the-world",
    { name: "443 for the world, 22 for the network", address: inline, expect: "pass" },
    { name: "the ephemeral range behind a denial of 3389", address: rules, expect: "pass" },
    { name: "the ephemeral range opens RDP", address: rules, edit: drop("aws_network_acl_rule.rdp"), expect: "fail", because: "3389/tcp" },
    { name: "the denial comes too late", address: rules, edit: set("aws_network_acl_rule.rdp", { rule_number: 300 }), expect: "fail", because: "3389/tcp" },
    { name: "the denial is for another protocol", address: rules, edit: set("aws_network_acl_rule.rdp", { protocol: "17" }), expect: "fail" },
    { name: "the denial is of one network", address: rules, edit: set("aws_network_acl_rule.rdp", { cidr_block: "10.0.0.0/8" }), expect: "fail" },
    { name: "a rule judged with its ACL", address: "aws_network_acl_rule.ephemeral", expect: "not-applicable" },
    { name: "egress is not entrance", address: rules, edit: set("aws_network_acl_rule.out", { rule_number: 1 }), expect: "pass" },
    { name: "SSH", address: inline, edit: entry({ from_port: 22, to_port: 22 }), expect: "fail", because: "22/tcp" },
    { name: "CIFS", address: inline, edit: entry({ from_port: 440, to_port: 450 }), expect: "fail", because: "445/tcp" },
    { name: "RDP over UDP", address: inline, edit: entry({ protocol: "17", from_port: 3389, to_port: 3389 }), expect: "fail", because: "3389/udp" },
    { name: "every protocol", address: inline, edit: entry({ protocol: "-1", from_port: 0, to_port: 0 }), expect: "fail" },
    { name: "over IPv6", address: inline, edit: entry({ cidr_block: null, ipv6_cidr_block: "::/0", from_port: 22, to_port: 22 }), expect: "fail", because: "ipv6" },
    { name: "half of the internet", address: inline, edit: entry({ cidr_block: "128.0.0.0/1", from_port: 22, to_port: 22 }), expect: "fail" },
    { name: "the block of the VPC", address: inline, edit: entry({ cidr_block: "${aws_vpc.main.cidr_block}", from_port: 22, to_port: 22 }), expect: "pass" },
    { name: "a block that is a variable", address: inline, edit: entry({ cidr_block: "${var.block}", from_port: 22, to_port: 22 }), expect: "unknown" },
    { name: "an outward rule of an ACL in another stack", address: "aws_network_acl_rule.out", edit: set("aws_network_acl_rule.out", { network_acl_id: "acl-0123" }), expect: "not-applicable" },
    { name: "a rule of an ACL in another stack", address: "aws_network_acl_rule.ephemeral", edit: set("aws_network_acl_rule.ephemeral", { network_acl_id: "acl-0123" }), expect: "fail" },
  ),
  ...casesOf(
    "security-group-closed-to-the-world",
    { name: "443 for the world", address: group, expect: "pass" },
    { name: "22 for the network", address: admin, expect: "pass" },
    { name: "22 for the world, inline", address: group, edit: ingress({ from_port: 20, to_port: 30 }), expect: "fail", because: "22/tcp" },
    { name: "22 for the world, as a rule", address: admin, edit: set(admin, { cidr_ipv4: "0.0.0.0/0" }), expect: "fail" },
    { name: "22 for the world over IPv6", address: admin, edit: both(drop(admin, "cidr_ipv4"), set(admin, { cidr_ipv6: "::/0" })), expect: "fail" },
    { name: "a database for the world", address: group, edit: ingress({ from_port: 5432, to_port: 5432 }), expect: "fail", because: "5432/tcp" },
    { name: "everything for the world", address: group, edit: ingress({ protocol: "-1", from_port: 0, to_port: 0 }), expect: "fail" },
    { name: "the older kind of rule", address: "aws_security_group_rule.old", edit: set("aws_security_group_rule.old", { type: "ingress", protocol: "tcp", from_port: 3389, to_port: 3389, cidr_blocks: ["0.0.0.0/0"] }), expect: "fail" },
    { name: "the older kind of rule, outwards", address: "aws_security_group_rule.old", edit: set("aws_security_group_rule.old", { type: "egress", protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }), expect: "not-applicable" },
    { name: "no rules", address: group, edit: drop(group, "ingress"), expect: "pass" },
    { name: "a source that is a variable", address: admin, edit: set(admin, { cidr_ipv4: "${var.source}" }), expect: "unknown" },
  ),
];
