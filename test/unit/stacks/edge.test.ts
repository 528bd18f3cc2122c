import { environments, organisation, type Environment } from "../../../environments";
import { createApp } from "../../../stacks";
import { edge } from "../../../stacks/edge";
import { inTemporaryFolder, readStack, resourceOf, type ResourceJson, type StackJson } from "../../support/synth";

const environment = environments[0] as Environment;
const synth = (change: Partial<Environment["edge"]> = {}): StackJson =>
  inTemporaryFolder((outdir) => {
    createApp({ organisation, environments: [{ ...environment, edge: { ...environment.edge, ...change } }], definitions: [edge], outdir }).app.synth();
    return readStack(outdir, `${environment.name}-edge-${environment.homeRegion}`);
  });
const rules = (stack: StackJson): readonly ResourceJson[] => resourceOf(stack, "aws_wafv2_web_acl")["rule"];

describe("edge", () => {
  test("has the managed groups and the rate rule under lasting names and priorities, all counting", () => {
    const counting = (rule: ResourceJson): boolean => Boolean((rule["override_action"] ?? rule["action"]).count);
    expect(rules(synth()).map((rule) => [rule["priority"], rule["name"], counting(rule)])).toEqual([
      [10, "ip-reputation", true],
      [20, "rate-limit", true],
      [30, "known-bad-inputs", true],
      [40, "common-rule-set", true],
      [50, "sql-injection", true],
    ]);
  });

  test("blocks with the one rule that the environment has evidence for", () => {
    const evidence = "SEC-412, two weeks without a false positive";
    const stack = synth({ rules: { ...environment.edge.rules, knownBadInputs: { action: "block", evidence } } });
    expect(rules(stack).filter((rule) => rule["override_action"]?.none).map((rule) => rule["name"])).toEqual(["known-bad-inputs"]);
    expect(JSON.stringify(rules(stack))).not.toContain('"block"');
  });

  test("takes limit, retention and redaction from the environment", () => {
    const stack = synth({ requestLimit: 500, logRetentionDays: 365, redactedHeaders: ["x-api-key"] });
    expect(rules(stack)[1]?.["statement"].rate_based_statement.limit).toBe(500);
    expect(resourceOf(stack, "aws_cloudwatch_log_group")).toMatchObject({ name: `aws-waf-logs-${organisation.prefix}-${environment.name}`, retention_in_days: 365 });
    expect(resourceOf(stack, "aws_wafv2_web_acl_logging_configuration")["redacted_fields"]).toEqual([{ single_header: { name: "x-api-key" } }]);
  });

  test("logs what its own Web ACL judged, and says the ARN", () => {
    const stack = synth();
    const arn = resourceOf(stack, "aws_wafv2_web_acl_logging_configuration")["resource_arn"];
    expect(arn).toMatch(/^\${aws_wafv2_web_acl\..*\.arn}$/);
    expect((stack as { output?: Record<string, { value: string }> }).output?.["web_acl_arn"]?.value).toBe(arn);
  });
});
