import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { scanTools } from "../../../../modules/scan-tools";
import { installPython, pythonLock } from "../../../../modules/scan-tools/python";

const folder = join(__dirname, "..", "..", "..", "..", "modules", "scan-tools", "locks");
const locks = readdirSync(folder).map((file) => file.replace(/\.txt$/, ""));
const pythonTools = scanTools.filter(({ name }) => locks.includes(name));

test.each(locks)("the lock of %s pins each package once for a Python, with its hashes", (name) => {
  const text = readFileSync(join(folder, `${name}.txt`), "utf8").replace(/\\\n/g, " ");
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  for (const line of lines) expect(line).toMatch(/^[A-Za-z0-9._-]+==[^\s;]+(?: ; [^-]+?)?(?: +--hash=sha256:[0-9a-f]{64})+ *$/);
  const withoutMarker = lines.filter((line) => !line.includes(" ; ")).map((line) => line.split("==")[0]);
  expect(new Set(withoutMarker).size).toBe(withoutMarker.length);
});

test.each(pythonTools.map((tool) => [tool.name, tool] as const))("%s is the version of its lock, and the gate asks for it", (name, { version, reports }) => {
  expect(version).toBe(pythonLock(name).version);
  expect(reports).toEqual([expect.objectContaining({ minimumVersion: version })]);
});

test("what it is installed from is compared with what was read at synthesis, before pip reads it", () => {
  const [check, ...commands] = installPython(pythonLock("semgrep"));
  expect(check).toBe(`echo "${pythonLock("semgrep").sha256}  $TOOLS/portcullis-package/modules/scan-tools/locks/semgrep.txt" | sha256sum --check --strict -`);
  expect(commands.filter((command) => command.includes("install"))).toEqual([expect.stringMatching(/--no-deps --only-binary :all: --require-hashes --requirement /)]);
});

test("the locks go along in the package that builds fetch", () => {
  const { files } = JSON.parse(readFileSync(join(folder, "..", "..", "..", "package.json"), "utf8"));
  expect(files).toContain("modules/scan-tools/locks");
  expect(existsSync(join(folder, "semgrep.txt"))).toBe(true);
});

test("a lock without its tool is a fault", () => {
  expect(() => pythonLock("nothing")).toThrow();
});
