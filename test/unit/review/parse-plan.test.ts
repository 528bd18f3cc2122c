import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PortcullisError } from "../../../scripts/errors";
import { parsePlan } from "../../../scripts/review";

const fixture = (name: string) => readFileSync(join(__dirname, "../../fixtures/plans", name));
const utf8 = (text: string) => new TextEncoder().encode(text);
const valid = '{"format_version":"1.2","planned_values":{"root_module":{}},"resource_changes":[]}';

const refusal = (bytes: Uint8Array, name = "plans/prod.json"): PortcullisError => {
  try {
    parsePlan(bytes, name);
  } catch (error) {
    expect(error).toBeInstanceOf(PortcullisError);
    return error as PortcullisError;
  }
  throw new Error("was accepted");
};

describe("what is read", () => {
  test("every format version that Terraform has written with this shape", () => {
    for (const [name, version] of [["basic-plan.json", "0.1"], ["110_sensitive_values-plan.json", "0.2"], ["110_basic-plan.json", "1.0"], ["120_basic-plan.json", "1.1"], ["create.json", "1.2"]] as const) {
      expect(parsePlan(fixture(name), name).format_version).toBe(version);
    }
  });
  test("byte order marks and UTF-16, as PowerShell writes", () => {
    const utf16 = Buffer.from(`\ufeff${valid}`, "utf16le");
    for (const bytes of [utf8(`\ufeff${valid}`), utf16, Buffer.from(utf16).swap16()]) {
      expect(parsePlan(bytes, "plan.json").resource_changes).toEqual([]);
    }
  });
  test("lines of a wrapper around the JSON", () => {
    const wrapped = `[command]/usr/bin/terraform show -json plan\n${valid}\n::debug::Terraform exited with code 0.\n`;
    expect(parsePlan(utf8(wrapped), "plan.json").format_version).toBe("1.2");
  });
});

describe("what is refused", () => {
  const cases: readonly (readonly [string, string, Uint8Array])[] = [
    ["nothing", "plan-empty", utf8("")],
    ["white space", "plan-empty", utf8(" \n\n")],
    ["a binary plan", "plan-is-binary", utf8("PK\u0003\u0004…")],
    ["bytes that are no text", "plan-not-text", new Uint8Array([0x7b, 0xff, 0xc3, 0x28])],
    ["a plan that is cut off", "plan-not-json", fixture("create.json").subarray(0, 700)],
    ["text without JSON", "plan-not-json", utf8("Error: No such file\n")],
    ["two plans in one file", "plan-not-json", utf8(`${valid}\n${valid}`)],
    ["the events of plan -json", "plan-is-event-stream", utf8('{"@level":"info","@message":"Terraform 1.11.4"}\n{"@level":"info","@message":"x"}\n')],
    ["the JSON of a state", "plan-is-state", utf8('{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{}}}')],
    ["a state file", "plan-is-state", utf8('{"version":4,"serial":3,"lineage":"x","resources":[]}')],
    ["JSON that is something else", "plan-not-a-plan", utf8('{"a":1}')],
    ["a list", "plan-not-json", utf8("[1,2]")],
    ["a malformed plan of another project", "plan-not-a-plan", fixture("invalid.json")],
    ["the next major format", "plan-format-unknown", utf8('{"format_version":"2.0","planned_values":{}}')],
    ["a version that only begins like a known one", "plan-format-unknown", utf8('{"format_version":"1.2; rm","planned_values":{}}')],
    ["an errored plan", "plan-errored", utf8('{"format_version":"1.2","planned_values":{},"errored":true}')],
    ["resource changes that are no list", "plan-malformed", utf8('{"format_version":"1.2","resource_changes":"invalid"}')],
    ["an action that nobody knows", "plan-malformed", utf8('{"format_version":"1.2","resource_changes":[{"address":"a.b","mode":"managed","type":"a","name":"b","change":{"actions":["shred"],"before":null,"after":null}}]}')],
    ["no action", "plan-malformed", utf8('{"format_version":"1.2","planned_values":{},"output_changes":{"a":{"actions":[]}}}')],
    ["bottomless nesting", "plan-malformed", utf8(`{"format_version":"1.2","planned_values":{},"output_changes":{"a":{"actions":["create"],"after":${"[".repeat(5000)}${"]".repeat(5000)}}}}`)],
  ];
  test.each(cases)("%s: %s", (_, id, bytes) => {
    const error = refusal(bytes);
    expect(error.fault.id).toBe(id);
    expect(error.exitCode).toBe(2);
    expect(error.fault.problem).toContain("plans/prod.json");
    expect(error.fault.remedy.length).toBeGreaterThan(10);
    expect(JSON.stringify(error.fault)).not.toMatch(/\bat .*\.ts:\d/);
  });
  test("a secret in a wrong place is not repeated in the message", () => {
    const error = refusal(utf8('{"format_version":"AKIAIOSFODNN7EXAMPLE","planned_values":{}}'));
    expect(JSON.stringify(error.fault)).not.toContain("AKIA");
  });
});
