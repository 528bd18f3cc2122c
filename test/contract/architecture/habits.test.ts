import { relative } from "node:path";
import { plantTree, runJson } from "./planted-tree";

interface Linted {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[];
}

/** One bad habit a file, and what the message must say. */
const habits: readonly (readonly [file: string, text: string, message: RegExp])[] = [
  ["modules/a/barrel.ts", 'import { kmsKey } from "@cdktf/provider-aws";\nexport const a = kmsKey;\n', /provider-aws\/lib\/<resource>/],
  ["modules/a/github.ts", 'import { branch } from "@cdktf/provider-github";\nexport const a = branch;\n', /provider-github\/lib\/<resource>/],
  ["modules/a/deep.ts", 'import { App } from "cdktf/lib/app";\nexport const a = App;\n', /No deep imports/],
  ["modules/a/document.ts", 'import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";\nexport const a = DataAwsIamPolicyDocument;\n', /JSON\.stringify/],
  ["modules/a/encode.ts", 'import { Fn } from "cdktf";\nexport const a = Fn.jsonencode({});\n', /JSON\.stringify/],
  ["modules/a/raw.ts", 'export const rule = { statement: { managed_rule_group_statement: 1 } };\n', /modules\/web-acl\/statements/],
  ["stacks/nested.ts", 'export const rule = { not_statement: { a: 1 } };\n', /modules\/web-acl\/statements/],
  ["scripts/a/exec.ts", 'import { execSync } from "node:child_process";\nexport const a = execSync;\n', /array of arguments/],
  ["scripts/a/old.ts", 'import { spawn } from "child_process";\nexport const a = spawn;\n', /node:child_process/],
  ["scripts/a/shell.ts", 'import { spawn } from "node:child_process";\nexport const a = spawn("ls", [], { shell: true });\n', /No shell/],
  ["scripts/a/quoted.ts", 'export const options = { "shell": "/bin/sh" };\n', /No shell/],
  ["scripts/promotion/date.ts", "export const now = () => new Date();\n", /Take a Clock/],
  ["scripts/a/floating.ts", "export const a = () => { Promise.resolve(1); };\n", /Promises must be awaited/],
  ["test/unit/hasty.test.ts", 'it("is hasty", () => { expect(Promise.reject()).rejects.toThrow(); });\n', /Await or return it/],
  ["stacks/clock.ts", "export const now = Date.now();\n", /no clock/],
  ["environments/variable.ts", 'export const a = process.env["HOME"];\n', /no environment variable/],
  ["modules/a/chance.ts", "export const a = Math.random();\n", /deterministic/],
  ["main.ts", 'export const a = fetch("http://127.0.0.1");\n', /no network/],
];

/** Looks like the above and is right. */
const good: Readonly<Record<string, string>> = {
  "modules/web-acl/statements.ts": "export const not = (inner: object) => ({ not_statement: { statement: { inner } } });\n",
  "modules/a/built.ts": 'import { not } from "../web-acl/statements";\nexport const rule = { statement: not({}) };\n',
  "modules/a/policy.ts": 'export const policy = JSON.stringify({ Statement: [{ Effect: "Deny" }] });\n',
  "scripts/a/spawn.ts": 'import { spawn } from "node:child_process";\nexport const a = spawn("ls", ["-l"], { shell: false });\n',
  "test/unit/patient.test.ts": 'it("is patient", async () => { await expect(Promise.reject()).rejects.toThrow(); });\n',
  "scripts/promotion/expiry.ts": "export const after = (now: Date) => new Date(now.getTime() + 1);\n",
};

describe("the habits that lint forbids", () => {
  let linted: readonly Linted[];
  let folder: string;
  let remove: () => void;

  beforeAll(() => {
    ({ folder, remove } = plantTree({ ...Object.fromEntries(habits.map(([file, text]) => [file, text])), ...good }));
    linted = runJson<readonly Linted[]>("eslint/bin/eslint.js", [".", "--format", "json"], folder);
  });
  afterAll(() => remove());

  const messagesOf = (file: string) =>
    linted.filter(({ filePath }) => relative(folder, filePath) === file).flatMap(({ messages }) => messages.map(({ message }) => message));

  it.each(habits)("are refused: %s", (file, _, message) => {
    expect(messagesOf(file)).toEqual([expect.stringMatching(message)]);
  });

  it.each(Object.keys(good))("do not include %s", (file) => {
    expect(linted.some(({ filePath }) => relative(folder, filePath) === file)).toBe(true);
    expect(messagesOf(file)).toEqual([]);
  });
});
