import { spawnSync } from "node:child_process";
import { parse } from "yaml";
import { buildspecText } from "../../../../modules/build-project";
import { scanBuildspec } from "../../../../modules/scan-tools";
import { clamav } from "../../../../modules/scan-tools/tools/clamav";
import { trivy } from "../../../../modules/scan-tools/tools/trivy";
import { wapiti } from "../../../../modules/scan-tools/tools/wapiti";
import { yara } from "../../../../modules/scan-tools/tools/yara";
import { zapBaseline } from "../../../../modules/scan-tools/tools/zap-baseline";
import { zapFull } from "../../../../modules/scan-tools/tools/zap-full";

const place = { pipeline: "castle-prod-orders", languages: ["node"], address: "https://orders.dev.example.org", settings: {} } as const;
const tools = [clamav, yara, trivy, zapBaseline, zapFull, wapiti];
const textOf = (tool: (typeof tools)[number]) => buildspecText(scanBuildspec(tool, place, { version: "1.2.3", sha256: "a".repeat(64) }));

describe.each(tools)("$name", (tool) => {
  test("every phase is bash", () => {
    const { phases } = parse(textOf(tool));
    for (const { commands } of Object.values<{ commands: readonly string[] }>(phases)) expect(spawnSync("bash", ["-n"], { input: commands.join("\n"), encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  });

  test("fits into a buildspec of CodeBuild", () => {
    expect(textOf(tool).length).toBeLessThan(25_600);
  });

  test("what is fetched is named by version and pinned", () => {
    for (const { url, sha256 } of tool.downloads) {
      expect(url).toContain(tool.version);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(tool.reports.map(({ minimumVersion }) => minimumVersion)).toEqual([tool.version]);
  });
});

test("what looks at the deliverable is bound to its digest, what looks at the application to the commit", () => {
  expect(tools.map(({ name, stage, reports }) => [name, stage, reports[0]!.subject ?? "commit"])).toEqual([
    ["clamav", "malware", "digest"],
    ["yara", "malware", "digest"],
    ["trivy", "containers", "digest"],
    ["zap-baseline", "dynamic-analysis", "commit"],
    ["zap-full", "dynamic-analysis", "commit"],
    ["wapiti", "dynamic-analysis", "commit"],
  ]);
  expect(trivy.deliverables).toEqual(["image"]);
});

test("wapiti attacks by named modules, this host alone, and plants no address of anybody else", () => {
  const command = wapiti.scan(place).find((line) => line.includes("wapiti --url"))!;
  expect(command).toContain("--url https://orders.dev.example.org/ --scope subdomain ");
  expect(command).toContain("--endpoint https://orders.dev.example.org/ --verify-ssl 1 --no-bugreport");
  const modules = /--module (\S+)/.exec(command)![1]!.split(",");
  expect(new Set(modules).size).toBe(wapiti.reports[0]!.minimumRules);
  for (const outside of ["log4shell", "ssrf", "xxe", "brute_login_form", "common", "all"]) expect(modules).not.toContain(outside);
});
