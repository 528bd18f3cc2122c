import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { importVerdict, type Refusal, type SecurityHub } from "../../../scripts/security-hub";
import { evidenceOf, inCode, judged, missingReport, subject, verdictOf } from "../../support/verdicts";

const destination = { account: "333333333333", region: "eu-central-1" };

/** A Security Hub in memory, as API Reference and User Guide describe it. */
class FakeHub implements SecurityHub {
  public readonly kept = new Map<string, AwsSecurityFinding>();
  public readonly calls: (readonly AwsSecurityFinding[])[] = [];
  /** What a call refuses; what it does not refuse is taken. */
  public refuses: (finding: AwsSecurityFinding, call: number) => Refusal | undefined = () => undefined;
  public breaksAt = Infinity;

  public findings = (productArn: string, prefix: string) => Promise.resolve([...this.kept.values()].filter(({ Id, ProductArn }) => ProductArn === productArn && Id!.startsWith(prefix)));

  public import = (findings: readonly AwsSecurityFinding[]) => {
    this.calls.push(findings);
    if (this.calls.length === this.breaksAt) return Promise.reject(new Error("connection lost"));
    const refusals = findings.flatMap((finding) => this.refuses(finding, this.calls.length) ?? []);
    const refused = new Set(refusals.map(({ id }) => id));
    // What AWS adds by itself comes back when it is read.
    for (const finding of findings) if (!refused.has(finding.Id!)) this.kept.set(finding.Id!, { ...this.kept.get(finding.Id!), ...finding, Workflow: this.kept.get(finding.Id!)?.Workflow ?? { Status: "NEW" }, ProductFields: { ...finding.ProductFields, "aws/securityhub/FindingId": finding.Id! } });
    return Promise.resolve({ refused: refusals.length, refusals });
  };

  public states = () => Object.fromEntries([...this.kept.values()].map(({ Id, RecordState }) => [Id!.replace("portcullis/payments/prod/", ""), RecordState]));
}

const at = (day: number) => `2026-03-0${day}T12:00:00.000Z`;
const waits: number[] = [];
const bring = (hub: FakeHub, verdict: Parameters<typeof importVerdict>[0]) => importVerdict(verdict, destination, hub, (milliseconds) => Promise.resolve(waits.push(milliseconds)));
beforeEach(() => void waits.splice(0));

describe("an import", () => {
  it("makes, updates and archives, and keeps when a finding was made", async () => {
    const hub = new FakeHub();
    expect(await bring(hub, verdictOf({ time: at(1), findings: [judged(), inCode(1), inCode(2)] }))).toEqual({ created: 3, updated: 0, archived: 0, unchanged: 0, unproven: [], refusals: [] });
    expect(await bring(hub, verdictOf({ time: at(2), findings: [judged(), inCode(1, { state: "fixed", standing: "closed" }), inCode(3)] }))).toMatchObject({ created: 1, updated: 1, archived: 2 });
    expect(hub.states()).toEqual({ "f1-log4j": "ACTIVE", "f1-code-1": "ARCHIVED", "f1-code-2": "ARCHIVED", "f1-code-3": "ACTIVE" });
    expect([...hub.kept.values()].map(({ CreatedAt, UpdatedAt }) => [CreatedAt, UpdatedAt])).toEqual([[at(1), at(2)], [at(1), at(2)], [at(1), at(2)], [at(2), at(2)]]);
    // It comes back.
    await bring(hub, verdictOf({ time: at(3), findings: [inCode(2)] }));
    expect(hub.states()).toMatchObject({ "f1-code-2": "ACTIVE", "f1-log4j": "ARCHIVED" });
    expect(hub.kept.get("portcullis/payments/prod/f1-code-2")).toMatchObject({ CreatedAt: at(1), UpdatedAt: at(3) });
  });

  it("archives nothing twice, and sends nothing that stands so already", async () => {
    const hub = new FakeHub();
    await bring(hub, verdictOf({ time: at(1), findings: [judged(), inCode(1)] }));
    await bring(hub, verdictOf({ time: at(2), findings: [judged()] }));
    expect(await bring(hub, verdictOf({ time: at(2), findings: [judged()] }))).toEqual({ created: 0, updated: 0, archived: 0, unchanged: 1, unproven: [], refusals: [] });
    expect(hub.calls).toHaveLength(2);
  });

  it("leaves alone what people decided there, and what AWS added", async () => {
    const hub = new FakeHub();
    await bring(hub, verdictOf({ time: at(1), findings: [inCode(1)] }));
    const id = "portcullis/payments/prod/f1-code-1";
    hub.kept.set(id, { ...hub.kept.get(id)!, Workflow: { Status: "SUPPRESSED" }, Note: { Text: "n", UpdatedBy: "me", UpdatedAt: at(1) } });
    await bring(hub, verdictOf({ time: at(2) }));
    expect(hub.kept.get(id)).toMatchObject({ RecordState: "ARCHIVED", Workflow: { Status: "SUPPRESSED" } });
    const sent = hub.calls.at(-1)![0]!;
    expect(Object.keys(sent)).not.toEqual(expect.arrayContaining(["Workflow"]));
    expect(sent).not.toHaveProperty("Note");
    expect(Object.keys(sent.ProductFields!).filter((name) => name.startsWith("aws/"))).toEqual([]);
  });

  it("touches no other pipeline or environment", async () => {
    const hub = new FakeHub();
    const other = { ...subject, pipeline: "payments-api" };
    await bring(hub, verdictOf({ time: at(1), subject: other, findings: [inCode(1)] }));
    await bring(hub, verdictOf({ time: at(2) }));
    expect([...hub.kept.values()].map(({ RecordState }) => RecordState)).toEqual(["ACTIVE"]);
  });
});

describe("silence is not consent", () => {
  const before = verdictOf({ time: at(1), findings: [judged(), inCode(1)] });
  const proved = [evidenceOf("trivy"), evidenceOf("grype"), evidenceOf("semgrep")];

  it.each([
    ["a report is missing", { reasons: [missingReport] }, ["f1-code-1", "f1-log4j"]],
    ["something new is wrong with the evidence", { reasons: [{ ...missingReport, id: "scanner-asleep" }] }, ["f1-code-1", "f1-log4j"]],
    ["its tool gave no report", { reports: [proved[0]!, proved[1]!] }, ["f1-code-1"]],
    ["one of its two tools gave none", { reports: [proved[0]!, proved[2]!] }, ["f1-log4j"]],
    ["one of its tool's two reports does not count", { reports: [...proved, evidenceOf("semgrep", { name: "again.json", isAccepted: false })] }, ["f1-code-1"]],
    ["no report was given", { reports: [] }, ["f1-code-1", "f1-log4j"]],
    ["only a waiver ended", { reasons: [{ ...missingReport, id: "waiver-expired" }] }, []],
    ["every tool looked", {}, []],
  ])("%s: what is not listed stays", async (_, changed, kept) => {
    const hub = new FakeHub();
    await bring(hub, before);
    const { unproven, archived } = await bring(hub, verdictOf({ time: at(2), reports: proved, ...changed }));
    expect(unproven.map((id) => id.replace("portcullis/payments/prod/", "")).sort()).toEqual(kept);
    expect(archived).toBe(2 - kept.length);
    expect(Object.entries(hub.states()).filter(([, state]) => state === "ACTIVE").map(([id]) => id).sort()).toEqual(kept);
  });
});

describe("what is not imported", () => {
  it("a pull request's verdict", async () => {
    const hub = new FakeHub();
    await expect(bring(hub, verdictOf({ subject: { ...subject, event: "pull-request" } }))).rejects.toMatchObject({ exitCode: 2, fault: { id: "verdict-not-importable" } });
    expect(hub.calls).toEqual([]);
  });

  it("a verdict that is older than what stands", async () => {
    const hub = new FakeHub();
    await bring(hub, verdictOf({ time: at(2), findings: [judged()] }));
    await expect(bring(hub, verdictOf({ time: at(1) }))).rejects.toMatchObject({ exitCode: 2, fault: { id: "verdict-superseded" } });
    expect(hub.states()).toEqual({ "f1-log4j": "ACTIVE" });
  });
});

describe("what is refused", () => {
  const many = verdictOf({ time: at(1), findings: Array.from({ length: 250 }, (_, number) => inCode(number)) });
  const refusal = (finding: AwsSecurityFinding, code: string): Refusal => ({ id: finding.Id!, code, message: "no" });

  it("is sent again, alone, after ever longer waits", async () => {
    const hub = new FakeHub();
    hub.refuses = (finding, call) => (call <= 2 && finding.Id!.endsWith("-7") ? refusal(finding, "InternalError") : undefined);
    expect(await bring(hub, many)).toMatchObject({ created: 250, refusals: [] });
    expect(hub.calls.map((call) => call.length)).toEqual([100, 1, 1, 100, 50]);
    expect(waits).toEqual([500, 1000]);
  });

  it("is named where it stays refused, and all else is taken", async () => {
    const hub = new FakeHub();
    hub.refuses = (finding) => (finding.Id!.endsWith("-7") ? refusal(finding, "InternalError") : finding.Id!.endsWith("-8") ? refusal(finding, "InvalidInput") : undefined);
    const { created, refusals } = await bring(hub, many);
    expect(refusals.map(({ id, code }) => [id, code])).toEqual([["portcullis/payments/prod/f1-code-8", "InvalidInput"], ["portcullis/payments/prod/f1-code-7", "InternalError"]]);
    expect(created).toBe(248);
    expect(hub.kept.size).toBe(248);
    // What is malformed is sent once, the other five times.
    expect(hub.calls.flat().filter(({ Id }) => Id!.endsWith("-8"))).toHaveLength(1);
    expect(hub.calls.flat().filter(({ Id }) => Id!.endsWith("-7"))).toHaveLength(5);
  });

  it("is not lost where the answer counts more than it names", async () => {
    const hub = new FakeHub();
    let call = 0;
    const real = hub.import;
    hub.import = async (findings) => (call++ === 0 ? { refused: 2, refusals: [] } : real(findings));
    expect(await bring(hub, verdictOf({ time: at(1), findings: [inCode(1), inCode(2)] }))).toMatchObject({ created: 2, refusals: [] });
    expect(hub.kept.size).toBe(2);
  });

  it("after a break the next run goes on where it stopped", async () => {
    const hub = new FakeHub();
    hub.breaksAt = 2;
    await expect(bring(hub, many)).rejects.toThrow("connection lost");
    hub.breaksAt = Infinity;
    expect(await bring(hub, many)).toMatchObject({ created: 150, unchanged: 100 });
    expect(hub.kept.size).toBe(250);
  });
});
