/**
 * `npm test`: lint, types, build and the four kinds of tests, each as its own phase. One line a phase; what failed is
 * printed whole. The last line is `N passed, N failed, N skipped`, counted by jest. Node built-ins only.
 * With CI set a missing tool is a failure; elsewhere its tests are skipped, and the end says how to install it.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { checkPrerequisites, findProgram, renderPrerequisites } from "./prerequisites.mjs";
import { ensurePythonEnvironment, pythonEnvironmentRemedy } from "./python-environment.mjs";

const exit = { failed: 1, usage: 2, tool: 3 };
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isCi = Boolean(process.env.CI);
const say = (message) => process.stdout.write(`${message}\n`);

/** Tools that some tests, or a whole phase, need and nobody is asked to install; `npm ci` and the Python environment bring the rest. */
const optionalTools = [
  { name: "act", remedy: "https://nektosact.com/installation/ (and Docker is not needed: the tests use the host)" },
  { name: "zizmor", remedy: "pipx install zizmor" },
  { name: "cfn-guard", remedy: "https://github.com/aws-cloudformation/cloudformation-guard#installation" },
  { name: "semgrep", remedy: "pipx install semgrep" },
  { name: "gitleaks", remedy: "https://github.com/gitleaks/gitleaks#installing" },
  { name: "detect-secrets", remedy: "pipx install detect-secrets" },
  { name: "wapiti", remedy: "pipx install wapiti3" },
  { name: "clamscan", remedy: "apt-get install clamav, or brew install clamav (no signatures are needed)" },
  { name: "yara", remedy: "apt-get install yara, or brew install yara" },
  ...["jq", "zip", "unzip"].map((name) => ({ name, phase: "pipelines", remedy: `apt-get install ${name}, or brew install ${name} (builds of pipelines use it)` })),
  { name: "shellcheck", remedy: "apt-get install shellcheck, or brew install shellcheck" },
  { name: "pg_ctlcluster", remedy: "apt-get install postgresql (Debian and Ubuntu; the tests start a server of their own)" },
  { name: "mariadb-install-db", remedy: "apt-get install mariadb-server (the tests start a server of their own)" },
];

const npx = (name) => join(root, "node_modules", ".bin", name);
const jest = (project, more, results, name = project) => ({
  name,
  program: npx("jest"),
  programArguments: ["--selectProjects", project, "--ci", "--json", `--outputFile=${join(results, `${name}.json`)}`, ...more],
  results: join(results, `${name}.json`),
});
/** Unit tests compute and wait for nothing; jest by itself leaves a core to a terminal that nobody types in, which of two is half. */
const everyCore = "--maxWorkers=100%";

/** Integration tests of pipelines run apart from the others: both take long. */
const pipelines = "/test/integration/delivery/";

/** What the tests of several lanes run: made before they begin. */
const build = { name: "build", program: npx("tsc"), programArguments: ["-p", "tsconfig.build.json"] };

/**
 * Three lanes side by side, about as long as each other: the journey waits for most of its time (the AWS provider waits a minute for
 * each S3 lifecycle), so what computes goes to the other lanes.
 */
const lanes = (results) => [
  [
    jest("e2e", ["--runInBand"], results),
    jest("contract", [], results),
    { name: "lint", program: "npm", programArguments: ["run", "--silent", "lint"] },
    { name: "types", program: npx("tsc"), programArguments: ["-p", "tsconfig.json", "--noEmit"] },
  ],
  [
    jest("unit", [everyCore], results),
    jest("integration", ["--runInBand", `--testPathPatterns=${pipelines}`], results, "pipelines"),
  ],
  [jest("integration", ["--runInBand", `--testPathIgnorePatterns=${pipelines}`], results)],
];

async function main() {
  const environment = testEnvironment();
  const checks = checkPrerequisites(environment);
  if (!checks.every((check) => check.ok)) {
    say(renderPrerequisites(checks));
    return exit.usage;
  }
  if (findProgram(npx("jest"), environment) === undefined) {
    say("The packages are not installed: run `npm ci`.");
    return exit.usage;
  }
  const python = await ensurePythonEnvironment(checks[1], environment);
  if (python === undefined) {
    say(pythonEnvironmentRemedy);
    return exit.tool;
  }
  const missing = optionalTools.filter((tool) => findProgram(tool.name, environment) === undefined);
  if (isCi && missing.length > 0) {
    say(`CI is set and these tools are missing: ${missing.map((tool) => tool.name).join(", ")}`);
    return exit.usage;
  }
  const results = mkdtempSync(join(tmpdir(), "portcullis-test-"));
  try {
    return await runLanes(lanes(results), { ...environment, PORTCULLIS_PYTHON: python, TERRAFORM_BINARY_NAME: checks[2].path }, missing);
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

async function runLanes(list, environment, missing) {
  const built = await runPhases([build], environment);
  const skipped = missing.map(({ phase }) => phase);
  const ended = [...built, ...(await Promise.all(list.map((phases) => runPhases(phases.filter(({ name }) => !skipped.includes(name)), environment)))).flat()];
  for (const { name, remedy } of missing) say(`Tests that need ${name} were skipped. To install it: ${remedy}`);
  const failed = ended.filter((phase) => !phase.isGood).length;
  for (const failure of ended.flatMap(({ counted }) => counted?.failures ?? [])) say(`\n✗ ${failure}`);
  if (failed > 0) say(`\n${failed} of ${ended.length} phases failed`);
  const sum = (key) => ended.reduce((total, { counted }) => total + (counted?.[key] ?? 0), 0);
  const counts = { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
  say(summary(counts));
  return failed === 0 && counts.failed === 0 ? 0 : exit.failed;
}

/** One after another; a phase that fails does not keep the next from running. */
async function runPhases(phases, environment) {
  const ended = [];
  for (const phase of phases) {
    say(`…       ${phase.name}`);
    const began = performance.now();
    const { code, output } = await run(phase.program, phase.programArguments, environment);
    const counted = phase.results === undefined ? undefined : count(phase.results);
    // A phase of tests that left no results did not run: that is no pass.
    const isGood = code === 0 && (phase.results === undefined || counted !== undefined);
    if (!isGood) say(output.trimEnd());
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const detail = counted === undefined ? "" : `  ${summary(counted)}`;
    say(`${isGood ? "ok    " : "FAILED"}  ${phase.name.padEnd(12)} ${seconds.padStart(7)} s${detail}`);
    ended.push({ isGood, counted });
  }
  return ended;
}

const summary = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** A suite that does not even load has no tests to count: it counts as one that failed. */
function count(file) {
  try {
    const result = JSON.parse(readFileSync(file, "utf8"));
    return {
      passed: result.numPassedTests,
      failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
      skipped: result.numPendingTests + result.numTodoTests,
      failures: result.testResults.flatMap(failuresOf),
    };
  } catch {
    return undefined;
  }
}

const mostLinesOfAFailure = 20;

/** What failed in one suite, each in a few lines: a long output may be cut, and the first failure explains those after it. */
function failuresOf({ name, message, assertionResults }) {
  const brief = (text) => stripVTControlCharacters(text).trim().split("\n").slice(0, mostLinesOfAFailure).map((line) => `    ${line}`).join("\n");
  const failed = assertionResults.filter((result) => result.status === "failed");
  if (assertionResults.length === 0) return [`${name}\n${brief(message)}`];
  return failed.map((result) => `${result.fullName}\n${brief(result.failureMessages.join("\n"))}`);
}

/** No credentials, profile or endpoint of the user's; tools of PORTCULLIS_TEST_TOOLS (folders) come last on the PATH. */
function testEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_") && !name.startsWith("npm_"));
  const path = [process.env.PATH, process.env.PORTCULLIS_TEST_TOOLS].filter(Boolean).join(delimiter);
  return { ...Object.fromEntries(kept), PATH: path };
}

function run(program, programArguments, environment) {
  return new Promise((resolve) => {
    const child = spawn(program, programArguments, { cwd: root, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    child.on("error", (error) => resolve({ code: exit.failed, output: `${program} does not start: ${error.message}` }));
    child.on("close", (code) => resolve({ code: code ?? exit.failed, output: Buffer.concat(chunks).toString("utf8") }));
  });
}

process.exitCode = await main();
