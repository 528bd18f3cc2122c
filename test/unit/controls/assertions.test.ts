import { assertionsIn } from "../../../scripts/controls";

describe("assertions of built accounts", () => {
  it("are found by the control or the type that their decorators name", () => {
    const source = `
@control("castle-1:1.1", "castle-1:1.2")
def is_shut(account: Account) -> Verdict:
    return True, None


@control("castle-1:1.3")
@watcher("aws_gate")
def stands(account: Account) -> Verdict:
    return True, None

# @control("castle-1:9.9")
def helper(account: Account) -> Verdict:
    return True, None
`;
    expect(assertionsIn({ "gate.py": source })).toEqual({
      ofControls: {
        "castle-1:1.1": "test/e2e/controls/gate.py: is_shut",
        "castle-1:1.2": "test/e2e/controls/gate.py: is_shut",
        "castle-1:1.3": "test/e2e/controls/gate.py: stands",
      },
      ofWatchers: { aws_gate: "test/e2e/controls/gate.py: stands" },
    });
  });
});
