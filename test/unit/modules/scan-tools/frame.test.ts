import { parse } from "yaml";
import { buildspecText } from "../../../../modules/build-project";
import { artifactPrelude, evidencePrefix, scanBuildspec, type ScanTool } from "../../../../modules/scan-tools";

const portcullis = { version: "1.2.3", sha256: "a".repeat(64) };
const download = { url: "https://example.org/scanner.tgz", sha256: "b".repeat(64), file: "scanner.tgz" };
const toolOf = (changed: Partial<ScanTool> = {}): ScanTool => ({
  name: "scanner",
  title: "Looks",
  stage: "static-analysis",
  isLicensed: false,
  version: "1",
  source: "https://example.org/scanner",
  reports: [{ file: "scanner.json", format: "semgrep", tool: "scanner", kind: "code" }],
  downloads: [download],
  install: () => ["install-scanner"],
  scan: () => ["run-scanner"],
  ...changed,
});
const place = { pipeline: "castle-prod-orders", languages: ["node"], settings: {} } as const;
const specOf = (changed: Partial<ScanTool> = {}, secret?: string) => scanBuildspec(toolOf(changed), place, portcullis, secret);
const isCheck = (line: string) => line.includes("sha256sum --check --strict");

test("nothing that was fetched is used before it is compared with its checksum", () => {
  const { install } = specOf();
  const fetched = install.flatMap((line, index) => (/^(curl|aws s3 cp) /.test(line) ? [index] : []));
  expect(fetched).toHaveLength(2);
  for (const index of fetched) expect(isCheck(install[index + 1]!)).toBe(true);
  expect(install.findLastIndex(isCheck)).toBeLessThan(install.indexOf("install-scanner"));
  expect(install.filter(isCheck).join()).toMatch(new RegExp(`${portcullis.sha256}.*${download.sha256}`));
});

test("the tool looks, and only then its reports are handed over, under its own name", () => {
  const { build, finish } = specOf();
  expect(build.at(-1)).toBe("run-scanner");
  expect(finish).toEqual([expect.stringContaining(`s3://$EVIDENCE_BUCKET/${evidencePrefix("scanner")}`)]);
  expect(evidencePrefix("scanner")).toBe("$PIPELINE/executions/$EXECUTION/reports/scanner");
});

test("the commit is read from the checkout", () => {
  expect(specOf().install).toContain(`COMMIT="$(git rev-parse --verify HEAD)"; export COMMIT`);
});

test.each([
  ["malware", true],
  ["containers", true],
  ["secrets", false],
  ["static-analysis", false],
  ["dependencies", false],
  ["infrastructure", false],
  ["dynamic-analysis", false],
] as const)("in stage %s the artifact is looked at: %s", (stage, looks) => {
  expect(specOf({ stage }).build.includes(artifactPrelude[0]!)).toBe(looks);
});

test("a secret comes from Secrets Manager by its key, and is in no variable in the clear", () => {
  const arn = "arn:aws:secretsmanager:eu-central-1:333333333333:secret:scanner-AbCdEf";
  const document = parse(buildspecText(specOf({ secrets: { SCANNER_TOKEN: "token" } }, arn)));
  expect(document.env["secrets-manager"]).toEqual({ SCANNER_TOKEN: `${arn}:token` });
  expect(Object.keys(document.env).filter((key) => /variables|exported/.test(key))).toEqual([]);
});

test("every phase aborts the build, and stops at its first command that fails, in a pipe too", () => {
  const { phases }: { phases: Record<string, { "on-failure": string; commands: string[] }> } = parse(buildspecText(specOf()));
  expect(Object.keys(phases)).toEqual(["install", "build", "post_build"]);
  for (const phase of Object.values(phases)) expect(phase).toMatchObject({ "on-failure": "ABORT", commands: [expect.stringMatching(/^set -euo pipefail\n/)] });
});
