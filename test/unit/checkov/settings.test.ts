import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadSettings } from "../../../scripts/checkov/settings";

const repository = join(__dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "portcullis-settings-"));
const inside = join(folder, "policies/checkov");
beforeEach(() => {
  rmSync(inside, { recursive: true, force: true });
  mkdirSync(inside, { recursive: true });
  cpSync(join(repository, "policies/checkov"), inside, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the repository's own settings are read; every policy's file is one to be loaded", async () => {
  const settings = await loadSettings(repository);
  expect(settings.expected.builtInChecks).toBeGreaterThan(1000);
  expect(settings.risks.get("CKV_AWS_70")).toBe("critical");
  expect(settings.policyFiles).toEqual(readdirSync(join(repository, "policies/checkov/policies")).filter((name) => name.endsWith(".py") && !["__init__.py", "portcullis_policy.py"].includes(name)).map((name) => name.slice(0, -3)).sort());
});

const bad: readonly [string, string, RegExp][] = [
  ["excluded.yaml", "- check: CKV_AWS_1\n", /excluded\.yaml is wrong in line 1: \[0\]\.reason/],
  ["excluded.yaml", "- {check: CKV_AWS_1, reason: short}\n", /at least 20 characters/],
  ["excluded.yaml", "- {check: HIGH, reason: it is not one of our own checks}\n", /must be an id of checkov/],
  ["excluded.yaml", "- {check: CKV_AWS_1, reasons: it is not one of our own checks}\n", /excluded\.yaml is wrong in line 1: /],
  ["excluded.yaml", "- {check: CKV_AWS_1, reason: it is not one of our own checks, reason: and said a second time}\n", /unique/],
  ["excluded.yaml", "[", /excluded\.yaml is wrong in line 1/],
  ["severities.yaml", "severe: [CKV_AWS_1]\n", /severities\.yaml is wrong/],
  ["expected.yaml", "version: 3\nbuiltInChecks: 1\n", /expected\.yaml is wrong in line 1: version/],
  ["expected.yaml", "version: 3.3.30\nbuiltInChecks: 0\n", /expected\.yaml is wrong in line 2: builtInChecks/],
];
test.each(bad)("%s with %j is refused by file and key", async (name, text, message) => {
  writeFileSync(join(inside, name), text);
  await expect(loadSettings(folder)).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(message), fault: { id: "checkov-settings", where: `policies/checkov/${name}` } });
});

test("a file that is gone is refused: no exclusion is written as an empty list", async () => {
  rmSync(join(inside, "excluded.yaml"));
  await expect(loadSettings(folder)).rejects.toMatchObject({ exitCode: 2, fault: { id: "checkov-settings" } });
});

test("no check is both of one risk and of another", () => {
  const ids = readFileSync(join(repository, "policies/checkov/severities.yaml"), "utf8").match(/CKV\w+/g) ?? [];
  expect(ids.length).toBe(new Set(ids).size);
});
