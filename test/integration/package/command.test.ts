import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pack, repository } from "../../support/package/pack";
import { temporaryFolder } from "../../support/temporary-folder";

// jest does not take testTimeout from a project.
jest.setTimeout(600_000);

/** The command as builds of a pipeline fetch it: unpacked, nothing installed, no registry asked. */
test("the packed command needs nothing but Node, and judges by the policies it brings", async () => {
  const scratch = temporaryFolder();
  const { file } = await pack({ from: repository, out: scratch, only: "portcullis", version: "1.2.3" });
  execFileSync("tar", ["--extract", "--gzip", "--file", file, "--directory", scratch]);
  const folder = join(scratch, "package");
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  expect(manifest).toMatchObject({ version: "1.2.3", bundleDependencies: true });
  expect(manifest.devDependencies).toBeUndefined();

  const work = join(scratch, "work");
  mkdirSync(join(work, "reports"), { recursive: true });
  writeFileSync(join(work, "manifest.json"), JSON.stringify({ version: 1, pipeline: "orders", requires: [{ tool: "gitleaks", file: "gitleaks.json", formats: ["gitleaks"], kind: "secret" }] }));
  const policies = join(folder, "policies");
  const words = [
    ...["gate", "reports", "--manifest", "manifest.json", "--environment", "dev", "--classification", "internal", "--event", "promotion", "--commit", "a".repeat(40), "--format", "json"],
    ...["--policy", join(policies, "gate", "policy.yaml"), "--waivers", join(policies, "waivers.yaml")],
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, "portcullis"), ...words], { cwd: work, encoding: "utf8", env: { PATH: process.env["PATH"], HOME: work } });
  expect({ status, stderr: status === 1 ? "" : stderr }).toEqual({ status: 1, stderr: "" });
  expect(JSON.parse(stdout)).toMatchObject({ outcome: "block", reasons: [expect.objectContaining({ id: "report-missing" })] });
});
