import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { checkov } from "../../../../modules/scan-tools/tools/checkov";
import { expectSound, recordOf } from "../../../support/scan-tool";

test("its definition is sound", () => expectSound(checkov));

test("it is the version by which this repository is judged", () => {
  const { version } = parse(readFileSync(join(__dirname, "..", "..", "..", "..", "policies", "checkov", "expected.yaml"), "utf8"));
  expect(checkov.version).toBe(version);
  expect(recordOf(checkov)).toMatchObject({ rules: '"$checks"' });
});
