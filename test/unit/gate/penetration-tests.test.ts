import { stringify } from "yaml";
import { fixedClock } from "../../../scripts/clock";
import { judgePenetrationTests, type PenetrationTestQuestion } from "../../../scripts/gate/penetration-tests";

const commit = "c".repeat(40);
const subject = { pipeline: "shop", environment: "prod", classification: "phi", commit, release: "3.1.0" } as const;
const requirement = { validDays: 365, eachMajorRelease: true } as const;
const whole = {
  version: 1,
  scope: { applications: ["shop"], urls: ["https://shop.example.org/"], accounts: ["111111111111"] },
  release: "3.0.0",
  tester: { name: "Grace Hopper", email: "grace@testers.example", organisation: "Testers Ltd", independent: true },
  from: "2026-03-02",
  to: "2026-03-13",
  counts: { high: 1, low: 1 },
  findings: [
    { id: "PT-1", severity: "high", title: "Stored cross-site scripting", status: "fixed", retested: "2026-04-01" },
    { id: "PT-2", severity: "low", title: "Banner", status: "open" },
  ],
  expires: "2027-03-13",
  report: { sha256: "a".repeat(64) },
};
type Changes = Record<string, unknown>;
const written = (changes: Changes = {}, name = "pentest.yaml") => ({ name, text: stringify({ ...whole, ...changes }) });
const judge = (changes: Changes = {}, question: Partial<PenetrationTestQuestion> & { readonly now?: string } = {}) =>
  judgePenetrationTests({ documents: [written(changes)], requirement, subject, clock: fixedClock(question.now ?? "2026-11-10T12:00:00Z"), changeAuthor: "ada@example.org", ...question });
const ids = (reasons: ReturnType<typeof judge>) => reasons.map(({ id }) => id.replace(/^penetration-test-/, ""));
const finding = (changes: Changes) => ({ findings: [{ id: "PT-1", severity: "high", title: "Injection", status: "open", ...changes }], counts: { [String(changes.severity ?? "high")]: 1 } });

it("a test that fulfils what is demanded gives no reason, as YAML and as JSON", () => {
  expect(judge()).toEqual([]);
  expect(judge({}, { documents: [{ name: "pentest.json", text: JSON.stringify(whole, undefined, "\t") }] })).toEqual([]);
});

it("is demanded, and none is given", () => {
  expect(judge({}, { documents: [] })).toEqual([{ id: "penetration-test-missing", where: "shop", problem: "phi data in prod demand a penetration test, and none is given.", remedy: expect.any(String) }]);
  expect(judge({}, { documents: [], requirement: undefined })).toEqual([]);
});

it.each<[string, string, Changes, (Partial<PenetrationTestQuestion> & { now?: string })?]>([
  ["of another application", "foreign", { scope: { applications: ["shop2"] } }],
  ["too old", "stale", { from: "2025-11-01", to: "2025-11-09" }],
  ["expired", "expired", { expires: "2026-11-09" }],
  ["of another major release", "other-release", { release: "2.9.0" }],
  ["of a later major release", "other-release", { release: "4.0.0" }],
  ["of another commit without a release", "other-release", { release: undefined, commit: "d".repeat(40) }],
  ["of a release, and nobody says which is judged", "other-release", {}, { subject: { ...subject, release: undefined } }],
  ["by somebody who is not independent", "not-independent", { tester: { ...whole.tester, independent: false } }],
  ["by the author, by mail address", "not-independent", {}, { changeAuthor: "Grace@Testers.Example" }],
  ["by the author, by name", "not-independent", {}, { changeAuthor: "grace hopper" }],
  ["while nobody says who the author is", "author-unknown", {}, { changeAuthor: undefined }],
  ["still going on", "from-the-future", { to: "2026-11-11" }],
  ["with an open high", "open-finding", finding({})],
  ["with an open critical", "open-finding", finding({ severity: "critical" })],
  ["with an open finding of unknown severity", "open-finding", finding({ severity: "unknown" })],
  ["with a high that was accepted", "open-finding", finding({ status: "accepted" })],
  ["with a high that nobody tested again", "not-retested", finding({ status: "fixed" })],
  ["with a high that was tested again before the test", "not-retested", finding({ status: "fixed", retested: "2026-03-01" })],
  ["with a high that will be tested again tomorrow", "not-retested", finding({ status: "fixed", retested: "2026-11-11" })],
  ["whose summary counts more than its list", "contradicts-itself", { counts: { high: 2, low: 1 } }],
  ["whose summary counts less than its list", "contradicts-itself", { counts: { high: 1 } }],
  ["that lists a finding twice", "contradicts-itself", { findings: [...whole.findings, whole.findings[1]], counts: { high: 1, low: 2 } }],
])("a test %s blocks, and says what to do", (_, id, changes, question = {}) => {
  const reasons = judge(changes, question);
  expect(ids(reasons)).toEqual([id]);
  expect(reasons[0]).toMatchObject({ where: expect.stringMatching(/^pentest\.yaml/), problem: expect.stringMatching(/\.$/), remedy: expect.stringMatching(/\.$/) });
});

it("holds until its last day has ended in UTC, and for as many days as the policy says after it ended", () => {
  expect(ids(judge({ expires: "2026-11-10" }, { now: "2026-11-10T23:59:59.999Z" }))).toEqual([]);
  expect(ids(judge({ expires: "2026-11-10" }, { now: "2026-11-11T00:00:00Z" }))).toEqual(["expired"]);
  expect(ids(judge({ expires: "2028-01-01" }, { now: "2027-03-13T23:59:59Z" }))).toEqual([]);
  expect(ids(judge({ expires: "2028-01-01" }, { now: "2027-03-14T00:00:00Z" }))).toEqual(["stale"]);
});

it("where major releases need none of their own, an earlier one will do; of the very commit it needs no release", () => {
  expect(ids(judge({ release: "2.0.0" }, { requirement: { validDays: 365, eachMajorRelease: false } }))).toEqual([]);
  expect(ids(judge({ release: undefined, commit }, { subject: { ...subject, release: undefined } }))).toEqual([]);
});

it("below high, findings may be open or accepted", () => {
  for (const severity of ["medium", "low", "info"]) for (const status of ["open", "accepted", "fixed"]) expect(ids(judge(finding({ severity, status })))).toEqual([]);
});

describe("of several tests", () => {
  it("one is enough, and those of other applications do not matter", () => {
    const old = written({ release: "2.0.0" }, "old.yaml");
    const foreign = written({ scope: { applications: ["other"] }, ...finding({}) }, "foreign.yaml");
    for (const documents of [[written(), old, foreign], [foreign, old, written()]]) expect(judge({}, { documents })).toEqual([]);
  });

  it("every one of this application must hold nothing open", () => {
    expect(judge({}, { documents: [written(), written(finding({}), "second.yaml")] })).toMatchObject([{ id: "penetration-test-open-finding", where: "second.yaml, finding PT-1" }]);
  });

  it("where none is enough, each says why", () => {
    expect(ids(judge({}, { documents: [written({ release: "2.0.0" }), written({ expires: "2026-06-01" })] }))).toEqual(["other-release", "expired"]);
  });
});

it("what is given is judged also where none is demanded, but for what nobody demands", () => {
  expect(ids(judge({ release: "1.0.0", expires: "2026-06-01", ...finding({}) }, { requirement: undefined }))).toEqual(["open-finding"]);
});

it.each<[string, Changes | string, RegExp]>([
  ["an unknown key", { expiry: "2027-01-01" }, /unknown key "expiry"; did you mean "expires"\?/],
  ["an unknown key deep inside", { tester: { ...whole.tester, organization: "x" } }, /tester: unknown key "organization"; did you mean "organisation"\?/],
  ["no severity that we know", finding({ severity: "severe" }), /findings\[0\]\.severity|counts: unknown key "severe"/],
  ["a text as count", { counts: { high: "1" } }, /counts\.high/],
  ["no count", { counts: { high: Number.NaN } }, /counts\.high/],
  ["no day", { to: "2026-02-30" }, /to: must be a day/],
  ["an end before its beginning", { to: "2026-03-01" }, /to: is before from/],
  ["an expiry before its end", { expires: "2026-03-12" }, /expires: is before the test ended/],
  ["neither commit nor release", { release: undefined }, /release: is missing/],
  ["half a commit", { commit: "abc1234" }, /commit: must be the whole id/],
  ["no application", { scope: { applications: [] } }, /scope\.applications: names no application/],
  ["a URL that is none", { scope: { applications: ["shop"], urls: ["javascript:alert(1)"] } }, /urls\[0\]: must be a URL/],
  ["an account without quotes", { scope: { applications: ["shop"], accounts: [111111111111] } }, /accounts\[0\]: must be 12 digits, in quotes/],
  ["another version", { version: 2 }, /version/],
  ["nothing", "", /the file/],
  ["a list", "[]", /the file/],
  ["half of it", written().text.slice(0, 120), /./],
  ["aliases that multiply without end", "a: &a [1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n", /alias/i],
  ["lists in lists without end", "- ".repeat(100_000), /deeper than 100 levels/],
])("a document with %s cannot be read, and its line is said", (_, changes, problem) => {
  const text = typeof changes === "string" ? changes : written(changes).text;
  const reasons = judge({}, { documents: [{ name: "pentest.yaml", text }] });
  expect(reasons[0]).toMatchObject({ id: "penetration-test-unreadable", where: expect.stringMatching(/^pentest\.yaml:\d+$/) });
  expect(reasons.map((reason) => reason.problem).join("\n")).toMatch(problem);
  expect(ids(reasons)).toEqual(["unreadable", "missing"]);
  expect(ids(judge({}, { documents: [written(), { name: "second.yaml", text }] }))).toEqual(["unreadable"]);
});
