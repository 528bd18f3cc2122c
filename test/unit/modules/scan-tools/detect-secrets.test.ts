import { detectSecrets } from "../../../../modules/scan-tools/tools/detect-secrets";
import { expectSound, recordOf } from "../../../support/scan-tool";

test("its definition is sound", () => expectSound(detectSecrets));

test("the report says its version and its rules itself", () => {
  expect(recordOf(detectSecrets)).toMatchObject({ format: "detect-secrets", looked: '"$files"', "looked-at": "files" });
  expect(recordOf(detectSecrets)).not.toHaveProperty("tool-version");
  expect(recordOf(detectSecrets)).not.toHaveProperty("rules");
});
