import { Construct } from "constructs";
import { controlsOf, satisfies } from "../../../../modules/core";
import { App } from "cdktf";

const tree = () => {
  const outer = new Construct(new App({ outdir: "/nowhere" }), "outer");
  return { outer, inner: new Construct(outer, "inner"), sibling: new Construct(outer, "sibling") };
};

describe("controls", () => {
  test("a claim holds for the construct and everything in it, sorted and each once", () => {
    const { outer, inner, sibling } = tree();
    satisfies(outer, "cis-aws-7.0:3.1");
    satisfies(inner, "cis-aws-5.0:2.1.1", "cis-aws-7.0:3.1");
    expect(controlsOf(inner)).toEqual(["cis-aws-5.0:2.1.1", "cis-aws-7.0:3.1"]);
    expect(controlsOf(sibling)).toEqual(["cis-aws-7.0:3.1"]);
  });

  test("a claim on a part says nothing of the whole, and claims add up", () => {
    const { outer, inner } = tree();
    satisfies(satisfies(inner, "a:1"), "a:2");
    expect(controlsOf(outer)).toEqual([]);
    expect(controlsOf(inner)).toEqual(["a:1", "a:2"]);
  });
});
