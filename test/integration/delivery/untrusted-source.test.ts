import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildspecText } from "../../../modules/build-project";
import { composePipeline } from "../../../modules/pipeline";
import { prelude } from "../../../modules/scan-tools";
import { exampleApplications, examplePlatform } from "../../support/delivery/castle";
import { checkoutOf, packedPortcullis, runBuild } from "../../support/delivery/harness";
import { python } from "../../support/python";
import { execFileSync } from "node:child_process";
import { temporaryFolder } from "../../support/temporary-folder";

/** A source that whoever delivers it wrote whole, `.git` among it, as one from S3 is: what is built is what was looked at, and that is the commit. */

const { version, sha256 } = packedPortcullis();
const variables = { PIPELINE: "castle-prod-queues", EVIDENCE_BUCKET: "evidence", TOOLS_BUCKET: "tools", EXECUTION: "11111111-2222-4333-8444-555555555555" };

const lookAround = (source: string) =>
  runBuild(buildspecText({ install: prelude({ version, sha256 }), build: ["git status --porcelain --ignored", "ls -A", "cat app.js"] }), { source, environment: variables });

test("files beside the commit, and changes of its own, are gone before anything is built", async () => {
  const source = checkoutOf({ "app.js": "reviewed\n", ".gitignore": "dist\n" });
  writeFileSync(join(source, "app.js"), "never looked at\n");
  writeFileSync(join(source, "dist"), "nor this\n");
  appendFileSync(join(source, ".git", "info", "exclude"), "beside.js\n");
  writeFileSync(join(source, "beside.js"), "nor this\n");
  const { failedPhase, stdout } = await lookAround(source);
  expect({ failedPhase, stdout }).toEqual({ failedPhase: undefined, stdout: expect.stringMatching(/(^|OK\n)\.git\n\.gitignore\napp\.js\nreviewed\n$/) });
});

test("no program that its configuration names is run", async () => {
  const source = checkoutOf({ "app.js": "reviewed\n" });
  const ran = join(temporaryFolder(), "ran");
  appendFileSync(join(source, ".git", "config"), `[core]\n\tfsmonitor = "touch ${ran}; false"\n[log]\n\tshowSignature = true\n[gpg]\n\tprogram = "touch ${ran}"\n`);
  expect(await lookAround(source)).toMatchObject({ exitCode: 0 });
  expect(existsSync(ran)).toBe(false);
});

test("what Terraform's build hands on is all of the commit, whatever its attributes leave out or put in", async () => {
  const platform = examplePlatform("queues", { portcullis: { version, sha256 } });
  const { buildspec } = composePipeline({ ...exampleApplications.terraform, languages: ["node"] }, platform).projects.find(({ part }) => part === "build")!;
  const source = checkoutOf({
    "package.json": JSON.stringify({ name: "queues", version: "1.0.0" }),
    "package-lock.json": JSON.stringify({ name: "queues", version: "1.0.0", lockfileVersion: 3, packages: {} }),
    "x.test.js": `require("node:test").test("x", () => {});\n`,
    "infrastructure/main.tf": "# $Format:%an$\n",
    "infrastructure/encryption_override.tf": "# encrypted\n",
    ".gitattributes": "encryption_override.tf export-ignore\n*.tf export-subst\n",
  });
  const { failedPhase, stderr, artifact } = await runBuild(buildspecText(buildspec), { source, environment: variables });
  expect({ failedPhase, stderr: failedPhase === undefined ? "" : stderr }).toEqual({ failedPhase: undefined, stderr: "" });
  const list = `import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1]) as archive:\n  print("\\n".join(n + ": " + archive.read(n).decode().strip() for n in sorted(archive.namelist()) if n.endswith(".tf")))`;
  const files = execFileSync(python(), ["-c", list, join(String(artifact), "deliverable", "application.zip")], { encoding: "utf8" });
  expect(files).toBe("infrastructure/encryption_override.tf: # encrypted\ninfrastructure/main.tf: # $Format:%an$\n");
});
