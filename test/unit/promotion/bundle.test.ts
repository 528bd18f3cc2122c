import { unzipSync, zipSync } from "fflate";
import { fixedClock } from "../../../scripts/clock";
import { openBundle, packBundle, requireApplicable } from "../../../scripts/promotion/bundle";
import { sha256 } from "../../../scripts/sha256";
import { digestOf } from "../../../scripts/synthesis";
import type { Session } from "../../../scripts/terraform";

const tree = new Map([
  ["cdk.tf.json", Buffer.from('{"resource":{}}')],
  ["assets/handler.zip", Buffer.from([1, 2, 3])],
]);
const lockFile = Buffer.from("# lock");
const files = new Map<string, Uint8Array>([
  ["plan.tfplan", Buffer.from("plan")],
  ["plan.json", Buffer.from("{}")],
  [".terraform.lock.hcl", lockFile],
  ...[...tree].map(([path, bytes]) => [`tree/${path}`, bytes] as const),
]);
const meta = {
  release: "r0123456789abcdef",
  commit: "c0ffee",
  environment: "dev",
  stack: "dev-network-eu-central-1",
  accountId: "111111111111",
  region: "eu-central-1",
  endpoint: "emulator",
  tools: { terraform: "1.11.4", providers: { "registry.terraform.io/hashicorp/aws": "5.100.0" } },
  lockFileHash: sha256(lockFile),
  digest: digestOf(tree),
  fingerprint: "v1:00",
  created: "2026-11-22T10:00:00.000Z",
  expires: "2026-12-22T10:00:00.000Z",
  verdict: { result: "pass" as const, reasons: [], evidence: [], findings: [] },
};
const { bytes, bundle } = packBundle(meta, files);
const repack = (change: (entries: Record<string, Uint8Array>) => void): Uint8Array => {
  const entries = unzipSync(bytes);
  change(entries);
  return zipSync(entries);
};
const reMeta = (change: (meta: Record<string, unknown>) => void) =>
  repack((entries) => {
    const value = JSON.parse(Buffer.from(entries["meta.json"]!).toString("utf8"));
    change(value);
    entries["meta.json"] = Buffer.from(JSON.stringify(value));
  });

describe("a plan bundle", () => {
  test("comes back as it was packed, and packs to the same bytes twice", () => {
    expect(openBundle(bytes, "b").meta).toEqual(bundle.meta);
    expect(openBundle(bytes, "b").hash).toBe(bundle.hash);
    expect(Buffer.from(packBundle(meta, files).bytes).equals(Buffer.from(bytes))).toBe(true);
  });

  test.each([
    ["a plan changed by a byte", repack((entries) => (entries["plan.tfplan"] = Buffer.from("plaN"))), /plan\.tfplan is not the file that was planned/],
    ["an asset changed by a byte", repack((entries) => (entries["tree/assets/handler.zip"] = Buffer.from([1, 2, 4]))), /handler\.zip is not the file/],
    ["an asset taken away", repack((entries) => delete entries["tree/assets/handler.zip"]), /handler\.zip is missing/],
    ["a file put in", repack((entries) => (entries["tree/extra.tf"] = Buffer.from(""))), /extra\.tf has no hash/],
    ["a path that leads out", repack((entries) => (entries["../evil"] = Buffer.from(""))), /holds the path/],
    ["a hash left out", reMeta((value) => delete (value.hashes as Record<string, unknown>)["plan.tfplan"]), /plan\.tfplan is missing/],
    ["no digest", reMeta((value) => delete value.digest), /digest is missing/],
    ["another digest", reMeta((value) => (value.digest = "0".repeat(64))), /digest/],
    ["no expiry", reMeta((value) => delete value.expires), /expires is missing/],
    ["no verdict", reMeta((value) => delete value.verdict), /verdict is missing/],
  ])("is refused with %s", (_name, changed, expected) => {
    expect(() => openBundle(changed, "b")).toThrow(expected);
  });

  test.each([["empty", Buffer.alloc(0)], ["cut off", bytes.slice(0, bytes.length / 2)], ["something else", Buffer.from("hello")]])("%s is a usage error", (_name, broken) => {
    expect(() => openBundle(broken, "b")).toThrow(expect.objectContaining({ exitCode: 2, fault: expect.objectContaining({ id: "bundle-unreadable" }) }));
  });

  const session: Session = { accountId: "111111111111", region: "eu-central-1", callerArn: "arn", accessKeyId: "a", secretAccessKey: "s", endpoint: "http://127.0.0.1:1" };
  const target = { commit: "c0ffee", session, tools: meta.tools, clock: fixedClock("2026-11-23T00:00:00Z"), known: new Set([bundle.hash]) };

  test("may be applied where it was made for", () => {
    expect(() => requireApplicable(bundle, target, "b")).not.toThrow();
  });

  test.each([
    ["another commit", { commit: "beef" }, /commit is c0ffee/],
    ["another account", { session: { ...session, accountId: "222222222222" } }, /accountId is 111111111111, here it is 222222222222/],
    ["a real account", { session: { ...session, endpoint: undefined } }, /endpoint is emulator, here it is aws/],
    ["another Terraform", { tools: { ...meta.tools, terraform: "1.12.0" } }, /Terraform version/],
    ["another provider", { tools: { ...meta.tools, providers: { "registry.terraform.io/hashicorp/aws": "6.0.0" } } }, /hashicorp\/aws/],
    ["a day after its expiry", { clock: fixedClock("2026-12-23T00:00:00Z") }, /expiry/],
    ["a place that never noted it", { known: new Set<string>() }, /no plan was noted/],
  ])("is refused for %s, naming the field", (_name, change, expected) => {
    expect(() => requireApplicable(bundle, { ...target, ...change }, "b")).toThrow(expected);
  });

  test("is refused where the gate blocked it", () => {
    const blocked = packBundle({ ...meta, verdict: { ...meta.verdict, result: "block", reasons: [{ id: "x", text: "why", remedy: "do" }] } }, files).bundle;
    expect(() => requireApplicable(blocked, { ...target, known: new Set([blocked.hash]) }, "b")).toThrow(/did not pass/);
  });
});
