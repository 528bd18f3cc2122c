import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExitCode, PortcullisError } from "../../../scripts/errors";
import { loadWaivers, parseWaivers } from "../../../scripts/waivers";

const whole = {
  id: "W-1",
  rule: "stateful-resource-kept",
  environment: "staging",
  stack: "staging-audit",
  address: 'aws_s3_bucket.logs["old"]',
  reason: "The bucket is empty since October (TICKET-123).",
  owner: "author@example.org",
  approver: "reviewer@example.org",
  created: "2026-11-20",
  expires: "2026-12-04",
};
const yaml = (changes: Record<string, unknown> = {}): string =>
  Object.entries({ ...whole, ...changes })
    .filter(([, value]) => value !== undefined)
    .map(([key, value], index) => `${index === 0 ? "- " : "  "}${key}: ${typeof value === "string" && /^\d{4}-/.test(value) ? value : JSON.stringify(value)}`)
    .join("\n");

const faultOf = (text: string): PortcullisError => {
  try {
    parseWaivers(text, "waivers.yaml");
  } catch (error) {
    return error as PortcullisError;
  }
  throw new Error("nothing was refused");
};

describe("a file of waivers", () => {
  it("is read", () => {
    expect(parseWaivers(yaml(), "waivers.yaml")).toEqual([whole]);
    expect(parseWaivers(yaml({ fingerprint: "v1:abc", compensatingControl: "A copy is kept." }), "waivers.yaml")).toHaveLength(1);
  });

  it("lets a check of checkov, and nothing else, be waived for every environment", () => {
    expect(parseWaivers(yaml({ rule: "CKV_AWS_18", environment: "*", stack: "audit" }), "waivers.yaml")).toEqual([expect.objectContaining({ environment: "*" })]);
    expect(faultOf(yaml({ environment: "*" })).fault.details?.join()).toMatch(/environment: must be exact: only a check of checkov/);
    expect(faultOf(yaml({ rule: "CKV_AWS_18", environment: "dev*" })).fault.details?.join()).toMatch(/environment: must be exact/);
  });

  it.each([["an empty file", ""], ["comments only", "# none\n"], ["an empty list", "[]\n"]])("%s holds none", (_, text) => {
    expect(parseWaivers(text, "waivers.yaml")).toEqual([]);
  });

  it.each<[string, string, RegExp, number]>([
    ["a wrong type", yaml({ owner: 12 }), /waiver 1, owner: .*string/, 7],
    ["an unknown key, with the nearest known", yaml({ expiry: "2026-12-01" }), /unknown key "expiry"; did you mean "expires"\?/, 11],
    ["an unknown key like none", yaml({ colour: "red" }), /unknown key "colour"; known are id, rule/, 11],
    ["a missing expiry", yaml({ expires: undefined }), /waiver 1, expires: is missing/, 1],
    ["a wildcard as address", yaml({ address: "aws_s3_bucket.*" }), /address: must be exact/, 5],
    ["a wildcard as rule", yaml({ rule: "*" }), /rule: must be exact/, 2],
    ["a wildcard as stack", yaml({ stack: "staging-?" }), /stack: must be exact/, 4],
    ["91 days", yaml({ expires: "2027-02-19" }), /expires: is 91 days after created; a waiver lasts at most 90/, 10],
    ["an end before the beginning", yaml({ expires: "2026-11-19" }), /expires: is before created/, 10],
    ["a day that is none", yaml({ expires: "2026-02-30" }), /expires: must be a day/, 10],
    ["a moment instead of a day", yaml({ created: "2026-11-20T10:00:00Z" }), /created: must be a day/, 9],
    ["the owner as approver", yaml({ approver: " Author@Example.ORG" }), /approver: must not be the owner/, 8],
    ["a reason that says nothing", yaml({ reason: "because" }), /reason: must say why/, 6],
    ["an empty approver", yaml({ approver: "" }), /approver: must name a person/, 8],
    ["the same id twice", `${yaml()}\n${yaml()}`, /waiver 2, id: "W-1" is taken/, 11],
    ["a map instead of a list", "waivers: []\n", /must be a list/, 1],
    ["a text", "no waivers today\n", /must be a list/, 1],
    ["a list of texts", "- W-1\n", /waiver 1: .*object/, 1],
    ["not YAML", "- id: 'W-1\n", /waivers\.yaml:\d+: /, 2],
    ["the same key twice", `${yaml()}\n  owner: somebody@example.org\n`, /unique/, 11],
    ["aliases without end", "a: &a [1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n", /./, 1],
  ])("with %s is refused, and the line said", (_, text, message, line) => {
    const error = faultOf(text);
    expect(error).toBeInstanceOf(PortcullisError);
    expect(error.exitCode).toBe(ExitCode.usage);
    expect(error.fault.details?.join("\n")).toMatch(message);
    expect(error.fault.where).toBe(`waivers.yaml:${line}`);
  });

  it("has every fault named at once", () => {
    expect(faultOf(yaml({ address: "*", owner: 12, expires: undefined })).fault.details).toHaveLength(3);
  });
});

describe("loadWaivers", () => {
  it("reads a file and names it in faults; a missing file is refused", async () => {
    const folder = await mkdtemp(join(tmpdir(), "waivers-"));
    try {
      const path = join(folder, "waivers.yaml");
      await writeFile(path, yaml());
      await expect(loadWaivers(path)).resolves.toEqual([whole]);
      await writeFile(path, yaml({ rule: "*" }));
      await expect(loadWaivers(path)).rejects.toMatchObject({ fault: { id: "waivers-invalid", where: `${path}:2` } });
      await expect(loadWaivers(join(folder, "none.yaml"))).rejects.toMatchObject({ exitCode: ExitCode.usage, fault: { id: "waivers-missing" } });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("reads the file of this repository", async () => {
    await expect(loadWaivers(join(__dirname, "../../../policies/waivers.yaml"))).resolves.toBeInstanceOf(Array);
  });
});
