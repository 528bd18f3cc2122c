import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readAccounts, type Account } from "./support/accounts";
import { readControls } from "./support/controls";
import { Checkout } from "../support/checkout";

/**
 * The whole way, as a person goes it: one fresh clone, one embedded AWS, each test on what the one before left.
 * Asserted by what the commands print, by their exit codes, and by plain AWS API calls.
 */
const accountIds = ["111111111111", "222222222222", "333333333333"];
let checkout: Checkout;
/** The plan of dev's network that is reviewed, tampered with, applied and killed. */
let bundle: string;
/** What that plan creates under ids that only AWS knows. */
let nameless: readonly string[];
beforeAll(() => {
  checkout = new Checkout();
});
afterAll(() => checkout.remove());

const network = "dev-network-eu-central-1";
/** A change of dev that creates ten resources and takes a few seconds to apply. */
const thirdZone = (text: string) => text.replace("zones: 2", "zones: 3");

/** A stack that needs an id only AWS knows: it looks up the VPC that `network` makes. */
const probe = `
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { Construct } from "constructs";
import { BaseStack } from "./base";
import type { StackDefinition, StackProps } from "./definition";

class ProbeStack extends BaseStack {
  constructor(scope: Construct, props: StackProps) {
    super(scope, probe, props);
    const vpc = new DataAwsVpc(this, "vpc", { cidrBlock: this.environment.network.cidr });
    new SsmParameter(this, "vpc-id", { name: \`/\${this.names.base}/vpc\`, type: "String", value: vpc.id });
  }
}
export const probe: StackDefinition = { name: "probe", scope: "region", dependsOn: ["network"], create: (scope, props) => new ProbeStack(scope, props) };
`;
const listProbe = (text: string) => text.replace('import { network } from "./network";', 'import { network } from "./network";\nimport { probe } from "./probe";').replace("  edge,\n", "  edge,\n  probe,\n");
const unlistEdge = (text: string) => text.replace('import { edge } from "./edge";\n', "").replace("  edge,\n", "");

test("npm start builds three accounts, promotes every stack through them and says what stands where", async () => {
  const started = await checkout.npmStart();
  expect(checkout.complaint(started)).toBe("");
  const { stdout } = started;
  for (const environment of ["dev", "staging", "prod"]) for (const stack of ["bootstrap", "network", "audit", "edge"]) expect(stdout).toMatch(new RegExp(`${environment}\\s.*${stack}`));
  expect(Math.max(...stdout.slice(stdout.indexOf("where "), stdout.indexOf("log_archive")).split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(stdout).toMatch(/vpc_id +vpc-/);
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

test("plain AWS API calls find every control that the code claims, and none in an account that nobody built", async () => {
  const empty = "444444444444";
  const { claimed, controls, watchers } = await readControls(checkout, empty);
  const answers = new Map(controls.map((answer) => [`${answer.account} ${answer.control}`, answer]));
  const unproven = claimed.filter((claim) => !answers.get(claim)?.ok).map((claim) => answers.get(claim) ?? claim);
  expect(unproven).toEqual([]);
  expect(controls.filter(({ account, ok }) => account === empty && ok)).toEqual([]);
  expect(watchers.filter(({ ok }) => !ok)).toEqual([]);
  expect({ claims: claimed.length > 100, watchers: watchers.length > 5 }).toEqual({ claims: true, watchers: true });
});

test("a second npm start finds nothing to change anywhere, and the ledger holds", async () => {
  const again = await checkout.npmStart();
  expect(checkout.complaint(again)).toBe("");
  expect(again.stdout).toContain("Nothing to change anywhere.");
  const verified = await checkout.portcullis("ledger", "verify", "--emulator", "--format", "json");
  const { entries, anchors, faults } = JSON.parse(verified.stdout);
  expect({ faults, allAnchored: anchors === entries, some: entries > 20 }).toEqual({ faults: [], allAnchored: true, some: true });
});

test("an assessor is told what stands in the accounts, and what nothing proves", async () => {
  const observed = await checkout.portcullis("gate", "patches", "prod", "--emulator", "--format", "json");
  expect(checkout.complaint(observed)).toBe("");
  checkout.write(".portcullis/patches.json", observed.stdout);
  const { code, stdout } = await checkout.portcullis("assess", "--recorded", "--emulator", "--virtual-patches", ".portcullis/patches.json", "--format", "json");
  expect(code).toBe(1);
  const { answers } = JSON.parse(stdout);
  expect(Object.fromEntries(answers.map((each: { id: string; answer: string }) => [each.id, each.answer]))).toMatchObject({ "audit-logs-on": "yes", "images-hardened": "no", "web-patches-live": "partly" });
  const live = answers.find((each: { id: string }) => each.id === "web-patches-live");
  expect(live.gaps[0].problem).toMatch(/prod: the rule \S+ only does this: count/);
});

test("uncommitted changes are not promoted", async () => {
  checkout.edit("environments/dev.ts", thirdZone);
  const { code, stderr } = await checkout.portcullis("promote", "--to", "dev", "--emulator");
  expect(code).toBe(2);
  expect(stderr).toMatch(/differs from commit/);
  expect(stderr).toContain("environments/dev.ts");
});

test("a stack that looks up what another has still to make is provisional in a plan", async () => {
  checkout.write("stacks/probe.ts", probe);
  checkout.edit("stacks/index.ts", listProbe);
  checkout.commit("A third zone in dev, and a stack that looks up the VPC");
  const planned = await checkout.portcullis("plan", "dev", "network", "probe", "--emulator", "--format", "json");
  expect(checkout.complaint(planned)).toBe("");
  const { review, bundles } = JSON.parse(planned.stdout);
  expect(review.stacks.map((stack: { stack: string; status: string }) => [stack.stack, stack.status])).toEqual([
    [network, "planned"],
    ["dev-probe-eu-central-1", "provisional"],
  ]);
  expect(review.stacks[0].counts).toMatchObject({ create: 10, destroy: 0 });
  expect(review.stacks[0].changes[0].source.file).toMatch(/^(modules|stacks)\//);
  expect(bundles).toHaveLength(1);
  bundle = bundles[0].bundle;
  // checkov sees the same change, planned anew: the default route of the third zone has no waiver.
  const checked = await checkout.portcullis("check", "dev", "network", "--planned", "--emulator", "--format", "json");
  const report = JSON.parse(checked.stdout);
  expect({ code: checked.code, plans: report.stacks.filter((stack: { phase: string }) => stack.phase === "plan").map((stack: { stack: string }) => stack.stack) }).toEqual({ code: 1, plans: [network] });
  expect(report.findings.filter((finding: { waiver?: string }) => finding.waiver === undefined)).toEqual([expect.objectContaining({ rule: "CKV2_AWS_35", stack: network, phases: expect.arrayContaining(["plan"]) })]);
  nameless = review.stacks[0].changes.map((change: { address: string }) => change.address).filter((address: string) => /^aws_(subnet|route_table)\./.test(address));
  expect(nameless).toHaveLength(6);
});

test("a bundle that was changed by a byte is refused; the one that was reviewed is applied, and is killed half-way", async () => {
  const tampered = Buffer.from(readFileSync(bundle));
  tampered[Math.floor(tampered.length / 2)]! ^= 1;
  const copy = join(checkout.folder, ".portcullis", "tampered.bundle");
  writeFileSync(copy, tampered);
  const refused = await checkout.portcullis("apply", copy, "--emulator");
  expect([1, 2]).toContain(refused.code);
  expect(refused.stderr).toMatch(/not what was planned|not a whole plan bundle/);

  let isKilled = false;
  const { ended } = checkout.run(["portcullis", "apply", bundle, "--emulator"], (stderr, child) => {
    // What a kill leaves half-made and nameless a person has to look for: so all subnets and route tables are made by now.
    if (isKilled || nameless.some((address) => !stderr.includes(`${address} created`))) return;
    isKilled = true;
    killApply(network);
    child.kill("SIGKILL");
  });
  expect((await ended).code).toBeNull();
  expect(isKilled).toBe(true);
});

test("the next run finishes what was interrupted, and then nothing is left to change", async () => {
  const finished = await checkout.portcullis("promote", "--to", "dev", "--emulator");
  expect(checkout.complaint(finished)).toBe("");
  expect(finished.stderr).toMatch(/to import/);
  expect(finished.stderr.indexOf(`${network}: apply done`)).toBeLessThan(finished.stderr.indexOf("dev-probe-eu-central-1: plan"));
  expect((await readAccounts(await checkout.endpoint(), accountIds))["111111111111"]!.subnets).toBe(9);
  const again = await checkout.portcullis("promote", "--to", "dev", "--emulator", "--format", "json");
  expect(again.code).toBe(0);
  const { stacks, verified } = JSON.parse(again.stdout);
  expect([...new Set(stacks.map((stack: { outcome: string }) => stack.outcome))]).toEqual(["no-change"]);
  expect(verified).toBe(true);
});

test("prod takes nothing that staging has not verified", async () => {
  // staging still stands on the release before: that one is promoted, never the commit that is checked out.
  expect(checkout.complaint(await checkout.portcullis("promote", "--to", "prod", "--stack", "edge", "--emulator", "--format", "json"))).toBe("");
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
  // dev's stacks are the same as before; staging still lacks the probe.
  for (const [environment, ...stacks] of [["dev", "audit"], ["staging"]] as const) {
    expect(checkout.complaint(await checkout.portcullis("promote", "--to", environment, "--emulator", ...stacks.flatMap((stack) => ["--stack", stack])))).toBe("");
  }
  const { code, stderr } = await checkout.portcullis("promote", "--to", "prod", "--emulator", "--stack", "audit");
  expect(code).toBe(1);
  expect(stderr).toMatch(/gate stopped prod-audit/);
  expect(stderr).toMatch(/aws_cloudtrail\./);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect((await readAccounts(await checkout.endpoint(), accountIds))["333333333333"]!.trails).toHaveLength(1);
});

test("a stack that a release no longer has becomes a destroy plan, which the gate judges like any other", async () => {
  checkout.edit("environments/prod.ts", (text) => text.replace(/\n {2}ownership: .*/, ""));
  checkout.edit("stacks/index.ts", unlistEdge);
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
  const retired = await checkout.portcullis("retire", "dev", "--emulator", "--account", "111111111111");
  expect(checkout.complaint(retired)).toBe("");
  expect(retired.stdout).toMatch(/kept aws_s3_bucket\.state/);
  const left = (await readAccounts(await checkout.endpoint(), accountIds))["111111111111"]!;
  expect({ vpcs: left.vpcs, trails: left.trails, webAcls: left.webAcls }).toEqual({ vpcs: [], trails: [], webAcls: [] });
});

test("an emulator that is gone is noticed, with the remedy", async () => {
  await checkout.portcullis("emulator", "stop");
  const { code, stderr } = await checkout.portcullis("status", "--emulator");
  expect(code).toBe(3);
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
