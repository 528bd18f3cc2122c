import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { names, organisation, stateKey } from "../../../environments";
import { applyBundles, promote } from "../../../scripts/promotion";
import { packBundle } from "../../../scripts/promotion/bundle";
import { workFolder } from "../../../scripts/promotion/operation";
import { openJournal } from "../../../scripts/promotion/recovery";
import { sha256 } from "../../../scripts/sha256";
import { digestOf } from "../../../scripts/synthesis";
import type { ProgressEvent } from "../../../scripts/terraform";
import { FakeAws } from "../../support/fake-aws";
import { stagedPromotion, staging, type StagedOptions } from "../../support/staged-promotion";

/** Staging of an organisation in which dev has verified a release of two stacks, the second on top of the first. */
const [first, second] = ["staging-network-eu-central-1", "staging-edge-eu-central-1"] as const;
const aws = new FakeAws();
beforeAll(aws.start);
afterAll(aws.stop);
beforeEach(() => {
  aws.objects.clear();
  aws.instead = () => undefined;
});

const setUp = (options: Partial<StagedOptions> = {}) => stagedPromotion(aws, { stacks: { [first]: [], [second]: [first] }, ...options });

const outcomes = (stacks: readonly { readonly stack: string; readonly outcome: string }[]) => stacks.map(({ stack, outcome }) => [stack, outcome]);

test("what dev has verified is planned layer by layer and verified; no plan stays on disk", async () => {
  const { operation, events } = await setUp();
  const promotion = await promote(operation, { to: staging });
  expect({ problem: promotion.problem, verified: promotion.verified, stacks: outcomes(promotion.stacks) }).toEqual({ problem: undefined, verified: true, stacks: [[first, "no-change"], [second, "no-change"]] });
  expect((await events()).at(-1)).toEqual(["verified", undefined]);
  expect(readdirSync(join(workFolder(operation), "work"))).toEqual([]);
});

test("uncommitted changes stop a promotion of any wave: the checkout's waivers would judge it", async () => {
  const { root, operation, events } = await setUp();
  writeFileSync(join(root, "policies", "waivers.yaml"), "[]\n# uncommitted\n");
  await expect(promote(operation, { to: staging })).rejects.toMatchObject({ exitCode: 2, fault: { id: "dirty-tree" } });
  expect(await events()).toHaveLength(1);
});

test("a plan that fails in a later layer hides nothing of what stands before it", async () => {
  const { operation } = await setUp({ plan: `if (stack === "${second}") process.exit(1);` });
  const promotion = await promote(operation, { to: staging });
  expect(promotion.problem).toMatchObject({ exitCode: 3, fault: { id: "terraform-failed" } });
  expect(promotion.verified).toBe(false);
  expect(outcomes(promotion.stacks)).toEqual([[first, "no-change"], [second, "not-applied"]]);
  expect([...aws.objects.keys()].some((key) => key.includes("/reviews/"))).toBe(true);
});

test("Ctrl-C between two layers is 130, and says what was not begun", async () => {
  const stop = new AbortController();
  const listener = ({ stack, phase, kind }: ProgressEvent) => {
    if (stack === first && phase === "plan" && kind === "done") stop.abort();
  };
  const { operation, calls } = await setUp({ signal: stop.signal, listener });
  const promotion = await promote(operation, { to: staging });
  expect(promotion.problem).toMatchObject({ exitCode: 130, fault: { id: "interrupted" } });
  expect(outcomes(promotion.stacks)).toContainEqual([second, "not-applied"]);
  expect(calls().filter(({ args }) => args[0] === "plan")).toHaveLength(1);
});

test("an environment that still holds a stack which the release has given up is not verified by a narrowed promotion", async () => {
  const { operation } = await setUp();
  const state = { lineage: "l", serial: 1, outputs: {}, resources: [{ mode: "managed", type: "aws_sqs_queue", name: "q", instances: [] }] };
  aws.objects.set(`${names(organisation, staging).stateBucket}/${stateKey("staging-data-eu-central-1")}`, Buffer.from(JSON.stringify(state)));
  const promotion = await promote(operation, { to: staging, stacks: ["network", "edge"] });
  expect({ problem: promotion.problem, verified: promotion.verified }).toEqual({ problem: undefined, verified: false });
});

test("the journal of an interrupted apply goes when a plan finds nothing left to do", async () => {
  const { operation } = await setUp();
  await openJournal(operation, { meta: { stack: first, release: "r1" }, planFile: Buffer.from("plan") });
  const folder = join(workFolder(operation), "journals", first);
  expect(existsSync(folder)).toBe(true);
  expect((await promote(operation, { to: staging })).verified).toBe(true);
  expect(existsSync(folder)).toBe(false);
});

test("a bundle of the bootstrap is refused, whatever the ledger says of it", async () => {
  const { operation } = await setUp();
  const lockFile = Buffer.from("");
  const tree = new Map([["cdk.tf.json", Buffer.from("{}")]]);
  const { bytes } = packBundle(
    {
      ...{ release: "r1", commit: "c0ffee", environment: "staging", stack: "staging-bootstrap", accountId: staging.accountId, region: "eu-central-1", endpoint: "emulator" },
      ...{ tools: { terraform: "1.11.4", providers: {} }, lockFileHash: sha256(lockFile), digest: digestOf(tree), fingerprint: "v1:00" },
      ...{ created: new Date().toISOString(), expires: new Date(Date.now() + 60_000).toISOString(), verdict: { result: "pass", reasons: [], evidence: [], findings: [] } },
    },
    new Map([["plan.tfplan", Buffer.from("plan")], ["plan.json", Buffer.from("{}")], [".terraform.lock.hcl", lockFile], ["tree/cdk.tf.json", Buffer.from("{}")]]),
  );
  const refused = applyBundles(operation, ["some.bundle"], { environmentOf: () => staging, readLocal: async () => bytes });
  await expect(refused).rejects.toMatchObject({ exitCode: 1, fault: { id: "bundle-refused", remedy: expect.stringContaining("portcullis bootstrap staging") } });
});

test("nothing is verified whose review could not be kept; the next run makes up for it", async () => {
  const { operation, events } = await setUp();
  aws.instead = ({ method, path }) => (method === "PUT" && path.includes("/reviews/") ? 500 : undefined);
  await expect(promote(operation, { to: staging })).rejects.toBeInstanceOf(Error);
  expect(await events()).not.toContainEqual(["verified", undefined]);
  aws.instead = () => undefined;
  expect((await promote(operation, { to: staging })).verified).toBe(true);
}, 20_000);
