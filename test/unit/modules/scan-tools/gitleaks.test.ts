import { gitleaks } from "../../../../modules/scan-tools/tools/gitleaks";
import { expectSound, recordOf } from "../../../support/scan-tool";

test("its definition is sound", () => expectSound(gitleaks));

test("the record says its version and the rules of that version, and what the tool itself counted", () => {
  expect(recordOf(gitleaks)).toMatchObject({ "tool-version": gitleaks.version, rules: "222", looked: '"$commits"', "looked-at": "commits", "exit-code": '"$exit_code"' });
  expect(gitleaks.reports).toEqual([expect.objectContaining({ minimumVersion: gitleaks.version, minimumRules: 222 })]);
});
