import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { environments } from "../../../environments";
import { Checkout } from "../../support/checkout";
import { python } from "../../support/python";
import { makeAccessLogBucket, quickBootstrap } from "../../support/quick-bootstrap";

// jest does not take testTimeout from a project.
jest.setTimeout(300_000);

/** An account whose team once switched on, by hand, what Portcullis would: each is taken over as it is, not made a second time. */
interface Services {
  readonly recorders: readonly string[];
  readonly channels: readonly string[];
  /** Ids of GuardDuty's detectors, with their tags. */
  readonly detectors: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** When Security Hub was switched on. */
  readonly hub: string;
}
const dev = environments[0]!;
const stacks = ["compliance", "detection"];
const adopted = (detectorId: string) => [
  '    configRecorder: { mode: "adopt", recorderName: "default" },',
  `    guardDuty: { mode: "adopt", detectorId: "${detectorId}" },`,
  '    securityHub: { mode: "adopt" },',
];
const checkout = new Checkout({ isCompiled: true });
afterAll(() => checkout.remove());

test("what an account's own team has switched on is adopted: applied by import, once, and then nothing is left to change", async () => {
  const started = await checkout.portcullis("emulator", "start", "--format", "json");
  expect(checkout.complaint(started)).toBe("");
  const { endpoint } = JSON.parse(started.stdout);
  const services = (...more: readonly string[]): Services => JSON.parse(execFileSync(python(), ["-B", join(__dirname, "own_services.py"), endpoint, dev.homeRegion, dev.accountId, ...more], { encoding: "utf8" }));
  const made = services();
  expect(made).toMatchObject({ recorders: ["default"], channels: ["default"] });
  const [detector] = Object.keys(made.detectors);

  checkout.edit("environments/dev.ts", (text) => text.replace(/^ {2}approvals: 0,$/m, `  approvals: 0,\n  ownership: {\n${adopted(detector!).join("\n")}\n  },`));
  checkout.commit("Take over what is switched on");
  await quickBootstrap(dev, endpoint);
  await makeAccessLogBucket(dev, endpoint);

  const promote = (...more: readonly string[]) => checkout.portcullis("promote", "--emulator", "--to", "dev", ...stacks.flatMap((stack) => ["--stack", stack]), "--format", "json", ...more);
  const first = await promote();
  expect(checkout.complaint(first)).toBe("");
  const now = services("read");
  // Nothing was made beside it or anew; the one detector has Portcullis' tags in place of those it had.
  expect({ ...now, detectors: Object.keys(now.detectors) }).toEqual({ ...made, detectors: [detector] });
  expect(now.detectors[detector!]).toMatchObject({ stack: "detection" });
  expect(now.detectors[detector!]).not.toHaveProperty("made-by");
  const again = JSON.parse((await promote("--refresh")).stdout) as { stacks: readonly { outcome: string }[] };
  expect(again.stacks.map(({ outcome }) => outcome)).toEqual(stacks.map(() => "no-change"));
});
