import { readFileSync } from "node:fs";
import { guardRules, guardText } from "../../../modules/config-rules";
import { guardCases, guardFile, guardNames } from "../../support/guard/cases";
import { evaluateGuard } from "../../support/guard/evaluate";

describe.each(guardNames)("%s", (name) => {
  const text = readFileSync(guardFile(name), "utf8");
  const cases = guardCases(name);

  test.each(cases.map((one) => [one.name, one] as const))("%s", (_name, { input, expectations }) => {
    expect(evaluateGuard(text, input)).toEqual(expectations.rules);
  });

  test("has a case of each outcome, and each clause is what some case fails by", () => {
    expect(new Set(cases.flatMap(({ expectations }) => Object.values(expectations.rules)))).toEqual(new Set(["PASS", "FAIL", "SKIP"]));
    const lines = text.split("\n");
    const clauses = lines.flatMap((line, index) => (/^ {2}\S/.test(line) ? [index] : []));
    for (const clause of clauses) {
      const without = lines.filter((_line, index) => index !== clause).join("\n");
      const changed = cases.some(({ input, expectations }) => JSON.stringify(evaluateGuard(without, input)) !== JSON.stringify(expectations.rules));
      if (!changed) throw new Error(`no case fails without: ${lines[clause]}`);
    }
  });
});

test("every rule of the catalogue has its text, and every text its rule, named as in the field", () => {
  expect(guardRules.map(({ name }) => name).sort()).toEqual([...guardNames].sort());
  for (const { name } of guardRules) expect(guardText(name)).toContain(`rule ${name.replaceAll("-", "_")} when resourceType == `);
});

test("what the evaluator does not understand is refused", () => {
  expect(() => evaluateGuard("rule a { configuration not_exists }", {})).toThrow(/An operator is expected/);
  expect(() => evaluateGuard("rule a { name == /regular/ }", {})).toThrow(/Not understood/);
});
