import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { scanTools, type ScanTool } from "../../../modules/scan-tools";
import { semgrepWith } from "../../../modules/scan-tools/tools/semgrep";
import { launcherOf, tarGzOf } from "../../support/delivery/archives";
import type { BuildOptions } from "../../support/delivery/build";
import { judge, pinnedTo, runScan, type Judged } from "../../support/delivery/scan";
import { checkoutOf, commitFiles, git, shallowCloneOf } from "../../support/delivery/source";
import { python } from "../../support/python";
import { describeWith } from "../../support/scanners";

/** What a source may hold to keep a scanner from seeing: none of it counts. Each runs the real scanner in its generated build. */

const toolOf = (name: string): ScanTool => scanTools.find((tool) => tool.name === name)!;
/** Made up, in the forms of tokens, and put together here: they must not be found in this file. */
const token = ["ghp", "h3kQ9vZ1xR7sT2uW5yB8nM4cL6dF0gJpAe2K"].join("_");
const key = ["AKIA", "3KQ9VZ1XR7ST2UWY"].join("");

/** Builds, and asks the gate. */
const decide = async (tool: ScanTool, source: string, options: Partial<BuildOptions>): Promise<Judged> => {
  const result = await runScan(pinnedTo(tool, options.downloads ?? {}), { source, ...options });
  if (result.exitCode !== 0) throw new Error(`the build failed in ${result.failedPhase}: ${result.stderr}`);
  return judge(tool, result, { source });
};
const blocked = { outcome: "block", reasons: [expect.stringMatching(/^finding-/)] };
const passed = { outcome: "pass", reasons: [] };

describeWith("gitleaks", (program) => {
  const tool = toolOf("gitleaks");
  const delivered = async (launcher = launcherOf(program)) => ({ downloads: { [tool.downloads[0]!.url]: await tarGzOf({ gitleaks: launcher }) } });

  test.each([
    ["attributes that make a file binary", { ".gitattributes": "*.env -diff\n" }],
    ["a configuration that allows everything", { ".gitleaks.toml": '[allowlist]\npaths = [".*"]\n' }],
    ["a list of findings to ignore", { ".gitleaksignore": "deploy.env:github-pat:1\n" }],
    ["nothing", {}],
  ])("a secret that was once there is found, whatever the source says: %s", async (_, files: Readonly<Record<string, string>>) => {
    const source = checkoutOf({ "deploy.env": `token=${token} # gitleaks:allow\n`, ...files }, { "deploy.env": undefined });
    expect(await decide(tool, source, await delivered())).toMatchObject(blocked);
  });

  test("a history that is not whole is not looked at", async () => {
    const source = shallowCloneOf(checkoutOf({ a: "1" }, { a: "2" }));
    expect(await runScan(pinnedTo(tool, (await delivered()).downloads), { source, ...(await delivered()) })).toMatchObject({ failedPhase: "BUILD", stderr: expect.stringContaining("no whole history"), evidence: {} });
  });

  test("one that breaks off and writes an empty list fails the build", async () => {
    const given = await delivered('#!/bin/bash\nwhile [ "$1" != --report-path ]; do shift; done\necho "[]" > "$2"; exit 1\n');
    expect(await runScan(pinnedTo(tool, given.downloads), { source: checkoutOf({ a: "1" }), ...given })).toMatchObject({ failedPhase: "BUILD", stderr: expect.stringContaining("broke off"), evidence: {} });
  });
});

describeWith("detect-secrets", (program) => {
  const tool = toolOf("detect-secrets");
  const options = { pythonPackages: { "detect-secrets": { "detect-secrets": program } } };

  test("a secret that was once there is found, beside a word that should silence it", async () => {
    const source = checkoutOf({ "a b/conf ig.ts": `export const key = "${key}"; // pragma: allowlist secret\n` }, { "a b/conf ig.ts": undefined });
    expect(await decide(tool, source, options)).toMatchObject(blocked);
  });

  test("each content is looked at once, whatever it was called", async () => {
    const source = checkoutOf({ a: "1\n", b: "1\n", "folder/c": "2\n" }, { a: "3\n" }, { a: "1\n" });
    const result = await runScan(tool, { source, ...options });
    expect(result).toMatchObject({ exitCode: 0 });
    const record = Object.entries(result.evidence).find(([name]) => name.endsWith(".record.json"))![1];
    expect(JSON.parse(record.toString())).toMatchObject({ tool: "detect-secrets", rules: 27, looked: 3, lookedAt: "files", exitCode: 0 });
    expect(judge(tool, result, { source })).toMatchObject(passed);
  });
});

describeWith("semgrep", (program) => {
  /** Rules of a repository as the registry's is laid out, one of which no scan may load. */
  const rule = (id: string) => `rules:\n  - id: ${id}\n    languages: [go]\n    severity: ERROR\n    message: Found\n    pattern: danger(...)\n`;
  const registryOf = () => {
    const folders = Object.fromEntries(["java", "javascript", "python", "typescript"].map((language) => [`${language}/README.md`, "None\n"]));
    const folder = checkoutOf({ ...folders, "go/lang/security/danger.yaml": rule("danger"), "go/lang/security/danger.test.yaml": rule("unused"), "go/lang/style/taste.yaml": rule("taste") });
    const sha256 = execFileSync("bash", ["-c", `sha256sum ./go/lang/security/danger.yaml | sha256sum | cut --delimiter ' ' --fields 1`], { cwd: folder, encoding: "utf8" }).trim();
    return { url: `file://${folder}`, commit: git(folder, "rev-parse", "HEAD"), sha256, total: 15 };
  };
  const options = { pythonPackages: { semgrep: { semgrep: program } } };
  const flawed = "package main\n\nfunc main() { danger() } // nosemgrep\n";

  test("a weakness is found in a folder of tests, which a list of exceptions names", async () => {
    const source = checkoutOf({ "tests/main_test.go": flawed, ".semgrepignore": "tests/\n", "tests/.semgrepignore": "*.go\n", ".gitignore": "tests/\n" });
    git(source, "add", "--force", "--all");
    git(source, "commit", "--quiet", "--amend", "--no-edit");
    // By its id: git would refuse to add a file that is not what its attributes say.
    commitFiles(source, { attributes: "*.go working-tree-encoding=UTF-16\n" });
    git(source, "update-index", "--add", "--cacheinfo", `100644,${git(source, "rev-parse", "HEAD:attributes")},.gitattributes`);
    git(source, "commit", "--quiet", "--message", "Attributes");
    expect(await decide(semgrepWith(registryOf()), source, options)).toMatchObject(blocked);
  });

  test("a source without weaknesses passes, with every rule loaded that was pinned", async () => {
    expect(await decide(semgrepWith(registryOf()), checkoutOf({ "main.go": "package main\n\nfunc main() {}\n" }), options)).toMatchObject(passed);
  });

  test("rules that are not those that were pinned stop the build", async () => {
    const registry = { ...registryOf(), sha256: "0".repeat(64) };
    expect(await runScan(semgrepWith(registry), { source: checkoutOf({ a: "1" }), ...options })).toMatchObject({ failedPhase: "INSTALL", evidence: {} });
  });
});

describe("checkov", () => {
  const program = join(dirname(python()), "checkov");
  const tool = toolOf("checkov");
  const options = { pythonPackages: { checkov: { checkov: program } } };
  const open = 'resource "aws_security_group_rule" "open" {\n  type = "ingress"\n  from_port = 22\n  to_port = 22\n  protocol = "tcp"\n  cidr_blocks = ["0.0.0.0/0"]\n  security_group_id = "sg-1"\n  description = "Administration"\n}\n';

  test("a source without infrastructure passes: the Dockerfile beside it shows that checkov works", async () => {
    expect(await decide(tool, checkoutOf({ "index.ts": "export const one = 1;\n" }), options)).toMatchObject(passed);
  });

  test("what its configuration in the source leaves out is found", async () => {
    expect(await decide(tool, checkoutOf({ "main.tf": open, ".checkov.yaml": "skip-path:\n  - main.tf\n" }), options)).toMatchObject({ outcome: "block" });
  });

  test("what a comment skips counts", async () => {
    expect(await decide(tool, checkoutOf({ "main.tf": open.replace("{\n", "{\n  # checkov:skip=CKV_AWS_24:we like it\n") }), options)).toMatchObject({ outcome: "block" });
  });
});
