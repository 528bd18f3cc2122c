import { scanTools, type ScanTool } from "../../../modules/scan-tools";
import { checkoutOf, findProgram, judge, misbehaving, pinnedTo, runScan, shallowCloneOf, variablesOf, type BuildResult } from "../../support/delivery/harness";
import { scenarios, type Scenario } from "../../support/delivery/scenarios";

/** The whole generated build of each tool, run as CodeBuild runs it, and the gate's word on what it hands over. */

/** Those that look at the source; what was built and what runs is looked at in tests of their own, beside this one. */
const freeTools = scanTools.filter(({ isLicensed, stage }) => !isLicensed && ["secrets", "static-analysis", "dependencies", "infrastructure"].includes(stage));

test("every free tool that looks at the source is tried out, but for semgrep, whose rules come by git", () => {
  expect(freeTools.map(({ name }) => name).filter((name) => scenarios[name] === undefined)).toEqual(["semgrep"]);
});

const run = async (tool: ScanTool, scenario: Scenario, program: string, source: string): Promise<BuildResult> => {
  const given = await scenario.deliver(program, tool);
  return runScan(pinnedTo(tool, given.downloads ?? {}), { source, ...given });
};

for (const tool of freeTools.filter(({ name }) => scenarios[name] !== undefined)) {
  const scenario = scenarios[tool.name]!;
  const program = findProgram(scenario.program);
  if (program === undefined) process.stderr.write(`${scenario.program} is not here: its tests are skipped\n`);

  (program === undefined ? describe.skip : describe)(tool.name, () => {
    test("a source without a flaw passes the gate", async () => {
      const source = checkoutOf(...scenario.clean);
      const result = await run(tool, scenario, program!, source);
      expect(result).toMatchObject({ exitCode: 0 });
      expect(judge(tool, result, { source })).toMatchObject({ exitCode: 0, outcome: "pass", reasons: [] });
    });

    test("a planted flaw goes to the gate, which blocks", async () => {
      const source = checkoutOf(...scenario.flawed);
      const result = await run(tool, scenario, program!, source);
      expect(result).toMatchObject({ exitCode: 0 });
      const { outcome, reasons } = judge(tool, result, { source });
      expect({ outcome, kinds: [...new Set(reasons.map((reason) => reason.replace(/-.*/, "")))] }).toEqual({ outcome: "block", kinds: ["finding"] });
    });

    test("a tool that ends well and writes nothing fails the build, which says so", async () => {
      const result = await run(tool, scenario, misbehaving(program!, "silent"), checkoutOf(...scenario.clean));
      expect(result).toMatchObject({ failedPhase: "BUILD", stderr: expect.stringMatching(/\S/), evidence: {} });
    });

    test("half a report does not pass", async () => {
      const source = checkoutOf(...scenario.flawed);
      const result = await run(tool, scenario, misbehaving(program!, "half"), source);
      if (result.exitCode === 0) expect(judge(tool, result, { source })).toMatchObject({ exitCode: 1, outcome: "block" });
      else expect(result).toMatchObject({ failedPhase: "BUILD", evidence: {} });
    });

    if (tool.downloads.length > 0) {
      test("a download that is not the one that was pinned stops the build before it is used", async () => {
        const given = await scenario.deliver(program!, tool);
        expect(await runScan(tool, { source: checkoutOf(...scenario.clean), ...given })).toMatchObject({ failedPhase: "INSTALL", stdout: expect.stringContaining("FAILED"), evidence: {} });
      });
    }
  });
}

describe("whatever the tool is", () => {
  const [tool] = freeTools;
  const source = () => checkoutOf({ a: "1" }, { a: "2" });

  test("another Portcullis than the one that was pinned is not started", async () => {
    const options = { source: source(), buckets: { [variablesOf()["TOOLS_BUCKET"]!]: { "portcullis-0.1.0.tgz": "another" } } };
    expect(await runScan(tool!, options)).toMatchObject({ failedPhase: "INSTALL", stdout: expect.stringContaining("portcullis.tgz: FAILED"), evidence: {} });
  });

  test("what cannot be fetched stops the build", async () => {
    expect(await runScan({ ...tool!, downloads: [{ url: "https://example.org/gone.tgz", sha256: "0".repeat(64), file: "gone.tgz" }] }, { source: source() })).toMatchObject({ failedPhase: "INSTALL", stderr: expect.stringContaining("404") });
  });

  test("a secret that is not there stops the build before anything is run", async () => {
    const secret = "arn:aws:secretsmanager:eu-central-1:333333333333:secret:scanner-AbCdEf";
    const result = await runScan({ ...tool!, secrets: { SCANNER_TOKEN: "token" } }, { source: source(), secret, secrets: { [secret]: { other: "x" } } });
    expect(result).toMatchObject({ failedPhase: "DOWNLOAD_SOURCE", calls: [{ service: "secretsmanager", action: "GetSecretValue", resource: secret }] });
  });

  test.each(freeTools.filter(({ stage }) => stage === "secrets"))("$name refuses a clone of the last commit alone", async (secretScanner) => {
    const scenario = scenarios[secretScanner.name]!;
    const shallow = shallowCloneOf(source());
    const program = findProgram("true")!;
    expect(await run(secretScanner, scenario, program, shallow)).toMatchObject({ failedPhase: "BUILD", stderr: expect.stringContaining("no whole history"), evidence: {} });
  });

  test("nothing of the person's environment is seen", async () => {
    process.env["AWS_PROFILE"] = "production";
    const script: ScanTool = { ...tool!, downloads: [], install: () => [], scan: () => [`env | sed 's/=.*//' | sort > "$REPORTS/variables"`] };
    const result = await runScan(script, { source: source() });
    delete process.env["AWS_PROFILE"];
    const seen = Object.values(result.evidence).join("").split("\n");
    expect(seen).toContain("COMMIT");
    expect(seen.filter((name) => /^AWS_(?!REGION|DEFAULT_REGION)/.test(name))).toEqual([]);
  });
});
