import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { composePipeline } from "../../../../modules/pipeline";
import type { Language } from "../../../../modules/scan-tools";
import { readReport, sourceOfFile } from "../../../../scripts/findings";
import { exampleApplications, examplePlatform } from "../../../support/delivery/castle";
import { temporaryFolder } from "../../../support/temporary-folder";

/** The commands by which a language is tested, from the buildspec: those before the record of the tests is written. */
const testCommands = (language: Language): string => {
  const { build } = composePipeline({ ...exampleApplications.lambda, languages: [language] }, examplePlatform("prices")).projects.find(({ part }) => part === "build")!.buildspec;
  const last = build.findIndex((command) => command.startsWith("tests=$(("));
  return build.slice(0, last + 1).join("\n");
};

/** Runs them in a folder, with programs of the language stood in for by functions of bash. */
const run = (language: Language, functions: readonly string[], files: Readonly<Record<string, string>> = {}) => {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  mkdirSync(join(folder, "reports"));
  mkdirSync(join(folder, "tools"));
  const script = ["set -euo pipefail", ...functions, testCommands(language), `echo "tests ended with $tests"`].join("\n");
  const result = spawnSync("bash", ["--norc", "-c", script], { cwd: folder, encoding: "utf8", env: { PATH: process.env["PATH"], REPORTS: join(folder, "reports"), TOOLS: join(folder, "tools") } });
  const report = (name: string, format: string) => readReport(sourceOfFile(join(folder, "reports", name)), format);
  return { ...result, report, text: (name: string) => readFileSync(join(folder, "reports", name), "utf8") };
};

const suite = (name: string, body: string) => `<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="${name}" tests="1" failures="${body === "" ? 0 : 1}" errors="0" skipped="0"><testcase name="adds" classname="${name}">${body}</testcase></testsuite>\n`;

describe("Go", () => {
  const profile = ["mode: set", "example.org/shop/sum.go:3.30,5.2 1 1", "example.org/shop/sum.go:7.30,8.2 1 0", "example.org/shop/pay/pay.go:1.1,2.2 2 0", ""].join("\n");
  const go = (exitCode: number) => [
    `go() { if [ "$1" = list ]; then echo example.org/shop; fi; }`,
    `gotestsum() { printf '%s' '${suite("shop", "")}' > "$2"; printf '%s' '${profile}' > "$TOOLS/coverage.out"; return ${exitCode}; }`,
  ];

  test("its profile becomes lines of files of the source, and the exit code of the tests is kept", () => {
    const { stdout, stderr, status, report } = run("go", go(1));
    expect([status, stderr, stdout]).toEqual([0, "", "tests ended with 1\n"]);
    expect(report("lcov-go.info", "lcov")).toMatchObject({ looked: 7, contradictions: [] });
    expect(report("lcov-go.info", "lcov").coverage).toBeCloseTo((3 / 7) * 100, 5);
    expect(report("junit-go.xml", "junit")).toMatchObject({ looked: 1, findings: [] });
  });

  test("paths are from the root of the module", () => {
    expect(run("go", go(0)).text("lcov-go.info")).toMatch(/^SF:pay\/pay\.go\n[^]*SF:sum\.go\n/);
  });
});

describe("Java", () => {
  const jacoco = `<?xml version="1.0"?><report name="shop"><package name="org/example/shop"><sourcefile name="Sum.java"><line nr="3" mi="0" ci="4" mb="0" cb="0"/><line nr="4" mi="2" ci="0" mb="0" cb="0"/></sourcefile></package></report>`;
  const files = {
    "target/surefire-reports/TEST-one.xml": suite("one", ""),
    "pay/target/surefire-reports/TEST-two.xml": suite("two", `<failure message="no">no</failure>`),
    "target/site/jacoco/jacoco.xml": jacoco,
  };

  test("tests of every class and module are gathered, and coverage is traced by line", () => {
    const { stdout, stderr, status, report } = run("java", [`mvn() { for word in "$@"; do if [ "$word" = verify ]; then return 1; fi; done; }`], files);
    expect([status, stderr, stdout]).toEqual([0, "", "tests ended with 1\n"]);
    expect(report("junit-java.xml", "junit")).toMatchObject({ looked: 2, contradictions: [] });
    expect(report("junit-java.xml", "junit").findings).toHaveLength(1);
    expect(report("lcov-java.info", "lcov")).toMatchObject({ looked: 2, coverage: 50 });
  });
});

describe("Python", () => {
  const coverage = (exitCode: number) => `coverage() { if [ "$1" = run ]; then printf '%s' '${suite("shop", "")}' > "$5"; return ${exitCode}; else printf 'SF:a.py\\nDA:1,1\\nend_of_record\\n' > "$3"; fi; }`;

  test("linters run where the project declares them, and their failure ends the build", () => {
    expect(run("python", [coverage(0), "ruff() { return 1; }"]).status).toBe(0);
    expect(run("python", [coverage(0), "ruff() { return 1; }"], { "pyproject.toml": "[tool.ruff]\n" }).status).not.toBe(0);
    expect(run("python", [coverage(0), "ruff() { return 0; }"], { "pyproject.toml": "[tool.ruff]\n" }).status).toBe(0);
  });

  test("the exit code of the tests is kept", () => {
    expect(run("python", [coverage(5)]).stdout).toBe("tests ended with 5\n");
  });
});
