import { spawnSync } from "node:child_process";
import { parse } from "yaml";
import { findProgram } from "../../support/delivery/harness";
import { everyBuildspec } from "../../support/delivery/every-buildspec";

/** Every command that this repository generates for builds, read as text: nothing in it may let a failure pass for a success. */

const buildspecs = everyBuildspec();
const commandsOf = (text: string): readonly string[] => {
  const { phases }: { phases: Record<string, { commands: readonly string[] }> } = parse(text);
  return Object.values(phases).flatMap(({ commands }) => commands);
};
/** Lines as bash joins them: a backslash at the end goes on in the next. */
const linesOf = (text: string): readonly string[] => commandsOf(text).flatMap((command) => command.replace(/\\\n\s*/g, " ").split("\n")).map((line) => line.trim());

/** What makes a failure look like a success, or fetches what nobody pinned; each with a line that it must find. */
const faults: readonly { readonly name: string; readonly pattern: RegExp; readonly example: string }[] = [
  { name: "a failure is swallowed", pattern: /\|\|\s*(?:true|:|echo|exit 0|\/bin\/true|continue|break)(?=[\s;)]|$)/, example: "scanner . || true" },
  { name: "a list ends well whatever happened", pattern: /;\s*(?:true|:)\s*(?:[;)]|$)/, example: "scanner .; true" },
  { name: "errors no longer stop the phase", pattern: /\bset\s+(?:-\w+\s+)*\+\w*[eu]|\bset\s+\+o\s+(?:errexit|pipefail|nounset)/, example: "set +e" },
  { name: "the tool is told not to fail", pattern: /--soft-fail|--no-fail\b|--exit-zero|--ignore-errors|--exit-code[ =]0\b/, example: "checkov --soft-fail" },
  { name: "errors are hidden", pattern: /2>\s*\/dev\/null\s*\|\||&>\s*\/dev\/null/, example: "scanner 2>/dev/null || x" },
  { name: "TLS is not verified", pattern: /\bcurl\b.*\s(?:-k|--insecure)\b|--no-check-certificate|--trusted-host|strict-ssl(?:=|\s)false|GIT_SSL_NO_VERIFY|--no-verify-ssl|PYTHONHTTPSVERIFY=0|--no-gpg-?checks?/, example: "curl --insecure https://example.org" },
  { name: "what was fetched is run unread", pattern: /\b(?:curl|wget)\b[^|]*\|\s*(?:sudo\s+)?(?:ba|z|da)?sh\b/, example: "curl https://example.org/install | bash" },
  { name: "pip installs without hashes", pattern: /\bpip[\d.]*["']?\s+install\b(?!.*--require-hashes)/, example: "pip install semgrep" },
  { name: "npm installs other than from a lock", pattern: /\bnpm\s+(?:install|i|add)\b|\bnpx\s+(?!--no\b|--no-install\b)/, example: "npm install -g scanner" },
  { name: "go installs without a version", pattern: /\bgo\s+install\s+(?!.*@v\d)/, example: "go install example.org/scanner@latest" },
  { name: "a system package has no version", pattern: /\b(?:dnf|yum|apt-get|apt)\b.*\s(?:install)\b(?!.*(?:-\d|=\d))/, example: "dnf install --assumeyes clamav" },
  { name: "an image has no digest", pattern: /\bdocker\s+(?:run|pull)\b(?!.*@(?:sha256:|\$))/, example: "docker run scanner:latest" },
  { name: "a version is whatever is newest", pattern: /[@:/]latest\b/, example: "scanner@latest" },
  { name: "what is run is traced with its secrets", pattern: /\bset\s+-\w*x|\bset\s+-o\s+xtrace/, example: "set -x" },
];

describe("what is looked for is found", () => {
  test.each(faults)("$name: $example", ({ pattern, example }) => {
    expect(example).toMatch(pattern);
  });
});

test("there is something to read", () => {
  expect(buildspecs.length).toBeGreaterThan(0);
  for (const { text } of buildspecs) expect(linesOf(text).length).toBeGreaterThan(3);
});

describe.each(buildspecs)("$name", ({ text, secrets }) => {
  const lines = linesOf(text);

  test.each(faults)("not one command in which $name", ({ pattern }) => {
    expect(lines.filter((line) => pattern.test(line))).toEqual([]);
  });

  test("bash reads every command", () => {
    for (const command of commandsOf(text)) expect(spawnSync("bash", ["-n"], { input: command, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  });

  test("every download is compared with its checksum before anything else happens", () => {
    const unchecked = lines.filter((line, index) => /^curl\b.*--output "?\$TOOLS\//.test(line) && !/^echo "[0-9a-f]{64} {2}\$TOOLS\/.*sha256sum --check --strict -$/.test(lines[index + 1] ?? ""));
    expect(unchecked).toEqual([]);
    expect(lines.filter((line) => /\bwget\b|\bcurl\b(?!.*--proto '=https')(?!.*\bdnf\b)/.test(line))).toEqual([]);
  });

  test("no secret is a word of a command: other processes and logs show those", () => {
    // `printf` is a part of bash and starts no process; a here-document is a file.
    const shown = secrets.flatMap((secret) => lines.filter((line) => new RegExp(`\\$\\{?${secret}\\b`).test(line) && !/^(?:printf|\[ |\[\[ |if \[|if test|test )/.test(line)));
    expect(shown).toEqual([]);
  });

  const shellcheck = findProgram("shellcheck");
  (shellcheck === undefined ? test.skip : test)("shellcheck finds no error", () => {
    for (const command of commandsOf(text)) expect(spawnSync(shellcheck!, ["--shell=bash", "--severity=error", "-"], { input: command, encoding: "utf8" })).toMatchObject({ status: 0, stdout: "" });
  });
});
