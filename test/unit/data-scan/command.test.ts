import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { main } from "../../../scripts/cli";
import { fixedClock } from "../../../scripts/clock";
import { readReport, sourceOfBytes, sourceOfFile } from "../../../scripts/findings";
import { temporaryFolder } from "../../support/temporary-folder";
import { card, ssn, values } from "./planted";

const folderOf = (files: Readonly<Record<string, string>>): string => {
  const root = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, name, ".."), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
};
const git = (root: string, ...args: readonly string[]) => execFileSync("git", ["-C", root, "-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { encoding: "utf8" }).trim();

const scan = async (root: string, ...argv: readonly string[]) => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await main(["scan", "data", ...argv], { root, environment: {}, clock: fixedClock("2026-11-22T00:00:00Z"), stdout, stderr });
  const text = (stream: PassThrough) => ((stream.read() as Buffer | null) ?? Buffer.alloc(0)).toString("utf8");
  const said = { code, stdout: text(stdout), stderr: text(stderr) };
  expect(values.filter((value) => `${said.stdout}${said.stderr}`.includes(value))).toEqual([]);
  return said;
};

describe("./portcullis scan data", () => {
  test("stops at what lies in the clear, and says where, masked, and what to do", async () => {
    const { code, stdout, stderr } = await scan(folderOf({ "src/config.ts": `const a = 1;\nconst ssn = "${ssn}";\n` }), ".");
    expect(code).toBe(1);
    expect(stdout).toMatch(/US Social Security number/);
    expect(stdout).toMatch(/src\/config\.ts:2/);
    expect(stdout).toContain("***-**-****");
    expect(stderr).toMatch(/sensitive-data: docs\/runbooks/);
  });

  test("lets pass what holds nothing, and says how much that was", async () => {
    expect(await scan(folderOf({ "a.txt": "hello", "b.txt": "ssn: ***-**-1234" }), ".")).toMatchObject({ code: 0, stdout: "", stderr: expect.stringMatching(/Looked at 2 files, .* with 13 recognisers; protected: 1 masked/) });
  });

  test("numbers that were published for tests stop nobody where tests lie", async () => {
    expect((await scan(folderOf({ "test/pay.ts": `pay("${card}")` }), ".")).code).toBe(0);
    expect((await scan(folderOf({ "test/pay.ts": `pay("${card}")` }), ".", "--at-least", "low")).code).toBe(1);
    expect((await scan(folderOf({ "src/pay.ts": `pay("${card}")` }), ".")).code).toBe(1);
  });

  test.each([
    ["an empty folder", {}, ["."], 2, /nothing-looked-at/],
    ["nothing named", { "a.txt": "x" }, [], 2, /nothing-to-scan/],
    ["a path that is not there", { "a.txt": "x" }, ["b"], 2, /scan-path-missing/],
    ["all excluded", { "a.txt": "x" }, [".", "--exclude", "a.txt"], 2, /nothing-looked-at/],
    ["an unknown severity", { "a.txt": "x" }, [".", "--at-least", "huge"], 2, /Allowed choices/],
  ])("%s is no scan", async (_, files, argv, code, message) => {
    expect(await scan(folderOf(files as Record<string, string>), ...argv)).toMatchObject({ code, stderr: expect.stringMatching(message) });
  });

  test("follows no link, and enters no pipe", async () => {
    const outside = folderOf({ "secret.txt": `ssn ${ssn}` });
    const root = folderOf({ "a.txt": "x" });
    symlinkSync(join(outside, "secret.txt"), join(root, "link.txt"));
    symlinkSync(outside, join(root, "folder"));
    execFileSync("mkfifo", [join(root, "pipe")]);
    const { code, stdout } = await scan(root, ".", "--format", "json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ looked: { files: 1 }, skipped: [{ path: "folder", reason: "a link" }, { path: "link.txt", reason: "a link" }, { path: "pipe", kind: "chosen" }] });
  });

  test("leaves out what git ignores and what is excluded, names both, and looks at them when asked", async () => {
    const root = folderOf({ ".gitignore": "build/\n", "build/out.txt": `ssn ${ssn}`, "vendor/x/a.txt": `ssn ${ssn}`, "src/a.txt": "x", "new.txt": `ssn ${ssn}` });
    git(root, "init", "-q");
    git(root, "add", "src", "vendor", ".gitignore");
    git(root, "commit", "-qm", "one");
    const found = async (...argv: readonly string[]) => JSON.parse((await scan(root, ".", "--format", "json", ...argv)).stdout);
    const plain = await found("--exclude", "vendor");
    expect(plain.findings.map(({ place }: { place: { path: string } }) => place.path)).toEqual(["new.txt"]);
    expect(plain.skipped).toEqual(expect.arrayContaining([{ path: "build", kind: "chosen", reason: "ignored by git" }, { path: "vendor", kind: "chosen", reason: "excluded" }]));
    expect(plain.commit).toBe(`${git(root, "rev-parse", "HEAD")}+uncommitted`);
    expect((await found("--ignored")).findings.map(({ place }: { place: { path: string } }) => place.path)).toEqual(["build/out.txt", "new.txt", "vendor/x/a.txt"]);
  });

  test("every face names the finding, and is safe against names of files", async () => {
    const root = folderOf({ "a|b`<img src=x>.txt": `ssn ${ssn}` });
    const { stdout: markdown } = await scan(root, ".", "--format", "markdown");
    expect(markdown).toContain("| medium | US Social Security number |");
    expect(markdown).not.toMatch(/[^`]<img/);
    const log = JSON.parse((await scan(root, ".", "--format", "sarif")).stdout);
    expect(log.runs[0].results).toMatchObject([{ ruleId: "social-security-number", locations: [{ physicalLocation: { region: { startLine: 1 } } }] }]);
    expect(log.runs[0].tool.driver.rules).toHaveLength(13);
  });

  test("the gate reads its report, and learns what was not looked at", async () => {
    const root = folderOf({ "src/a.csv": `id,ssn\n1,${ssn}\n`, "b.bz2": "BZh91AY&SY........" });
    expect((await scan(root, ".", "--out", "report.json")).code).toBe(1);
    expect(existsSync(join(root, "report.json.tmp"))).toBe(false);
    const report = readReport(sourceOfFile(join(root, "report.json")));
    expect(report).toMatchObject({ format: "portcullis-data", tool: "portcullis-data", toolVersion: expect.stringMatching(/^\d/), rules: 13, looked: 1, commit: undefined, time: "2026-11-22T00:00:00.000Z", failures: [expect.stringMatching(/^b\.bz2 was not looked at: bzip2/)], contradictions: [] });
    expect(report.findings).toMatchObject([{ rule: "social-security-number", kind: "sensitive-data", severity: "medium", location: { path: "src/a.csv", line: 2 }, aliases: ["CWE-312"], nativeId: expect.stringMatching(/^d1-[\da-f]{32}$/) }]);
  });

  test("a report that was tampered with is none", async () => {
    const root = folderOf({ "a.txt": `ssn ${ssn}` });
    await scan(root, ".", "--out", "report.json");
    const report = JSON.parse(readFileSync(join(root, "report.json"), "utf8"));
    const read = (changed: object) => readReport(sourceOfBytes("r.json", Buffer.from(JSON.stringify({ ...report, ...changed }))));
    expect(read({}).findings).toHaveLength(1);
    expect(read({ rules: ["payment-card"] }).contradictions).toHaveLength(1);
    expect(() => read({ findings: [{ ...report.findings[0], count: 0 }] })).toThrow(/count/);
    expect(() => read({ looked: undefined })).toThrow(/looked/);
  });

  test("a finding is known again after lines have moved", async () => {
    const fingerprint = async (text: string) => JSON.parse((await scan(folderOf({ "a.txt": text }), ".", "--format", "json")).stdout).findings[0].fingerprint;
    expect(await fingerprint(`ssn ${ssn}`)).toBe(await fingerprint(`\n\n\nssn ${ssn}`));
  });
});
