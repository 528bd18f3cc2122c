import { execFileSync } from "node:child_process";
import { checkFormats, type CheckReport } from "../../../scripts/checkov";
import { python } from "../../support/python";
import { CheckBench } from "./bench";

const bench = new CheckBench();
let report: CheckReport;
beforeAll(async () => {
  report = await bench.check();
});
afterAll(() => bench.remove());

test("the repository has no failure of a check that nobody has waived, and no waiver that blocks", () => {
  expect(report.findings.filter(({ waiver }) => waiver === undefined).map(({ rule, address, stack }) => `${rule} ${address} in ${stack}`)).toEqual([]);
  expect(report.waivers.filter(({ blocks }) => blocks)).toEqual([]);
});

test("every finding stands at a construct and at a line of this repository", () => {
  expect(report.findings.length).toBeGreaterThan(0);
  expect(report.findings.filter(({ constructPath, source }) => !constructPath || !/^(stacks|modules)\/.+\.ts$/.test(source?.file ?? ""))).toEqual([]);
});

test("every stack was looked at, and checks had something to say of each that holds resources", () => {
  expect(report.stacks.length).toBeGreaterThan(10);
  expect(report.stacks.filter(({ resources, evaluations }) => resources > 0 && evaluations === 0)).toEqual([]);
});

test("every waiver is used: none of the checks is waived for a resource that passes it", () => {
  expect(report.waivers.filter(({ kind }) => kind === "unused")).toEqual([]);
});

test("the JUnit file is XML that a parser reads", () => {
  const count = "import sys, xml.etree.ElementTree as tree; print(len(tree.fromstring(sys.stdin.buffer.read()).findall('.//testcase')))";
  const cases = execFileSync(python(), ["-c", count], { input: checkFormats.junit(report), encoding: "utf8" });
  expect(Number(cases)).toBe(new Set(report.stacks.map(({ stack }) => stack)).size + report.findings.length);
});
