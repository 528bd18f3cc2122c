import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { python } from "../../support/python";
import { describeWith, runScanner } from "../../support/scanners";
import { Notebook, planted, type Variant } from "./notebook";

/** Real scanners over test/fixtures/vulnerable-app: each flaw that was planted is found and blocks; mended, it passes. None reaches a network. */
let notebook: Notebook;
beforeAll(() => {
  notebook = new Notebook();
});
afterAll(() => notebook.remove());

const filesIn = (folder: string): number => readdirSync(notebook.path(folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;

describeWith("semgrep", (semgrep) => {
  const scan = (variant: Variant) => {
    const report = `semgrep-${variant}.json`;
    const { exitCode } = runScanner(semgrep, ["scan", "--metrics=off", "--disable-version-check", "--no-git-ignore", "--config", "rules/semgrep.yaml", "--json", "--output", report, variant], notebook.folder);
    // The report does not say how many rules there were; four stand in rules/semgrep.yaml.
    return { report, facts: { version: notebook.read(report).toolVersion ?? "", rules: 4, looked: notebook.read(report).looked ?? 0, exitCode } };
  };

  test("finds cross-site scripting, SQL injection, path traversal and an open redirect in the source", async () => {
    const { report, facts } = scan("flawed");
    expect(new Set(notebook.read(report).findings.flatMap(({ aliases }) => aliases))).toEqual(new Set(["CWE-79", "CWE-89", "CWE-22", "CWE-601"]));
    const { exitCode, verdict } = await notebook.judge(report, "semgrep", { facts });
    expect(exitCode).toBe(1);
    expect(verdict.reasons.map(({ id }) => id)).toEqual(["finding-high"]);
  });

  test("mended, it passes", async () => {
    const { report, facts } = scan("fixed");
    expect(await notebook.judge(report, "semgrep", { facts })).toMatchObject({ exitCode: 0, verdict: { outcome: "pass", reasons: [] } });
  });
});

describeWith("gitleaks", (gitleaks) => {
  const version = () => runScanner(gitleaks, ["version"], notebook.folder).stdout.trim();
  const scan = (report: string, ...what: string[]) => runScanner(gitleaks, [...what, "--no-banner", "--report-format", "json", "--report-path", notebook.path(report)], notebook.folder).exitCode;
  // Version 8.30.1 brings 222 rules in its own configuration.
  const factsOf = (exitCode: number, variant: Variant) => ({ version: version(), rules: 222, looked: filesIn(variant), exitCode });

  test("finds the key pair, and no part of it reaches the verdict", async () => {
    const exitCode = scan("gitleaks-flawed.json", "dir", "flawed");
    const { verdict, exitCode: gate } = await notebook.judge("gitleaks-flawed.json", "gitleaks", { facts: factsOf(exitCode, "flawed") });
    expect(gate).toBe(1);
    expect(verdict.reasons.map(({ id }) => id)).toEqual(["finding-critical"]);
    expect(new Set(verdict.findings.map(({ location }) => location.path))).toEqual(new Set(["flawed/settings.cjs"]));
    for (const part of planted) expect(JSON.stringify(verdict)).not.toContain(part);
  });

  test("mended, it passes, with a record of the run: an empty list alone proves nothing", async () => {
    const exitCode = scan("gitleaks-fixed.json", "dir", "fixed");
    expect((await notebook.judge("gitleaks-fixed.json", "gitleaks", { format: "gitleaks" })).exitCode).toBe(1);
    expect(await notebook.judge("gitleaks-fixed.json", "gitleaks", { format: "gitleaks", facts: factsOf(exitCode, "fixed") })).toMatchObject({ exitCode: 0, verdict: { outcome: "pass" } });
  });

  test("a key that was only removed is still in the history, and blocks", async () => {
    const git = (...argv: string[]) => spawnSync("git", ["-C", notebook.path("history"), "-c", "user.name=Notebook", "-c", "user.email=notebook@example.org", "-c", "commit.gpgsign=false", ...argv], { encoding: "utf8" });
    notebook.write("history/settings.cjs", `exports.key = "${planted[0]}";\n`);
    git("init", "--quiet");
    git("add", ".");
    git("commit", "--quiet", "--message", "Settings");
    notebook.write("history/settings.cjs", "exports.key = process.env.AWS_ACCESS_KEY_ID;\n");
    expect(git("commit", "--quiet", "--all", "--message", "Take the key from the environment").status).toBe(0);
    const exitCode = scan("gitleaks-history.json", "git", "history");
    const { verdict } = await notebook.judge("gitleaks-history.json", "gitleaks", { facts: { ...factsOf(exitCode, "fixed"), looked: 2 } });
    expect(verdict).toMatchObject({ outcome: "block", findings: [{ rule: "aws-access-token", location: { path: "settings.cjs" } }] });
  });
});

describeWith("detect-secrets", (detectSecrets) => {
  const scan = (variant: Variant) => {
    const report = `detect-secrets-${variant}.json`;
    // Without --no-verify it would try the key at AWS.
    const { exitCode, stdout } = runScanner(detectSecrets, ["scan", "--no-verify", "--all-files", variant], notebook.folder);
    notebook.write(report, stdout);
    const { toolVersion = "", rules = 0 } = notebook.read(report);
    return { report, facts: { version: toolVersion, rules, looked: filesIn(variant), exitCode } };
  };

  test("finds the key pair", async () => {
    const { report, facts } = scan("flawed");
    const { exitCode, verdict } = await notebook.judge(report, "detect-secrets", { facts });
    expect(exitCode).toBe(1);
    expect(new Set(verdict.findings.map(({ location }) => `${location.path}:${location.line}`))).toEqual(new Set(["flawed/settings.cjs:2", "flawed/settings.cjs:3"]));
    for (const part of planted) expect(JSON.stringify(verdict)).not.toContain(createHash("sha1").update(part).digest("hex"));
  });

  test("mended, it passes", async () => {
    const { report, facts } = scan("fixed");
    expect(await notebook.judge(report, "detect-secrets", { facts })).toMatchObject({ exitCode: 0, verdict: { outcome: "pass" } });
  });
});

describe("checkov", () => {
  const checks = ["CKV_AWS_20", "CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56", "CKV2_AWS_6"];
  const scan = (variant: Variant) => {
    const report = `checkov-${variant}.json`;
    const { exitCode, stdout } = runScanner(join(dirname(python()), "checkov"), ["--directory", variant, "--framework", "terraform", "--skip-download", "--check", checks.join(","), "--output", "json"], notebook.folder);
    notebook.write(report, stdout);
    const { toolVersion = "", looked = 0 } = notebook.read(report);
    return { report, facts: { version: toolVersion, rules: checks.length, looked, exitCode } };
  };

  test("finds that everybody may read the bucket", async () => {
    const { report, facts } = scan("flawed");
    const { exitCode, verdict } = await notebook.judge(report, "checkov", { facts });
    expect(exitCode).toBe(1);
    expect(verdict.findings.map(({ rule }) => rule).sort()).toEqual([...checks].sort());
  });

  test("mended, it passes", async () => {
    const { report, facts } = scan("fixed");
    expect(await notebook.judge(report, "checkov", { facts })).toMatchObject({ exitCode: 0, verdict: { outcome: "pass" } });
  });
});

describeWith("wapiti", (wapiti) => {
  const scan = async (variant: Variant) => {
    const report = `wapiti-${variant}.json`;
    const modules = "xss,sql,file,redirect,cookieflags,http_headers,csp";
    const address = await notebook.serve(variant);
    const { exitCode } = runScanner(
      wapiti,
      ["--url", address, "-m", modules, "--max-scan-time", "180", "--max-attack-time", "60", "--no-bugreport", "--flush-session", "--store-session", notebook.path(`session-${variant}`), "-f", "json", "-o", notebook.path(report)],
      notebook.folder,
    );
    const { toolVersion = "", looked = 0 } = notebook.read(report);
    return { report, facts: { version: toolVersion, rules: modules.split(",").length, looked, exitCode } };
  };

  test("finds the flaws in the running server", async () => {
    const { report, facts } = await scan("flawed");
    const { findings } = notebook.read(report);
    const flaws = ["Content Security Policy Configuration", "HttpOnly Flag cookie", "Open Redirect", "Path Traversal", "Reflected Cross Site Scripting", "SQL Injection", "Secure Flag cookie"];
    expect(findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(flaws));
    expect(findings.map(({ location }) => location.parameter)).toEqual(expect.arrayContaining(["name", "text", "title", "to"]));
    const { exitCode, verdict } = await notebook.judge(report, "wapiti", { facts });
    expect(exitCode).toBe(1);
    expect(verdict.reasons.map(({ id }) => id)).toContain("finding-critical");
  });

  test("mended, it passes", async () => {
    const { report, facts } = await scan("fixed");
    expect(await notebook.judge(report, "wapiti", { facts })).toMatchObject({ exitCode: 0, verdict: { outcome: "pass", findings: [] } });
  });
});

describeWith("clamscan", (clamscan) => {
  const scan = (variant: Variant) => {
    const report = `clamscan-${variant}.txt`;
    // Type 0 is any file, `*` any place (ClamAV, "Extended signature format").
    notebook.write("signatures/notebook.ndb", `Eicar-Test-File:0:*:${Buffer.from("$EICAR-STANDARD-ANTI").toString("hex")}\n`);
    const { exitCode, stdout } = runScanner(clamscan, ["--database=signatures", "--recursive", "--stdout", variant], notebook.folder);
    notebook.write(report, stdout);
    const { toolVersion = "", rules = 0, looked = 0 } = notebook.read(report);
    return { report, facts: { version: toolVersion, rules, looked, exitCode } };
  };

  test("finds the EICAR test file", async () => {
    const { report, facts } = scan("flawed");
    expect(facts).toMatchObject({ rules: 1, exitCode: 1 });
    const { exitCode, verdict } = await notebook.judge(report, "clamav", { facts });
    expect(exitCode).toBe(1);
    expect(verdict.findings).toMatchObject([{ kind: "malware", severity: "critical", location: { path: expect.stringMatching(/flawed\/uploads\/test-file\.com$/) } }]);
  });

  test("mended, it passes", async () => {
    const { report, facts } = scan("fixed");
    expect(await notebook.judge(report, "clamav", { facts })).toMatchObject({ exitCode: 0, verdict: { outcome: "pass", findings: [] } });
  });
});

describeWith("yara", (yara) => {
  const scan = (variant: Variant) => {
    const report = `yara-${variant}.txt`;
    const { exitCode, stdout } = runScanner(yara, ["--print-stats", "--print-meta", "--recursive", "rules/malware.yar", variant], notebook.folder);
    notebook.write(report, stdout);
    return { report, facts: { version: runScanner(yara, ["--version"], notebook.folder).stdout.trim(), rules: notebook.read(report).rules ?? 0, looked: filesIn(variant), exitCode } };
  };

  test("finds the EICAR test file", async () => {
    const { report, facts } = scan("flawed");
    const { exitCode, verdict } = await notebook.judge(report, "yara", { facts });
    expect(exitCode).toBe(1);
    expect(verdict.findings).toMatchObject([{ rule: "eicar_test_file", kind: "malware", severity: "critical", location: { path: "flawed/uploads/test-file.com" } }]);
  });

  test("mended, it passes", async () => {
    const { report, facts } = scan("fixed");
    expect(await notebook.judge(report, "yara", { facts })).toMatchObject({ exitCode: 0, verdict: { outcome: "pass", findings: [] } });
  });
});
