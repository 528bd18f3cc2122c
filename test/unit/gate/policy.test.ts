import { parseManifest } from "../../../scripts/gate/manifest";
import { parsePolicy, rulesFor } from "../../../scripts/gate/policy";
import type { PortcullisError } from "../../../scripts/errors";
import { policy, policyText } from "../../support/gate";

const faultOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    const { exitCode, fault } = error as PortcullisError;
    return { exitCode, id: fault.id, where: fault.where, details: fault.details?.join("\n"), problem: fault.problem };
  }
  return undefined;
};
const parsed = (text: string) => parsePolicy(text, "policy.yaml", ["prod"]);
const small = (base: string, dev = "{}", pii = "{}") => parsed(`{version: 1, base: ${base}, environments: {dev: ${dev}}, classifications: {pii: ${pii}}}`);

test("the policy that is shipped is stricter from dev to prod, and from public to phi", () => {
  expect(rulesFor(policy, "dev", "public")).toMatchObject({ newFindingsOnly: true, isExploitedRequired: false, isRecordRequired: false, block: { code: "high", secret: "low", malware: "info" }, oldestDays: {}, withoutFixDays: { high: 30 } });
  expect(rulesFor(policy, "prod", "confidential")).toMatchObject({ newFindingsOnly: false, isExploitedRequired: true, isExploitProbabilityRequired: true, isRecordRequired: true, block: { code: "high", secret: "info" }, oldestDays: { medium: 90 }, withoutFixDays: { high: 14 }, penetrationTest: undefined });
  expect(rulesFor(policy, "dev", "phi")).toMatchObject({ block: { code: "medium", web: "medium", licence: "high", "sensitive-data": "info" }, withoutFixDays: { high: 7 }, exploitProbability: 0.05, penetrationTest: { eachMajorRelease: true } });
});

test("a part tightens and never loosens", () => {
  const rules = (text: ReturnType<typeof small>) => rulesFor(text, "dev", "pii");
  expect(rules(small("{block: {default: low}}", "{block: {code: high}}")).block.code).toBe("low");
  expect(rules(small("{reportHours: 2}", "{reportHours: 48}")).reportHours).toBe(2);
  expect(rules(small("{minimumCoverage: 80}", "{minimumCoverage: 10}")).minimumCoverage).toBe(80);
  expect(rules(small("{exploitedRequired: true}", "{exploitedRequired: false}")).isExploitedRequired).toBe(true);
  // What the base does not tolerate, nobody can.
  expect(rules(small("{}", "{withoutFixDays: {high: 90}}")).withoutFixDays.high).toBe(0);
});

test("what is left out has its default", () => {
  expect(rulesFor(small("{}"), "dev", "public")).toMatchObject({ reportHours: 24, rulesDays: 7, listDays: 7, baselineDays: 30, newFindingsOnly: false, block: { code: "high", quality: "high" } });
});

const wrong: readonly [string, string, RegExp][] = [
  ["a mistyped key", policyText.replace("default: high", "defualt: high"), /^policy\.yaml:\d+: base\.block: unknown key "defualt"; did you mean "default"\?$/],
  ["a threshold that lets high through", policyText.replace("default: high", "default: critical"), /base\.block\.default: Invalid option/],
  ["production that forgives what is old", policyText.replace("  prod:\n", "  prod:\n    newFindingsOnly: true\n"), /environments\.prod\.newFindingsOnly: must not be true: prod is production/],
  ["a class that is none", policyText.replace("  internal: {}", "  internl: {}"), /classifications: unknown key "internl"; did you mean "internal"/],
  ["a critical that waits for its fix", policyText.replace("withoutFixDays: { high: 30", "withoutFixDays: { critical: 3, high: 30"), /unknown key "critical"/],
  ["no YAML", "version: [", /^policy\.yaml:1: /],
];
test.each(wrong)("%s is refused with its line", (_, text, details) => {
  expect(faultOf(() => parsed(text))).toMatchObject({ id: "gate-policy-invalid", exitCode: 2, where: expect.stringMatching(/^policy\.yaml:\d+$/), details: expect.stringMatching(details) });
});

test("an environment that the policy does not speak of is refused with the nearest", () => {
  expect(faultOf(() => rulesFor(policy, "prdo", "phi"))).toMatchObject({ id: "gate-policy-invalid", exitCode: 2, problem: expect.stringMatching(/did you mean prod\?/) });
  expect(faultOf(() => rulesFor(policy, "constructor", "phi"))).toMatchObject({ id: "gate-policy-invalid" });
});

describe("the manifest", () => {
  const manifest = (requires: string) => parseManifest(`version: 1\npipeline: payments\nrequires: ${requires}\n`, "gate.yaml");

  test("takes one report of the commit where nothing else is said", () => {
    expect(manifest("[{tool: trivy}]").requires).toEqual([{ tool: "trivy", subject: "commit", reports: 1 }]);
  });

  const faulty: readonly [string, string, RegExp][] = [
    ["a mistyped key", "[{tool: trivy, minimumVerison: '1'}]", /^gate\.yaml:3: requires\[0\]: unknown key "minimumVerison"; did you mean "minimumVersion"\?$/],
    ["a tool twice", "[{tool: trivy}, {tool: trivy, file: a.json}]", /requires\[1\]\.tool: "trivy" is required twice/],
    ["a format that is none", "[{tool: trivy, formats: [trvy]}]", /requires\[0\]\.formats\[0\]: there is no format "trvy"; did you mean "trivy"\?/],
    ["a tool in capitals", "[{tool: Trivy}]", /must be a name in lower case/],
    ["no list", "{}", /requires: Invalid input: expected array/],
    ["a kind that is none", "[{tool: trivy, kind: depndency}]", /requires\[0\]\.kind: Invalid option/],
  ];
  test.each(faulty)("%s is refused with its line", (_, requires, details) => {
    expect(faultOf(() => manifest(requires))).toMatchObject({ id: "gate-manifest-invalid", exitCode: 2, details: expect.stringMatching(details) });
  });
});
