import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startScanner } from "../../../scripts/checkov";
import { goodAnswer } from "./answers";

const folder = mkdtempSync(join(tmpdir(), "portcullis-scanner-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const request = { synthesised: [], plans: [], policies: "/policies" };
/** A scanner that is a script of Node: it reads its request and then does what is given. */
const scan = async (does: string, environment: NodeJS.ProcessEnv = {}) => {
  const script = join(folder, "scan.js");
  writeFileSync(script, `let request = ""; process.stdin.on("data", (chunk) => (request += chunk)).on("end", () => { ${does} });`);
  return startScanner(process.execPath, environment, script).scan(request);
};
const refused = { exitCode: 3, fault: { id: "checkov-failed" } };

test("what the scanner answers is read whole", async () => {
  await expect(scan(`process.stdout.write(${JSON.stringify(JSON.stringify(goodAnswer))})`)).resolves.toEqual(goodAnswer);
});

test("exit code 0 without an answer is no pass", async () => {
  await expect(scan("process.exit(0)")).rejects.toMatchObject({ ...refused, message: "checkov gave no answer" });
});

test("an answer that is cut off, or is another thing, is no pass", async () => {
  await expect(scan(`process.stdout.write(${JSON.stringify(JSON.stringify(goodAnswer).slice(0, -9))})`)).rejects.toMatchObject({ ...refused, message: expect.stringMatching(/cut off/) });
  await expect(scan(`process.stdout.write('{"version":"3"}')`)).rejects.toMatchObject({ ...refused, message: expect.stringMatching(/is not one: builtInChecks/) });
});

test("an end with an error, or by a signal, says what it said last", async () => {
  await expect(scan(`console.error("MemoryError"); process.exit(1)`)).rejects.toMatchObject({ exitCode: 3, fault: { id: "checkov-failed", problem: "checkov ended with exit code 1", details: ["MemoryError"] } });
  await expect(scan(`process.kill(process.pid, "SIGKILL")`)).rejects.toMatchObject({ exitCode: 3, message: "checkov ended with SIGKILL" });
});

test("an interpreter that is not there is said", async () => {
  await expect(startScanner(join(folder, "python"), {}, "x").scan(request)).rejects.toMatchObject({ ...refused, message: expect.stringMatching(/could not be started/) });
});

test("Ctrl-C is an interruption, not a failure", async () => {
  await expect(scan(`process.kill(process.pid, "SIGINT")`)).rejects.toMatchObject({ exitCode: 130 });
});

test("neither proxy, nor credential, nor setting of checkov reaches it", async () => {
  const environment = { PATH: process.env.PATH, HTTPS_PROXY: "http://proxy", AWS_PROFILE: "production", CKV_SKIP: "x", BC_API_KEY: "key" };
  await expect(scan(`process.stdout.write(JSON.stringify({ ...${JSON.stringify(goodAnswer)}, complaints: Object.keys(process.env).filter((name) => /PROXY|AWS|CKV|BC_/.test(name)) }))`, environment)).resolves.toMatchObject({ complaints: [] });
});
