import { App } from "cdktf";
import { Construct } from "constructs";
import { ConstructError, requireReasons } from "../../../../modules/core";

const construct = () => new Construct(new Construct(new App({ outdir: "/nowhere" }), "stack"), "part");

describe("unsafe options", () => {
  test("a reason lets them pass, and leaving them out is no option at all", () => {
    expect(() => requireReasons(construct(), { withoutLogs: { reason: "It takes the logs itself" } })).not.toThrow();
    expect(() => requireReasons(construct(), { withoutLogs: undefined })).not.toThrow();
    expect(() => requireReasons(construct())).not.toThrow();
  });

  test.each(["", "because", "   short   "])("%j is no reason", (reason) => {
    expect(() => requireReasons(construct(), { withoutLogs: { reason } })).toThrow(ConstructError);
    expect(() => requireReasons(construct(), { withoutLogs: { reason } })).toThrow(/^stack\/part: The unsafe option withoutLogs gives no reason\. Say in at least 10/);
  });
});
