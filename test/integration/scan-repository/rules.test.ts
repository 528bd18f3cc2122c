import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { describeWith, runScanner } from "../../support/scanners";
import { temporaryFolder } from "../../support/temporary-folder";
import { planted } from "../findings/notebook";

/** Our own rules and exceptions, tried with the real scanners: each rule sees its flaw, and not what it asks for instead. */

const repository = join(__dirname, "../../..");
const rulesFolder = join(repository, "policies", "semgrep");
const rules = readdirSync(rulesFolder).flatMap((name) => (parse(readFileSync(join(rulesFolder, name), "utf8")) as { rules: readonly { readonly id: string }[] }).rules.map(({ id }) => id));

interface Cases {
  /** Ending of the files. */
  readonly type: "ts" | "cjs" | "py" | "sh";
  readonly flawed: readonly string[];
  readonly good: readonly string[];
}
const cases: Readonly<Record<string, Cases>> = {
  "command-through-a-shell": {
    type: "ts",
    flawed: [`import { exec } from "node:child_process";`, `import { spawn, execSync } from "node:child_process";`, `import * as processes from "node:child_process";\nprocesses.exec(name);`, `const { spawn, exec } = require("node:child_process");`],
    good: [`import { execFile, spawn } from "node:child_process";\nspawn("git", [name]);`, `const found = /a/.exec(text);`],
  },
  "process-started-with-a-shell": { type: "ts", flawed: [`spawn(program, given, { shell: true });`, `execFileSync(program, given, { cwd, shell: "/bin/bash" });`], good: [`spawn(program, given, { cwd, shell: false });`, `spawn(program, given, { cwd });`] },
  "shell-script-with-interpolated-text": { type: "ts", flawed: ["spawn(\"bash\", [\"-c\", `git log ${branch}`]);", `execFileSync("/bin/sh", ["-c", "git log " + branch]);`], good: [`spawn("bash", ["-c", 'git log "$1"', "bash", branch]);`, "spawn(\"git\", [\"log\", `${branch}`]);"] },
  "python-command-through-a-shell": { type: "py", flawed: ["import subprocess\nsubprocess.run(text, shell=True)", "import os\nos.system(text)"], good: ['import subprocess\nsubprocess.run(["git", "log", name], check=True)'] },
  "download-run-unseen": { type: "sh", flawed: ["curl -fsSL https://example.org/install.sh | bash", "wget -qO- https://example.org/install.sh | sh -s"], good: ["curl -fsSL -o tool https://example.org/tool\nsha256sum --check tool.sha256"] },
  "text-run-as-code": { type: "ts", flawed: ["eval(text);", `const run = new Function("value", text);`, `setTimeout("go()", 10);`], good: ["JSON.parse(text);", "setTimeout(() => go(), 10);"] },
  "python-text-run-as-code": { type: "py", flawed: ["eval(text)", "exec(text)"], good: ["import ast\nast.literal_eval(text)"] },
  "python-objects-from-data": { type: "py", flawed: ["import pickle\npickle.loads(text)", "import yaml\nyaml.load(text)", "import yaml\nyaml.load(text, Loader=yaml.Loader)"], good: ["import yaml\nyaml.safe_load(text)", "import yaml\nyaml.load(text, Loader=yaml.SafeLoader)"] },
  "certificate-not-checked": { type: "ts", flawed: ["const options = { ca, rejectUnauthorized: false };", `process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";`, `const environment = { PATH, NODE_TLS_REJECT_UNAUTHORIZED: "0" };`], good: ["const options = { ca, rejectUnauthorized: true };"] },
  "python-certificate-not-checked": { type: "py", flawed: ["requests.get(url, verify=False)", "import ssl\ncontext.verify_mode = ssl.CERT_NONE"], good: ["requests.get(url, timeout=5)"] },
  "broken-hash": { type: "ts", flawed: [`createHash("md5").update(text);`, `crypto.createHmac("SHA1", key);`], good: [`createHash("sha256").update(text);`] },
  "broken-cipher": { type: "ts", flawed: [`createCipheriv("aes-256-ecb", key, nonce);`, `createCipheriv("des-ede3-cbc", key, nonce);`], good: [`createCipheriv("aes-256-gcm", key, nonce);`] },
  "secret-said-aloud": { type: "ts", flawed: ["console.log(password);", "process.stderr.write(`key ${credentials.secretAccessKey}`);", "context.stdout.write(`${sessionToken}`);"], good: ["console.log(tokenCount);", "process.stderr.write(`password of ${user} changed`);"] },
  "file-open-to-all": { type: "ts", flawed: ["chmodSync(path, 0o777);", "writeFileSync(path, text, { mode: 0o666 });"], good: ["chmodSync(path, 0o755);", "writeFileSync(path, text, { mode: 0o600 });"] },
};

test("every rule has its cases, and the manifest asks for all of them", () => {
  expect(Object.keys(cases).sort()).toEqual([...rules].sort());
  const { requires } = parse(readFileSync(join(repository, "policies/gate/portcullis.yaml"), "utf8")) as { requires: readonly { readonly tool: string; readonly minimumRules?: number }[] };
  expect(requires.find(({ tool }) => tool === "semgrep")?.minimumRules).toBe(rules.length);
});

describeWith("semgrep", (semgrep) => {
  let seen: ReadonlySet<string>;
  const fileOf = (rule: string, kind: "flawed" | "good", index: number) => `${rule}/${kind}-${index}.${cases[rule]!.type}`;

  beforeAll(() => {
    const folder = temporaryFolder();
    cpSync(rulesFolder, join(folder, "rules"), { recursive: true });
    for (const [rule, { flawed, good }] of Object.entries(cases))
      for (const [kind, texts] of Object.entries({ flawed, good }))
        for (const [index, text] of texts.entries()) {
          const path = join(folder, "code", fileOf(rule, kind as "flawed" | "good", index));
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, `${text}\n`);
        }
    const { stdout } = runScanner(semgrep, ["scan", "--metrics=off", "--disable-version-check", "--no-git-ignore", "--config", "rules", "--json", "code"], folder);
    const { results, errors } = JSON.parse(stdout) as { results: readonly { readonly check_id: string; readonly path: string }[]; errors: readonly unknown[] };
    expect(errors).toEqual([]);
    seen = new Set(results.map(({ check_id, path }) => `${check_id.replace(/^rules\./, "")} ${path.replace(/^code\//, "")}`));
  });

  test.each(Object.keys(cases))("%s sees each of its flaws and none of what is right", (rule) => {
    const { flawed, good } = cases[rule]!;
    expect(flawed.map((text, index) => [text, seen.has(`${rule} ${fileOf(rule, "flawed", index)}`)])).toEqual(flawed.map((text) => [text, true]));
    expect([...seen].filter((each) => good.some((_, index) => each.endsWith(fileOf(rule, "good", index))))).toEqual([]);
  });
});

describeWith("gitleaks", (gitleaks) => {
  test("allows made-up secrets in the files that are named, and in none beside them", () => {
    const folder = temporaryFolder();
    cpSync(join(repository, ".gitleaks.toml"), join(folder, ".gitleaks.toml"));
    const git = (...given: readonly string[]) => execFileSync("git", ["-c", "user.name=Notebook", "-c", "user.email=notebook@example.org", "-c", "commit.gpgsign=false", ...given], { cwd: folder });
    const text = `exports.key = "${planted[0]}"; // gitleaks:allow\n`;
    for (const path of ["test/unit/review/canary.test.ts", "test/unit/review/other.test.ts", "scripts/settings.ts"]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    git("init", "--quiet");
    git("add", ".");
    git("commit", "--quiet", "--message", "Settings");
    runScanner(gitleaks, ["git", "--no-banner", "--redact", "--config", ".gitleaks.toml", "--ignore-gitleaks-allow", "--log-opts", "--diff-merges=first-parent HEAD", "--report-format", "json", "--report-path", "report.json", "."], folder);
    const found = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as readonly { readonly File: string }[];
    expect(found.map(({ File }) => File).sort()).toEqual(["scripts/settings.ts", "test/unit/review/other.test.ts"]);
  });
});
