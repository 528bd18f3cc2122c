import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fixedClock } from "../../../scripts/clock";
import { PortcullisError } from "../../../scripts/errors";
import { gateArguments } from "../../../scripts/scan-repository/gate-arguments";
import { run, withoutCredentials } from "../../../scripts/scan-repository/process";
import { scanRepository } from "../../../scripts/scan-repository/scan";
import type { Ended, Scanner } from "../../../scripts/scan-repository/scanner";
import { scanners } from "../../../scripts/scan-repository/scanners";
import { temporaryFolder } from "../../support/temporary-folder";

const quiet: Ended = { exitCode: 0, stdout: "", stderr: "" };
const scanner = (changed: Partial<Scanner> = {}): Scanner => ({
  name: "semgrep",
  tool: "semgrep",
  format: "semgrep",
  title: "flaws in code",
  scan: async ({ report }) => {
    writeFileSync(report, JSON.stringify({ version: "1.2.3", results: [], errors: [], paths: { scanned: ["a.ts", "b.ts"] } }));
    return { exitCode: 1, command: "semgrep scan", rules: 3 };
  },
  ...changed,
});
const scan = async (list: readonly Scanner[], folder = join(temporaryFolder(), "reports")) => {
  const calls: (readonly string[])[] = [];
  const said: string[] = [];
  const portcullis = async (...given: readonly string[]) => {
    calls.push(given);
    return quiet;
  };
  const written = await scanRepository({ scanners: list, folder, commit: "c0ffee", clock: fixedClock("2026-11-22T12:00:00Z"), say: (line) => void said.push(line), place: { root: "/", pythonPrograms: "/", start: async () => quiet, portcullis } });
  return { folder, calls, said, written };
};

test("each report gets the record of its run: what the report says itself, and what only the run knows", async () => {
  const { folder, calls, written } = await scan([scanner()]);
  const path = join(folder, "semgrep.json");
  expect(written).toEqual([{ path, format: "semgrep" }]);
  expect(calls).toEqual([["gate", "record", path, "--tool=semgrep", "--tool-version=1.2.3", "--rules=3", "--looked=2", "--commit=c0ffee", "--exit-code=1", "--command=semgrep scan", "--started=2026-11-22T12:00:00.000Z", "--looked-at=files"]]);
});

test("a scanner that leaves no report stops no other, and says how to run it", async () => {
  const { said, written } = await scan([scanner({ name: "lost", scan: async () => ({ exitCode: 2, command: "semgrep scan" }) }), scanner()]);
  expect(said).toContain("  no report: exit code 2 of semgrep scan");
  expect(written).toHaveLength(1);
});

test("a report that cannot be read is recorded as one that looked at nothing", async () => {
  const { calls, said } = await scan([scanner({ scan: async ({ report }) => (writeFileSync(report, ""), { exitCode: 2, command: "semgrep scan" }) })]);
  expect(calls[0]).toEqual(expect.arrayContaining(["--looked=0", "--rules=0", "--tool-version=unknown"]));
  expect(said.at(-1)).toBe("  looked at 0 things, found nothing that can be read");
});

test("nothing of an earlier scan stays", async () => {
  const folder = join(temporaryFolder(), "reports");
  mkdirSync(folder);
  writeFileSync(join(folder, "yesterday.json"), "[]");
  await scan([scanner()], folder);
  expect(readdirSync(folder)).toEqual(["semgrep.json"]);
});

test("no two scanners write one report", () => {
  expect(new Set(scanners.map(({ name }) => name)).size).toBe(scanners.length);
});

test("the gate gets every penetration test of policies/gate/penetration-tests, and nothing where there is none", () => {
  const root = temporaryFolder();
  const options = { out: "out", environment: "prod", event: "promotion", commit: "c0ffee" };
  expect(gateArguments(root, [], options)).not.toContain("--penetration-test");
  const folder = join(root, "policies", "gate", "penetration-tests");
  mkdirSync(folder, { recursive: true });
  for (const name of ["2026.yaml", "README.md"]) writeFileSync(join(folder, name), "");
  expect(gateArguments(root, [{ path: "out/reports/gitleaks.json", format: "gitleaks" }], options).slice(-4)).toEqual(["--as", "gitleaks=out/reports/gitleaks.json", "--penetration-test", "policies/gate/penetration-tests/2026.yaml"]);
});

test("scanners get no credential", () => {
  const kept = { PATH: "/bin", HOME: "/home/me" };
  expect(withoutCredentials({ ...kept, AWS_PROFILE: "prod", AWS_ACCESS_KEY_ID: "x", GITHUB_TOKEN: "x", npm_config__authToken: "x", DATABASE_PASSWORD: "x" })).toEqual(kept);
});

describe("run", () => {
  const options = { folder: temporaryFolder(), environment: { PATH: process.env["PATH"] }, remedies: { "no-such-scanner": "Install it." } };

  test("gives arguments as they are, and tells how the program ended", async () => {
    const script = "process.stdout.write(process.argv[1]); process.stderr.write('log'); process.exitCode = 7;";
    expect(await run(process.execPath, ["-e", script, "$(id); `id`"], options)).toEqual({ exitCode: 7, stdout: "$(id); `id`", stderr: "log" });
  });

  test("a program that is ended by a signal did not end well", async () => {
    expect((await run(process.execPath, ["-e", "process.kill(process.pid, 'SIGKILL')"], options)).exitCode).toBe(255);
  });

  test("a program that is not there is named, with how to install it", async () => {
    const error = await run("no-such-scanner", [], options).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(PortcullisError);
    expect((error as PortcullisError).fault).toMatchObject({ id: "scanner-missing", problem: "no-such-scanner does not start", remedy: "Install it." });
  });
});

test("another version of gitleaks has other rules, and is refused", async () => {
  const gitleaks = scanners.find(({ name }) => name === "gitleaks")!;
  const place = { root: "/", pythonPrograms: "/", report: "r.json", portcullis: async () => quiet, start: async () => ({ ...quiet, stdout: "8.18.0\n" }) };
  await expect(gitleaks.scan(place)).rejects.toMatchObject({ fault: { id: "scanner-missing", remedy: expect.stringMatching(/^Install it: go install .*@v8\.30\.1$/) } });
});
