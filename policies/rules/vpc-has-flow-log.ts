import { fail, pass, unknown } from "../attributes";
import type { Rule } from "../rule";

export const vpcHasFlowLog: Rule = {
  id: "vpc-has-flow-log",
  title: "Every VPC records accepted and refused traffic",
  risk: "high",
  types: ["aws_vpc", "aws_default_vpc"],
  source: "CIS AWS Foundations 5.0, 3.7; AWS Security Hub EC2.6. Refused traffic alone shows no intruder who got in",
  remedy: "Add an aws_flow_log with vpc_id of this VPC and traffic_type ALL.",
  evaluate: (vpc, context) => {
    const logs = context.referring("aws_flow_log", "vpc_id", vpc).map((log) => log.at("traffic_type"));
    if (logs.some((type) => type.kind === "known" && type.value === "ALL")) return pass;
    if (logs.some(({ kind }) => kind === "unknown" || kind === "template")) return unknown("the traffic that the flow log records is not known yet");
    return fail(logs.length === 0 ? "no flow log refers to the VPC" : "the flow log does not record all traffic");
  },
};
