import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { fingerprint, parsePlan } from "../../../scripts/review";
import type { PlanJson, ResourceChange } from "../../../scripts/terraform/plan-json";
import { change, plan, resource, weakening } from "./plans";

const mac = async (message: Uint8Array) => createHmac("sha256", "key of a test").update(message).digest();
const noMac = async (): Promise<Uint8Array> => {
  throw new Error("the MAC was asked for");
};
const of = (of: PlanJson) => fingerprint(of, mac);
const secret = (value: string): ResourceChange => resource("aws_ssm_parameter.a", { before: { value: "was" }, after: { name: "a", value }, before_sensitive: { value: true }, after_sensitive: { value: true } });

/** Computed by another program (Python's json, hashlib and hmac) from the description of the algorithm. */
test("the algorithm does not change unnoticed", async () => {
  const foreign = (name: string) => parsePlan(readFileSync(join(__dirname, "../../fixtures/plans", name)), name);
  expect(await fingerprint(foreign("delete-create.json"), noMac)).toBe("v1:d3f02d09d363c57253dc950331c6bfa2dfcbd9fcd0be9e663d7be2f1f7313869");
  expect(await fingerprint(foreign("basic-plan-0.15.json"), mac)).toBe("v1:bdf640b383165502f53198f3aa9cc157a7ce3cfc00fdb42bf5349109b4a1580a");
});

describe("what is noise", () => {
  test("order, time, versions, prior state, configuration, drift, relevant attributes", async () => {
    const noisy = { ...weakening, resource_changes: [...(weakening.resource_changes ?? [])].reverse(), timestamp: "2030-01-01T00:00:00Z", terraform_version: "1.99.0", format_version: "1.3", prior_state: { a: 1 }, planned_values: {}, configuration: {}, resource_drift: [], relevant_attributes: [1], applyable: false };
    expect(await of(noisy)).toBe(await of(weakening));
  });
  test("the order of changes, of keys and of outputs", async () => {
    const resources = weakening.resource_changes ?? [];
    const reversed = (value: unknown): unknown =>
      typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).reverse().map(([key, part]) => [key, reversed(part)])) : Array.isArray(value) ? value.map(reversed) : value;
    const expected = await of(weakening);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...resources], { minLength: resources.length }), fc.boolean(), async (order, turn) => {
        expect(await of({ ...weakening, resource_changes: turn ? (reversed(order) as ResourceChange[]) : order })).toBe(expected);
      }),
      { numRuns: 25 },
    );
  });
  test("what does not change, and what is only read", async () => {
    const more = [
      resource("aws_vpc.other", { actions: ["no-op"], before: { a: 1 }, after: { a: 1 } }),
      resource("aws_region.current", { actions: ["read"], after: { name: "x" } }, { mode: "data", address: "data.aws_region.current" }),
    ];
    const outputs = { ...weakening.output_changes, steady: change({ actions: ["no-op"], before: 1, after: 1 }) };
    expect(await of({ ...weakening, resource_changes: [...more, ...(weakening.resource_changes ?? [])], output_changes: outputs })).toBe(await of(weakening));
  });
});

describe("what counts", () => {
  const base = resource("aws_vpc.a", { before: { cidr: "a" }, after: { cidr: "b" } });
  const variants: readonly (readonly [string, PlanJson])[] = [
    ["a value", plan([{ ...base, change: { ...base.change, after: { cidr: "c" } } }])],
    ["an address", plan([{ ...base, address: "aws_vpc.b" }])],
    ["an action", plan([{ ...base, change: { ...base.change, actions: ["delete", "create"] } }])],
    ["the order of destroy and create", plan([{ ...base, change: { ...base.change, actions: ["create", "delete"] } }])],
    ["a replace path", plan([{ ...base, change: { ...base.change, replace_paths: [["cidr"]] } }])],
    ["a reason", plan([{ ...base, action_reason: "replace_because_tainted" }])],
    ["an import", plan([{ ...base, change: { ...base.change, importing: { id: "vpc-1" } } }])],
    ["another import", plan([{ ...base, change: { ...base.change, importing: { id: "vpc-2" } } }])],
    ["a move", plan([{ ...base, previous_address: "aws_vpc.z" }])],
    ["a deposed object", plan([{ ...base, deposed: "1234" }])],
    ["an unknown value", plan([{ ...base, change: { ...base.change, after_unknown: { id: true } } }])],
    ["an output", plan([base], { output_changes: { a: change({ actions: ["create"], after: 1 }) } })],
    ["an invoked action", plan([base], { action_invocations: [{ address: "action.a.b", type: "a" }] })],
    ["nothing at all", plan([])],
    ["the change itself", plan([base])],
  ];
  test("each of these has a fingerprint of its own", async () => {
    const prints = await Promise.all(variants.map(([, variant]) => fingerprint(variant, noMac)));
    expect(new Set(prints).size).toBe(variants.length);
    for (const print of prints) expect(print).toMatch(/^v1:[0-9a-f]{64}$/);
  });
  test("a move and an import without any other change", async () => {
    const still = { actions: ["no-op" as const], before: { a: 1 }, after: { a: 1 } };
    const prints = await Promise.all([plan([]), plan([resource("a.b", still, { previous_address: "a.c" })]), plan([resource("a.b", { ...still, importing: { id: "x" } })])].map(of));
    expect(new Set(prints).size).toBe(3);
  });
});

describe("secrets", () => {
  test("a changed secret changes it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (one, two) => {
        expect((await of(plan([secret(one)]))) === (await of(plan([secret(two)])))).toBe(one === two);
      }),
    );
  });
  test("without the key nobody can try values: another key gives another fingerprint", async () => {
    const other = async (message: Uint8Array) => createHmac("sha256", "another key").update(message).digest();
    expect(await fingerprint(plan([secret("a")]), other)).not.toBe(await of(plan([secret("a")])));
  });
  test("the MAC is asked once, with 32 bytes that are not the secret, and never without a secret", async () => {
    const messages: Uint8Array[] = [];
    await fingerprint(plan([secret("one"), resource("aws_ssm_parameter.b", { actions: ["create"], after: { value: "two" }, after_sensitive: { value: true } })]), async (message) => {
      messages.push(message);
      return mac(message);
    });
    expect(messages.map((message) => message.length)).toEqual([32]);
    await expect(fingerprint(plan([resource("aws_vpc.a", { before: { a: 1 }, after: { a: 2 } })]), noMac)).resolves.toMatch(/^v1:/);
  });
  test("a plan without marks (Terraform before 0.15) gives its values only to the MAC", async () => {
    const unmarked = plan([resource("aws_vpc.a", { before: { a: 1 }, after: { a: "secret" }, before_sensitive: undefined, after_sensitive: undefined })]);
    await expect(fingerprint(unmarked, noMac)).rejects.toThrow("the MAC was asked for");
  });
  test("a failing MAC fails the fingerprint", async () => {
    await expect(fingerprint(plan([secret("a")]), noMac)).rejects.toThrow("the MAC was asked for");
  });
});
