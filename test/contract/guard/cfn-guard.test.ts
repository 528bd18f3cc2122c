import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { caseFile, guardCases, guardFile, guardFolder, guardNames } from "../../support/guard/cases";

/**
 * The same cases by the real thing. cfn-guard is no prerequisite: PORTCULLIS_CFN_GUARD names it, or it is on the PATH.
 * https://github.com/aws-cloudformation/cloudformation-guard
 */
const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
const cfnGuard = process.env["PORTCULLIS_CFN_GUARD"] ?? (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "cfn-guard")).find(isFile);

const withGuard = cfnGuard === undefined ? describe.skip : describe;
if (cfnGuard === undefined) process.stderr.write("cfn-guard is not here: its cases ran with the evaluator of test/support/guard alone\n");

withGuard("cfn-guard", () => {
  test.each(guardNames)("%s", (name) => {
    const output = execFileSync(cfnGuard as string, ["test", "--rules-file", guardFile(name), "--test-data", caseFile(name)], { encoding: "utf8" });
    expect(output.match(/Test Case #/g)).toHaveLength(guardCases(name).length);
    expect(output).not.toMatch(/FAIL Rules/);
  });
});

test("every case belongs to a rule", () => {
  expect(readdirSync(join(guardFolder, "tests")).map((file) => file.replace(".yaml", "")).sort()).toEqual([...guardNames].sort());
  for (const name of guardNames) expect(readFileSync(caseFile(name), "utf8")).toContain(name.replaceAll("-", "_"));
});
