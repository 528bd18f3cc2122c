import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ScanTool } from "../../../modules/scan-tools";
import { clamav } from "../../../modules/scan-tools/tools/clamav";
import { tarGzOf, tarOf, zipOf } from "../../support/delivery/archives";
import { artifactOf, checkoutOf, findProgram, judge, pinnedTo, runScan, type BuildResult } from "../../support/delivery/harness";
import { temporaryFolder } from "../../support/temporary-folder";
import { describeWith, digestOf, eicar, imageOf } from "./deliverable";

const [download] = clamav.downloads;
const key = "castle-prod-orders/executions/11111111-2222-4333-8444-555555555555/reports/clamav/clamscan.txt";

/** A database of one signature, as `sigtool --build` makes it, unsigned: the vendor's are signed and hundreds of megabytes. */
const database = (): Buffer => {
  const folder = temporaryFolder();
  // Type 0 is any file, `*` any place (ClamAV, "Extended signature format").
  writeFileSync(join(folder, "daily.ndb"), `Eicar-Test-File:0:*:${Buffer.from("$EICAR-STANDARD-ANTI").toString("hex")}\n`);
  writeFileSync(join(folder, "COPYING"), "None\n");
  const { status, stderr } = spawnSync(findProgram("sigtool")!, ["--build=daily.cud", "--unsigned", "--cvd-version=1", "--no-cdiff"], { cwd: folder, env: { SIGNDUSER: "notebook", PATH: process.env["PATH"] }, encoding: "utf8" });
  if (status !== 0) throw new Error(`sigtool: ${stderr}`);
  return readFileSync(join(folder, "daily.cud"));
};

describeWith("clamscan")("with the real clamscan", () => {
  const source = checkoutOf({ "index.ts": "1" });
  const installed = /(\d+\.\d+\.\d+)/.exec(spawnSync("clamscan", ["--version"], { encoding: "utf8" }).stdout)?.[1] ?? "0";
  /** The tool, pinned at what this machine has. */
  const tool: ScanTool = { ...clamav, reports: clamav.reports.map((report) => ({ ...report, minimumVersion: installed, minimumRules: 1 })) };

  /** The vendor's package in miniature: its programs are this machine's, and its freshclam lays down the database of the test. */
  const scan = async (file: "image.tar" | "application.zip", bytes: Buffer): Promise<BuildResult> => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "daily.cud"), database());
    const bin = "usr/local/bin";
    const data = await tarGzOf({
      [`${bin}/clamscan`]: `#!/bin/bash\nexec env --unset LD_LIBRARY_PATH '${findProgram("clamscan")!}' "$@"\n`,
      [`${bin}/freshclam`]: `#!/bin/bash\nset -e\n[[ "$1" == --config-file=* ]]\ncp '${join(folder, "daily.cud")}' "$(sed -n 's/^DatabaseDirectory //p' "\${1#*=}")/"\n`,
    });
    mkdirSync(join(folder, "package"));
    writeFileSync(join(folder, "package", "data.tar.gz"), data);
    spawnSync("ar", ["q", "clamav.deb", "data.tar.gz"], { cwd: join(folder, "package") });
    const downloads = { [download!.url]: readFileSync(join(folder, "package", "clamav.deb")) };
    return runScan(pinnedTo(tool, downloads), { source, artifact: artifactOf(file, bytes), downloads, standIns: { ar: findProgram("ar")! } });
  };
  const pathsIn = ({ evidence }: BuildResult) => evidence[key]!.toString().split("\n").filter((line) => line.endsWith("FOUND")).map((line) => line.replace(/: .*/, ""));

  test("a deliverable without malware passes, with the day of the signatures", async () => {
    const image = await imageOf({ "app/index.js": "one();" }, { "app/.wh.old.js": "" });
    const result = await scan("image.tar", image);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(judge(tool, result, { source, digest: digestOf(image) })).toMatchObject({ exitCode: 0, outcome: "pass", reasons: [] });
    const record = JSON.parse(result.evidence[`${key}.record.json`]!.toString());
    expect(record).toMatchObject({ tool: "clamav", toolVersion: installed, rules: 1, exitCode: 0, digest: digestOf(image) });
    expect(Math.abs(Date.parse(record.rulesTime) - Date.now())).toBeLessThan(600_000);
  });

  test("malware that a later layer removes still blocks, by the name it has in its layer", async () => {
    const image = await imageOf({ "app/test.com": eicar }, { "app/.wh.test.com": "" });
    const result = await scan("image.tar", image);
    expect(judge(tool, result, { source, digest: digestOf(image) })).toMatchObject({ exitCode: 1, outcome: "block", reasons: ["finding-critical"] });
    expect(pathsIn(result)).toEqual([`content/blobs/sha256/${"0".repeat(64)}.unpacked/app/test.com`]);
  });

  test("in an application.zip too, at any depth of folders and archives", async () => {
    const deep = `${Array.from({ length: 30 }, (_, level) => `d${level}`).join("/")}/test.com`;
    const packed = zipOf({ "a/b.jar": zipOf({ "c.zip": zipOf({ "test.com": eicar }) }), [deep]: eicar, "fine.txt": "fine" });
    const result = await scan("application.zip", packed);
    expect(pathsIn(result)).toEqual(expect.arrayContaining([`content/${deep}`, "content/a/b.jar.unpacked/c.zip.unpacked/test.com"]));
    expect(judge(tool, result, { source, digest: digestOf(packed) })).toMatchObject({ outcome: "block", reasons: ["finding-critical"] });
  });

  test("a deliverable that is no archive, or a layer that cannot be unpacked, is no deliverable that was looked at", async () => {
    expect(await scan("application.zip", Buffer.from("not a zip"))).toMatchObject({ failedPhase: "BUILD", stderr: expect.stringContaining("neither a tar nor a zip"), evidence: {} });
    const zstandard = await tarOf({ layer: Buffer.from("28b52ffd00010203", "hex"), "manifest.json": JSON.stringify([{ Layers: ["layer"] }]) });
    expect(await scan("image.tar", zstandard)).toMatchObject({ failedPhase: "BUILD", stderr: expect.stringContaining("layer layer is no tar"), evidence: {} });
  });

  test("what lies behind the end of an archive is looked at as well", async () => {
    const packed = zipOf({ "backup.tar": Buffer.concat([Buffer.alloc(10_240), Buffer.from(eicar)]) });
    const result = await scan("application.zip", packed);
    expect(pathsIn(result)).toEqual(["content/backup.tar"]);
  });

  test("names cannot lead out of the folder, and a second file does not hide a first", async () => {
    const twice = Buffer.concat([(await tarOf({ "app/a": eicar })).subarray(0, 1024), await tarOf({ "app/a": "fine", "../../../outside": "fine" })]);
    const image = await tarOf({ layer: twice, "manifest.json": JSON.stringify([{ Layers: ["layer"] }]) });
    const result = await scan("image.tar", image);
    expect(pathsIn(result)).toEqual(["content/layer.unpacked/app/a"]);
    expect(judge(tool, result, { source, digest: digestOf(image) })).toMatchObject({ outcome: "block" });
  });
});
