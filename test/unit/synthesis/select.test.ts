import type { SynthesisedStack } from "../../../scripts/promotion/types";
import { sha256 } from "../../../scripts/sha256";
import { digestOf, nearest, selectStacks } from "../../../scripts/synthesis";

const stack = (environment: string, name: string): SynthesisedStack => ({ id: `${environment}-${name}-eu-central-1`, environment, stack: name, region: "eu-central-1", accountId: "1", folder: "", dependencies: [], digest: "" });
const stacks = ["dev", "prod"].flatMap((environment) => [stack(environment, "network"), stack(environment, "edge")]);

describe("choosing stacks", () => {
  test("by environment, by name and by whole id", () => {
    expect(selectStacks(stacks, {})).toHaveLength(4);
    expect(selectStacks(stacks, { environment: "dev" }).map(({ id }) => id)).toEqual(["dev-network-eu-central-1", "dev-edge-eu-central-1"]);
    expect(selectStacks(stacks, { stacks: ["edge"] }).map(({ environment }) => environment)).toEqual(["dev", "prod"]);
    expect(selectStacks(stacks, { environment: "prod", stacks: ["prod-edge-eu-central-1"] })).toHaveLength(1);
  });
  test("suggests the nearest name for one that does not exist", () => {
    expect(() => selectStacks(stacks, { environment: "dev", stacks: ["netwrok"] })).toThrow(expect.objectContaining({ exitCode: 2, fault: expect.objectContaining({ id: "unknown-stack", remedy: "Did you mean network?" }) }));
    expect(() => selectStacks(stacks, { environment: "dve" })).toThrow(expect.objectContaining({ fault: expect.objectContaining({ remedy: "Did you mean dev?" }) }));
    expect(nearest("completely-different", ["dev"])).toBeUndefined();
  });
});

test("a digest is that of sha256sum's lines: it depends on paths and bytes, and not on the order of reading", () => {
  const files = [["b", Buffer.from("2")], ["a", Buffer.from("1")]] as const;
  expect(digestOf(new Map(files))).toBe(digestOf(new Map([...files].reverse())));
  expect(digestOf(new Map([["a", Buffer.from("12")]]))).not.toBe(digestOf(new Map(files)));
  // printf '1' >a; printf '2' >b; sha256sum a b | sha256sum
  expect(digestOf(new Map(files))).toBe(sha256("6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b  a\nd4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35  b\n"));
});
