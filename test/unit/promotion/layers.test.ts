import { layersOf } from "../../../scripts/promotion/layers";
import type { SynthesisedStack } from "../../../scripts/promotion/types";

const stack = (id: string, ...dependencies: string[]): SynthesisedStack => ({ id, dependencies, environment: "dev", stack: id, region: "eu-central-1", accountId: "111111111111", folder: "", digest: "" });
const ids = (stacks: readonly SynthesisedStack[]) => layersOf(stacks).map((layer) => layer.map((each) => each.id));

describe("layers", () => {
  test("put a stack after everything it depends on, and the rest side by side", () => {
    expect(ids([stack("c", "b"), stack("a"), stack("b", "a"), stack("d")])).toEqual([["a", "d"], ["b"], ["c"]]);
  });
  test("do not wait for a stack that nobody asked for", () => {
    expect(ids([stack("c", "b")])).toEqual([["c"]]);
  });
  test("name a circle instead of hanging", () => {
    expect(() => ids([stack("a", "b"), stack("b", "a")])).toThrow(expect.objectContaining({ exitCode: 2, message: expect.stringContaining("circle: a, b") }));
  });
});
