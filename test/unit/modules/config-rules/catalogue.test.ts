import { readFileSync } from "node:fs";
import { join } from "node:path";
import { allocate, catalogue, chooseRules, functionRules, guardRules, packTemplate, templateLimitBytes, type PackName } from "../../../../modules/config-rules";
import { remediations } from "../../../../modules/config-remediation";
import { frameworks } from "../../../../policies/controls";

const published = JSON.parse(readFileSync(join(__dirname, "../../../fixtures/config-managed-rules.json"), "utf8")) as {
  readonly rules: Readonly<Record<string, { readonly triggers: readonly string[]; readonly parameters: readonly string[] }>>;
};
const rules = [...catalogue, ...guardRules, ...functionRules];
const packs: readonly PackName[] = ["cis-aws-7.0", "hipaa", "encryption"];

describe("the catalogue", () => {
  test.each(catalogue.map((rule) => [rule.identifier, rule] as const))("%s is a rule of AWS, with its parameters and trigger", (identifier, rule) => {
    const facts = published.rules[identifier];
    expect(facts).toBeDefined();
    expect(facts?.triggers).toContain(rule.trigger);
    expect(facts?.parameters).toEqual(expect.arrayContaining(Object.keys(rule.parameters.shape)));
    expect(rule.parameters.safeParse({}).success).toBe(true);
  });

  test("each rule once, and each for a control or for encryption", () => {
    const names = rules.map(({ name }) => name);
    expect(names).toHaveLength(new Set(names).size);
    expect(rules.filter(({ controls, encryption }) => controls.length === 0 && !encryption)).toEqual([]);
  });

  test("every control that is claimed is in its framework", () => {
    const known = new Set(frameworks.flatMap(({ name, controls }) => controls.map(({ id }) => `${name}:${id}`)));
    expect(rules.flatMap(({ controls }) => controls).filter((control) => !known.has(control))).toEqual([]);
  });

  test("every control of CIS that AWS Config can watch is watched", () => {
    const watchable = frameworks.filter(({ name }) => name === "cis-aws-7.0").flatMap(({ controls }) => controls.filter(({ kind }) => kind === "watched").map(({ id }) => id));
    expect(watchable.length).toBeGreaterThan(10);
    const watched = new Set<string>(rules.flatMap(({ controls }) => controls));
    expect(watchable.filter((id) => !watched.has(`cis-aws-7.0:${id}`))).toEqual([]);
  });

  test("every repair belongs to a rule", () => {
    expect(remediations.filter(({ rule }) => !catalogue.some(({ name }) => name === rule))).toEqual([]);
  });
});

describe("packs", () => {
  const all = chooseRules(catalogue, { packs, off: {}, parameters: {} }, true);

  test.each(packs)("%s fits into a request of AWS by itself", (pack) => {
    const contents = allocate(all, [pack]).get(pack) ?? [];
    expect(contents.length).toBeGreaterThan(20);
    expect(contents.length).toBeLessThanOrEqual(130);
    expect(Buffer.byteLength(packTemplate(contents))).toBeLessThan(templateLimitBytes);
  });

  test("together they hold every rule once", () => {
    const names = [...allocate(all, packs).values()].flat().map(({ rule }) => rule.name);
    expect(names.sort()).toEqual(catalogue.map(({ name }) => name).sort());
  });

  test("a pack is a template of CloudFormation, its parameters text", () => {
    const [rule] = chooseRules(catalogue.filter(({ name }) => name === "access-keys-rotated"), { packs, off: {}, parameters: {} }, true);
    expect(packTemplate([rule!])).toBe(
      [
        "Resources:",
        "  AccessKeysRotated:",
        "    Type: AWS::Config::ConfigRule",
        "    Properties:",
        "      ConfigRuleName: access-keys-rotated",
        "      InputParameters:",
        '        maxAccessKeyAge: "90"',
        "      Source:",
        "        Owner: AWS",
        "        SourceIdentifier: ACCESS_KEYS_ROTATED",
        "",
      ].join("\n"),
    );
  });
});
