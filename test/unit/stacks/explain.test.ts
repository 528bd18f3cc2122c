import { Construct } from "constructs";
import { App } from "cdktf";
import { EnvironmentError } from "../../../environments/errors";
import { ConstructError } from "../../../modules/core";
import { usageError } from "../../../scripts/errors";
import { explainSynthesisFault } from "../../../stacks/explain";

describe("what stops a synthesis", () => {
  test("faults of environment files are listed with key and remedy", () => {
    const fault = (key: string) => ({ file: "environments/dev.ts", key, problem: "is missing", remedy: `set ${key}` });
    const error = new EnvironmentError(fault("owner"), [new EnvironmentError(fault("stage"))]);
    expect(explainSynthesisFault(error)).toEqual({
      text: "environments/dev.ts: owner: is missing\n  → set owner\nenvironments/dev.ts: stage: is missing\n  → set stage",
      exitCode: 2,
    });
  });

  test("faults of constructs say their path", () => {
    const construct = new Construct(new Construct(new App({ outdir: "/nowhere" }), "dev-audit"), "archive");
    const error = new ConstructError(construct, { problem: "A bucket has a key.", remedy: "Give keyArn." });
    expect(explainSynthesisFault(error)).toEqual({ text: "dev-audit/archive: A bucket has a key.\n  → Give keyArn.", exitCode: 2 });
  });

  test("faults of the command's libraries say where", () => {
    const error = usageError({ id: "waivers-invalid", problem: "a waiver has no owner", where: "policies/waivers.yaml:3", remedy: "Name one." });
    expect(explainSynthesisFault(error)).toEqual({ text: "policies/waivers.yaml:3: a waiver has no owner\n  → Name one.", exitCode: 2 });
  });

  test("refusals of guardrails are listed without a stack trace", () => {
    const { text, exitCode } = explainSynthesisFault(new Error("Validation failed with the following errors:\n  [dev-audit] trail-complete [high] aws_cloudtrail.x: no"));
    expect(text).toBe("The stacks are refused:\n[dev-audit] trail-complete [high] aws_cloudtrail.x: no");
    expect(exitCode).toBe(2);
  });

  test.each([[new TypeError("x is undefined")], ["a string"], [undefined]])("anything else is a defect of ours: %p", (thrown) => {
    const { text, exitCode } = explainSynthesisFault(thrown);
    expect(exitCode).toBe(3);
    expect(text).toContain("defect of Portcullis");
  });
});
