import { PortcullisError } from "../../../scripts/errors";
import { parseFindingWaivers, parseWaivers } from "../../../scripts/waivers";

const fingerprint = `f1-${"0123456789abcdef".repeat(2)}`;
const whole = {
  id: "F-1",
  environment: "prod",
  pipeline: "shop",
  reason: "The class is never loaded (TICKET-123).",
  owner: "author@example.org",
  approver: "reviewer@example.org",
  created: "2026-11-20",
  expires: "2026-12-04",
};
const byPlace = { rule: "trivy:CVE-2021-44228", address: "app/package-lock.json log4j@2.14.0" };
const yaml = (entry: Record<string, unknown>): string => `- ${JSON.stringify(entry)}\n`;
const faultsOf = (text: string): string => {
  try {
    parseFindingWaivers(text, "waivers.yaml");
  } catch (error) {
    if (error instanceof PortcullisError && error.fault.id === "waivers-invalid") return error.fault.details!.join("\n");
    throw error;
  }
  throw new Error("nothing was refused");
};

it("reads waivers of findings by fingerprint, or by rule and exact place, and leaves those of rules to others", () => {
  const ofRule = { ...whole, id: "W-1", pipeline: undefined, stack: "prod-audit", rule: "bucket-tls-only", address: "aws_s3_bucket.logs" };
  const ofControl = { ...ofRule, id: "W-2", rule: "cis-aws-7.0:4.10" };
  const full = { ...whole, id: "F-2", ...byPlace, ticket: "TICKET-123", compensatingControl: "virtual-patch:log4j-lookup", revoked: { at: "2026-11-19", evidence: "https://tickets.example.org/123" } };
  const text = [{ ...whole, fingerprint }, ofRule, full, ofControl].map(yaml).join("");
  expect(parseFindingWaivers(text, "waivers.yaml")).toEqual([{ ...whole, fingerprint }, full]);
  expect(parseWaivers(text, "waivers.yaml").map(({ id }) => id)).toEqual(["W-1", "W-2"]);
});

it.each<[string, Record<string, unknown>, RegExp]>([
  ["a bare CVE", { rule: "trivy:CVE-2021-44228" }, /waiver 1, rule: alone would lift it wherever it is found/],
  ["a CVE without its tool", { ...byPlace, rule: "CVE-2021-44228" }, /rule: must be a tool and its rule/],
  ["a wildcard as place", { ...byPlace, address: "app/* log4j@2.14.0" }, /address: must be exact/],
  ["a question mark as place", { ...byPlace, address: "src/login.t? x" }, /address: must be exact/],
  ["a wildcard as rule", { ...byPlace, rule: "trivy:CVE-*" }, /rule: must be exact/],
  ["a wildcard as pipeline", { ...byPlace, pipeline: "*" }, /pipeline: must be exact/],
  ["every environment", { ...byPlace, environment: "*" }, /environment: must be exact/],
  ["a fingerprint and a place", { ...byPlace, fingerprint }, /fingerprint: stands alone/],
  ["a place without a rule", { address: byPlace.address }, /fingerprint: is missing/],
  ["a fingerprint and an address", { address: byPlace.address, fingerprint }, /fingerprint: stands alone/],
  ["neither", {}, /fingerprint: is missing: give a fingerprint, or rule and address/],
  ["a fingerprint of another kind", { fingerprint: "v1:abc" }, /must be a fingerprint as the gate shows it/],
  ["a fingerprint and no pipeline", { fingerprint, pipeline: undefined }, /pipeline: is missing/],
  ["a place and no pipeline", { ...byPlace, pipeline: undefined }, /pipeline: is missing/],
  ["a stack as well", { fingerprint, stack: "prod-audit" }, /unknown key "stack"/],
  ["a misspelt key", { fingerprint, compensatingControls: "virtual-patch:x" }, /unknown key "compensatingControls"; did you mean "compensatingControl"\?/],
  ["a misspelt key of the proof", { fingerprint, revoked: { at: "2026-11-19", evidense: "https://tickets.example.org/123" } }, /unknown key "evidense"; did you mean "evidence"\?/],
  ["a revocation without proof", { fingerprint, revoked: { at: "2026-11-19" } }, /revoked, evidence: is missing/],
  ["a revocation on a day that is none", { fingerprint, revoked: { at: "2026-02-30", evidence: "https://tickets.example.org/123" } }, /revoked, at: must be a day/],
  ["a virtual patch that has no name", { fingerprint, compensatingControl: "virtual-patch: log4j" }, /must name its rule in AWS WAF, exact/],
  ["a virtual patch written otherwise", { fingerprint, compensatingControl: "Virtual patch log4j" }, /must name its rule in AWS WAF, exact/],
  ["a wildcard for a virtual patch", { fingerprint, compensatingControl: "virtual-patch:*" }, /must name its rule in AWS WAF, exact/],
  ["the owner as approver", { fingerprint, approver: "AUTHOR@example.org" }, /approver: must not be the owner/],
  ["the owner as approver, as git writes a person", { fingerprint, approver: "Some One <author@example.org>" }, /approver: must not be the owner/],
  ["the owner with a Cyrillic letter as approver", { fingerprint, approver: "\u0430uthor@example.org" }, /approver: must be written in ASCII/],
  ["the owner with a letter of no width as approver", { fingerprint, approver: "author@example.org\u200b" }, /approver: must be written in ASCII/],
  ["a severity that is none", { fingerprint, severity: "unknown" }, /severity/],
  ["91 days", { fingerprint, expires: "2027-02-19" }, /expires: is 91 days after created/],
])("with %s is refused", (_, changes, message) => {
  expect(faultsOf(yaml({ ...whole, ...changes }))).toMatch(message);
});

it("a guardrail's waiver cannot rest on a virtual patch, for nobody would look whether it is live", () => {
  expect(faultsOf(yaml({ ...whole, pipeline: undefined, stack: "prod-audit", rule: "bucket-tls-only", address: "aws_s3_bucket.logs", compensatingControl: "virtual-patch:x" }))).toMatch(/only a finding's waiver/);
});

it("ids are taken once in a file, whatever they are of", () => {
  const ofRule = { ...whole, pipeline: undefined, stack: "prod-audit", rule: "bucket-tls-only", address: "aws_s3_bucket.logs" };
  expect(faultsOf(yaml({ ...whole, fingerprint }) + yaml(ofRule))).toMatch(/waiver 2, id: "F-1" is taken/);
});

it("a fault in a waiver of a rule stops the reading of those of findings, and the other way round", () => {
  const text = yaml({ ...whole, fingerprint }) + yaml({ ...whole, id: "W-1", pipeline: undefined, stack: "*" });
  expect(faultsOf(text)).toMatch(/waiver 2, stack: must be exact/);
  expect(() => parseWaivers(yaml({ ...whole, fingerprint: "f1-" }), "waivers.yaml")).toThrow(PortcullisError);
});
