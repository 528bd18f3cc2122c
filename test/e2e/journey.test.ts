import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readAccounts, type Account } from "./support/accounts";
import { Checkout } from "./support/checkout";

/**
 * The whole way, as a person goes it: one fresh clone, one embedded AWS, each test on what the one before left.
 * Asserted by what the commands print, by their exit codes, and by plain AWS API calls.
 */
const accountIds = ["111111111111", "222222222222", "333333333333"];
let checkout: Checkout;
beforeAll(() => {
  checkout = new Checkout();
});
afterAll(() => checkout.remove());

const network = "dev-network-eu-central-1";
/** A change of dev that creates about twenty resources and takes a few seconds to apply. */
const thirdZone = (text: string) => text.replace("zones: 2", "zones: 3");

test("npm start builds three accounts, promotes every stack through them and says what stands where", async () => {
  const { code, stdout, stderr } = await checkout.npmStart();
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  for (const environment of ["dev", "staging", "prod"]) for (const stack of ["bootstrap", "network", "audit", "edge"]) expect(stdout).toMatch(new RegExp(`${environment}\\s.*${stack}`));
  expect(stdout).toMatch(/vpc_id vpc-/);
  expect(stdout).toMatch(/export AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+/);

  const page = readFileSync(fileURLToPath(/file:\/\/\S+\.html/.exec(stdout)![0]), "utf8");
  expect(page).toContain("prod-audit");

  const accounts = await readAccounts(await checkout.endpoint(), accountIds);
  expect(accountIds.map((id) => accounts[id]!.vpcs)).toEqual([["10.16.0.0/16"], ["10.32.0.0/16"], ["10.48.0.0/16"]]);
  for (const id of accountIds) {
    const account: Account = accounts[id]!;
    expect(account.flowLogs).toEqual(["ALL"]);
    expect(account.trails).toEqual([{ multiRegion: true, validated: true, encrypted: true, logging: true }]);
    expect(account.webAcls).toEqual([{ logged: true, rules: 5 }]);
  }
});

test("a second npm start finds nothing to change anywhere, and the ledger holds", async () => {
  const { code, stdout } = await checkout.npmStart();
  expect(stdout).toContain("Nothing to change anywhere.");
  expect(code).toBe(0);
  const verified = await checkout.portcullis("ledger", "verify", "--emulator", "--format", "json");
  const { entries, anchors, faults } = JSON.parse(verified.stdout);
  expect({ faults, allAnchored: anchors === entries, some: entries > 20 }).toEqual({ faults: [], allAnchored: true, some: true });
});

test("uncommitted changes are not promoted", async () => {
  checkout.edit("environments/dev.ts", thirdZone);
  const { code, stderr } = await checkout.portcullis("promote", "--to", "dev", "--emulator");
  expect(code).toBe(2);
  expect(stderr).toMatch(/differs from commit/);
  expect(stderr).toContain("environments/dev.ts");
});

test("a bundle that was changed by a byte is refused; the one that was reviewed is applied, and is killed half-way", async () => {
  checkout.commit("A third zone in dev");
  const planned = await checkout.portcullis("plan", "dev", "network", "--emulator", "--format", "json");
  expect(planned.code).toBe(0);
  const { review, bundles } = JSON.parse(planned.stdout);
  expect(review.stacks[0].counts.create).toBeGreaterThan(10);
  expect(review.stacks[0].changes[0].source.file).toMatch(/^(modules|stacks)\//);

  const [{ bundle }] = bundles as [{ bundle: string }];
  const tampered = Buffer.from(readFileSync(bundle));
  tampered[Math.floor(tampered.length / 2)]! ^= 1;
  const copy = join(checkout.folder, ".portcullis", "tampered.bundle");
  writeFileSync(copy, tampered);
  const refused = await checkout.portcullis("apply", copy, "--emulator");
  expect([1, 2]).toContain(refused.code);
  expect(refused.stderr).toMatch(/not what was planned|not a whole plan bundle/);

  let isKilled = false;
  const { ended } = checkout.run(["portcullis", "apply", bundle, "--emulator"], (stderr, child) => {
    if (isKilled || !/created/.test(stderr)) return;
    isKilled = true;
    killApply(network);
    child.kill("SIGKILL");
  });
  expect((await ended).code).toBeNull();
  expect(isKilled).toBe(true);
});

test("the next run finishes what was interrupted, and then nothing is left to change", async () => {
  const finished = await checkout.portcullis("promote", "--to", "dev", "--stack", "network", "--emulator");
  expect({ code: finished.code, stderr: finished.code === 0 ? "" : finished.stderr }).toEqual({ code: 0, stderr: "" });
  expect((await readAccounts(await checkout.endpoint(), accountIds))["111111111111"]!.subnets).toBe(9);
  const again = await checkout.portcullis("promote", "--to", "dev", "--emulator", "--format", "json");
  expect(again.code).toBe(0);
  const { stacks, verified } = JSON.parse(again.stdout);
  expect(stacks.map((stack: { outcome: string }) => stack.outcome)).toEqual(["no-change", "no-change", "no-change", "no-change"]);
  expect(verified).toBe(true);
});

test("prod takes nothing that staging has not verified", async () => {
  const { code, stderr } = await checkout.portcullis("promote", "--to", "prod", "--stack", "edge", "--emulator", "--format", "json");
  // staging still stands on the release before: that one is promoted, never the commit that is checked out.
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  const status = JSON.parse((await checkout.portcullis("status", "--emulator", "--format", "json")).stdout);
  const verified = Object.fromEntries(status.environments.map((each: { environment: string; verified: string }) => [each.environment, each.verified]));
  expect(verified.prod).toBe(verified.staging);
  expect(verified.dev).not.toBe(verified.staging);
});

test("a weakening of prod alone passes dev and staging, and is stopped at prod's gate with a reason a person understands", async () => {
  checkout.edit("environments/prod.ts", (text) =>
    text.replace("  approvals: 1,", '  approvals: 1,\n  ownership: { cloudTrail: { mode: "external", trailArn: "arn:aws:cloudtrail:eu-central-1:999999999999:trail/organisation" } },'),
  );
  checkout.commit("Let the organisation's trail serve prod");
  for (const environment of ["dev", "staging"]) {
    const { code, stderr } = await checkout.portcullis("promote", "--to", environment, "--emulator");
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  }
  const { code, stderr } = await checkout.portcullis("promote", "--to", "prod", "--emulator");
  expect(code).toBe(1);
  expect(stderr).toMatch(/gate stopped prod-audit/);
  expect(stderr).toMatch(/aws_cloudtrail\./);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect((await readAccounts(await checkout.endpoint(), accountIds))["333333333333"]!.trails).toHaveLength(1);
});

test("a stack that a release no longer has becomes a destroy plan, which the gate judges like any other", async () => {
  checkout.edit("environments/prod.ts", (text) => text.replace(/\n {2}ownership: .*/, ""));
  checkout.edit("stacks/index.ts", (text) => text.replace(/(stackDefinitions[^[]*\[[^\]]*?),?\s*edge(,?\s*\])/s, "$1$2"));
  checkout.commit("Give up the edge");
  const { code, stderr } = await checkout.portcullis("promote", "--to", "dev", "--emulator");
  expect(code).toBe(1);
  expect(stderr).toMatch(/dev-edge-eu-central-1/);
  expect(stderr).toMatch(/aws_wafv2_web_acl\./);
  expect((await readAccounts(await checkout.endpoint(), accountIds))["111111111111"]!.webAcls).toHaveLength(1);
});

test("retire says what cannot be deleted and removes the rest", async () => {
  checkout.git("revert", "--no-edit", "HEAD");
  const refused = await checkout.portcullis("retire", "dev", "--emulator");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/not confirmed/);
  const { code, stdout, stderr } = await checkout.portcullis("retire", "dev", "--emulator", "--account", "111111111111");
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/kept aws_s3_bucket\.state/);
  const left = (await readAccounts(await checkout.endpoint(), accountIds))["111111111111"]!;
  expect({ vpcs: left.vpcs, trails: left.trails, webAcls: left.webAcls }).toEqual({ vpcs: [], trails: [], webAcls: [] });
});

test("an emulator that is gone is noticed, with the remedy", async () => {
  await checkout.portcullis("emulator", "stop");
  const { code, stderr } = await checkout.portcullis("status", "--emulator");
  expect(code).toBe(2);
  expect(stderr).toMatch(/npm start|emulator start/);
});

test("nothing that was meant for AWS ever left this machine, and no folder holds what a run left behind", () => {
  const left = readdirSync(join(checkout.folder, ".portcullis")).filter((name) => /^(synth|release)-/.test(name));
  expect(left).toEqual([]);
});

/** Kills the Terraform that applies a stack, by the process id that its own journal names. */
const killApply = (stack: string): void => {
  const folder = join(checkout.folder, ".portcullis", "on-emulator", "journals", stack);
  const journal = readFileSync(join(folder, readdirSync(folder)[0]!), "utf8").split("\n");
  const started = journal.map((line) => (line ? JSON.parse(line) : {})).find((line) => line.type === "portcullis_process");
  process.kill(started.process.pid, "SIGKILL");
};
