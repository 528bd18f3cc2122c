import { fixedClock } from "../../../scripts/clock";
import type { GateInput } from "../../../scripts/promotion/gate";
import { suppressionsCurrent } from "../../../scripts/promotion/gates/suppressions-current";

const judge = (expires: unknown, actions: readonly string[] = ["no-op"], mode = "managed") =>
  suppressionsCurrent.judge({
    clock: fixedClock("2026-11-22T23:59:59Z"),
    plan: { resource_changes: [{ address: "aws_guardduty_filter.one", type: "aws_guardduty_filter", mode, change: { actions, after: actions.includes("delete") ? null : { tags: { expires } } } }] },
  } as unknown as GateInput);

describe("suppressions-current", () => {
  test("holds until its last day has ended", () => {
    expect(judge("2026-11-22").result).toBe("pass");
    expect(judge("2026-11-21")).toMatchObject({ result: "block", reasons: [{ address: "aws_guardduty_filter.one" }] });
  });

  test("warns a fortnight before", () => {
    expect(judge("2026-12-06").evidence).toHaveLength(1);
    expect(judge("2026-12-07").evidence).toEqual([]);
  });

  test("a day that is none blocks, like one that is over", () => {
    for (const day of ["2026-02-30", "soon"]) expect(judge(day).result).toBe("block");
  });

  test("a disabled control of Security Hub, which takes no tags, says its day at the end of its reason", () => {
    const disabled = (updated_reason: unknown) =>
      suppressionsCurrent.judge({
        clock: fixedClock("2026-11-22T23:59:59Z"),
        plan: { resource_changes: [{ address: "aws_securityhub_standards_control_association.one", type: "aws_securityhub_standards_control_association", mode: "managed", change: { actions: ["no-op"], after: { updated_reason } } }] },
      } as unknown as GateInput);
    expect(disabled("Root is managed centrally. Owner: team. Expires: 2026-11-22").result).toBe("pass");
    expect(disabled("Root is managed centrally. Owner: team. Expires: 2026-11-21")).toMatchObject({ result: "block", reasons: [{ address: "aws_securityhub_standards_control_association.one" }] });
    for (const reason of [undefined, "Expires: 2020-01-01 was said in between"]) expect(disabled(reason).result).toBe("pass");
  });

  test("what goes away, is only read, or carries no end is not judged", () => {
    expect(judge("2020-01-01", ["delete"]).result).toBe("pass");
    expect(judge("2020-01-01", ["read"], "data").result).toBe("pass");
    expect(judge(undefined).result).toBe("pass");
  });
});
