import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { archiveOf } from "../../../../modules/lambda-function";
import { compliance } from "../../../../stacks/compliance";
import { createApp } from "../../../../stacks";
import { castle } from "../../../support/stacks";
import { inTemporaryFolder } from "../../../support/synth";

describe("the archive of a function", () => {
  test("its bytes are those of its files, whenever they were written and in whatever order", () =>
    inTemporaryFolder((folder) => {
      const write = (name: string, files: readonly string[], time: number): string => {
        const place = join(folder, name);
        mkdirSync(place);
        for (const file of files) {
          writeFileSync(join(place, file), `// ${file}\n`);
          utimesSync(join(place, file), time, time);
        }
        return place;
      };
      const [one, other] = [archiveOf(write("one", ["index.mjs", "check.mjs"], 1_600_000_000)), archiveOf(write("other", ["check.mjs", "index.mjs"], 1_700_000_000))];
      expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true);
      expect(Object.keys(unzipSync(one))).toEqual(["check.mjs", "index.mjs"]);
    }));

  test("it lies in the synthesised stack where Terraform looks, with the hash that Lambda will tell", () =>
    inTemporaryFolder((outdir) => {
      createApp({ ...castle(), definitions: [compliance], outdir }).app.synth();
      const folder = join(outdir, "stacks", "dev-compliance-eu-west-1");
      const tree = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as { readonly resource: { readonly aws_lambda_function: Record<string, { readonly filename: string; readonly source_code_hash: string }> } };
      const [lambda] = Object.values(tree.resource.aws_lambda_function);
      const bytes = readFileSync(join(folder, lambda!.filename));
      expect(createHash("sha256").update(bytes).digest("base64")).toBe(lambda?.source_code_hash);
      expect(Object.keys(unzipSync(bytes))).toContain("index.mjs");
    }));
});
