import { registry, semgrep } from "../../../../modules/scan-tools/tools/semgrep";
import { buildOf, expectSound, recordOf } from "../../../support/scan-tool";

test("its definition is sound", () => expectSound(semgrep));

test("the rules are those of one commit, and the gate asks for all of them", () => {
  expect(registry).toMatchObject({ commit: expect.stringMatching(/^[0-9a-f]{40}$/), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(buildOf(semgrep).install).toContainEqual(expect.stringContaining(`fetch --quiet --depth 1 ${registry.url} ${registry.commit}`));
  expect(semgrep.reports).toEqual([expect.objectContaining({ minimumRules: registry.total })]);
  expect(recordOf(semgrep)).toMatchObject({ rules: '"$rules"' });
});
