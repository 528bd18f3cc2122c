import { createHash } from "node:crypto";
import { SaxesParser } from "saxes";
import { gateFileNames, gateFormats, isSealed, parseVerdict, type GateFormat, type Verdict } from "../../../../scripts/gate";
import { addressOf } from "../../../../scripts/findings";
import { attacked, hostile, inCode, judged, mixed, subject, verdictOf } from "../../../support/verdicts";

const formats = Object.keys(gateFormats) as readonly GateFormat[];
/** Of the hostile verdict only the list for Security Hub is none: it has no account. */
const withoutAccount = formats.filter((format) => format !== "asff");

describe("every face", () => {
  it.each(formats)("%s: the same bytes for the same verdict, and whatever the order of findings", (format) => {
    const verdict = mixed();
    expect(gateFormats[format](mixed())).toBe(gateFormats[format](verdict));
    const turned = { ...verdict, findings: [...verdict.findings].reverse() };
    if (format !== "json" && format !== "asff") expect(gateFormats[format](turned)).toBe(gateFormats[format](verdict));
  });

  it.each(withoutAccount)("%s: no control character, no turned writing", (format) => {
    const text = gateFormats[format](attacked());
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  });

  it.each(withoutAccount)("%s: says the outcome, the missing report and its remedy, the blocking finding and where it is", (format) => {
    const text = gateFormats[format](mixed()).replace(/\s+/g, " ");
    const evidence = format === "json" || format === "html" || format === "markdown" || format === "terminal" || format === "sarif" || format === "junit" || format === "codebuild";
    expect(text).toContain("CVE-2021-44228");
    expect(text).toContain("pom.xml");
    if (evidence) expect(text).toContain("Run gitleaks on this commit and hand over its report.");
  });

  it.each(["terminal", "markdown", "html"] as const)("%s: shows what a waiver names, to be copied whole", (format) => {
    const blocking = mixed().findings.filter(({ standing }) => standing === "blocks");
    expect(blocking.length).toBeGreaterThan(0);
    for (const finding of blocking) for (const name of [finding.fingerprint, addressOf(finding)!]) expect(gateFormats[format](mixed())).toContain(name.replaceAll("&", format === "html" ? "&amp;" : "&"));
  });

  it.each(withoutAccount)("%s: an empty verdict that passes is one too", (format) => expect(gateFormats[format](verdictOf({ reports: [] }))).not.toBe(""));

  it("has a file name of its own", () => expect(new Set(formats.map((format) => gateFileNames[format])).size).toBe(formats.length));
});

describe("terminal", () => {
  const lines = (verdict: Verdict) => gateFormats.terminal(verdict).split("\n");

  it.each([["mixed", mixed()], ["hostile", attacked()]])("%s: fits 80 columns", (_, verdict) => expect(lines(verdict).filter((line) => [...line].length > 80)).toEqual([]));

  it("begins with the outcome, then says why and what to do", () => {
    expect(lines(mixed())[0]).toBe("Blocked: this change of payments may not go to prod");
    expect(lines(verdictOf())[0]).toBe("Passed: this change of payments may go to prod");
    const text = gateFormats.terminal(mixed());
    expect(text.indexOf("Why, and what to do")).toBeLessThan(text.indexOf("Blocking findings"));
    expect(text).toMatch(/The manifest asks for 1 report of gitleaks; there are none\.\n {4}\[report-missing\]\n {5}gitleaks\n {5}→ Run gitleaks/);
  });

  it("counts by severity and standing, and shows what each report proved", () => {
    const text = gateFormats.terminal(mixed());
    expect(text).toMatch(/blocking\s+waived\s+tolerated\s+known\s+closed\ncritical\s+1\s+0\s+0\s+0\s+0\n/);
    expect(text).toMatch(/semgrep\.json\s+semgrep 1\.2\.3\s+\?\s+42 files\s+1\s+NO/);
  });

  it("puts the worst first, and counts what it does not show", () => {
    const many = Array.from({ length: 70 }, (_, number) => inCode(number, { standing: "blocks", severity: number === 69 ? "unknown" : "high" }));
    const text = gateFormats.terminal(verdictOf({ findings: [...many, judged()] }));
    const places = ["critical  CVE-2021", "unknown   javascript", "high      javascript"].map((part) => text.indexOf(part));
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text.match(/^(critical|unknown|high) +(CVE|javascript)/gm)).toHaveLength(50);
    expect(text).toContain("and 21 more findings");
  });
});

describe("html", () => {
  const page = gateFormats.html(mixed());

  it("fetches and runs nothing, and its policy says so", () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";
    expect(page).toContain(`default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'`);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|<form| style=|\son\w+=|url\(|@import|https?:/);
  });

  it("has a box for each severity that there is, whose style hides its findings", () => {
    expect([...page.matchAll(/type="checkbox" id="show-(\w+)" checked/g)].map(([, severity]) => severity)).toEqual(["critical", "high", "medium", "low"]);
    expect(page).toContain("#show-medium:not(:checked) ~ main .is-medium { display: none; }");
    expect(page.match(/ is-medium"/g)).toHaveLength(2);
  });

  it("links lead to what is there", () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const targets = [...page.matchAll(/ href="#([^"]+)"| for="([^"]+)"/g)].map(([, link, label]) => link ?? label);
    expect(targets.length).toBeGreaterThan(8);
    expect(targets.filter((target) => !ids.includes(target!))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("leaves nothing out", () => {
    const many = gateFormats.html(verdictOf({ findings: Array.from({ length: 3000 }, (_, number) => inCode(number)) }));
    expect(new Set(many.match(/f1-code-\d+/g)).size).toBe(3000);
  });

  it("names from a scanner act on nothing, and every tag is closed", () => {
    const text = gateFormats.html(attacked());
    expect(text).not.toMatch(/<script|<img|<!--/);
    for (const tag of ["details", "section", "table", "div", "ol", "ul", "dl", "code", "p"]) expect((text.match(new RegExp(`<${tag}[ >]`, "g")) ?? []).length).toBe((text.match(new RegExp(`</${tag}>`, "g")) ?? []).length);
    const parser = new SaxesParser();
    // Void elements and the doctype apart, the page is well-formed XML: no quote or bracket of a name got through.
    parser.write(text.replace(/<!doctype html>\n/, "").replace(/<(meta|input)([^>]*)>/g, (_, tag: string, rest: string) => `<${tag}${rest.replace(/ checked/, ' checked="checked"')}/>`)).close();
  });
});

describe("json", () => {
  it("is the verdict, whose hash anybody can check", () => {
    const text = gateFormats.json(mixed());
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(mixed())));
    expect(isSealed(JSON.parse(text) as Verdict)).toBe(true);
    expect(parseVerdict(text, "verdict.json")).toEqual(JSON.parse(text));
    // Members by name, no blanks: what RFC 8785 says of a document of plain names and whole numbers.
    const sorted = (value: unknown): unknown => (Array.isArray(value) ? value.map(sorted) : typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)])) : value);
    const { sha256, ...rest } = JSON.parse(text) as Verdict;
    expect(createHash("sha256").update(JSON.stringify(sorted(rest))).digest("hex")).toBe(sha256);
  });

  it("keeps every character, and shows none that hides", () => {
    const verdict = verdictOf({ findings: [judged({ title: "a\u202eb\u007f\u{e0041}c" })] });
    expect(gateFormats.json(verdict)).toContain('"a\\u202eb\\u007f\\udb40\\udc41c"');
    expect(parseVerdict(gateFormats.json(verdict), "verdict.json")).toEqual(JSON.parse(JSON.stringify(verdict)));
  });

  it.each([
    ["another word", (text: string) => text.replace("src/page-2.ts", "src/page-9.ts"), "verdict-altered", 1],
    ["a standing", (text: string) => text.replace('"standing": "blocks"', '"standing": "tolerated"'), "verdict-altered", 1],
    ["a cut", (text: string) => text.slice(0, 900), "verdict-unreadable", 2],
    ["another type", (text: string) => text.replace('"findings": [', '"findings": 3, "was": ['), "verdict-unreadable", 2],
    ["no verdict", () => "[]", "verdict-unreadable", 2],
  ])("is refused with %s", (_, change, id, exitCode) => {
    expect(() => parseVerdict(change(gateFormats.json(mixed())), "verdict.json")).toThrow(expect.objectContaining({ exitCode, fault: expect.objectContaining({ id }) }));
  });
});

describe("asff", () => {
  it("is a list for the account and home region of the environment", () => {
    const list = JSON.parse(gateFormats.asff(mixed())) as readonly { readonly Id: string; readonly ProductArn: string }[];
    expect(list.map(({ Id }) => Id)).toEqual(["f1-log4j", "f1-code-1", "f1-code-2", "f1-code-3"].map((fingerprint) => `portcullis/payments/prod/${fingerprint}`));
    expect(list[0]?.ProductArn).toMatch(/^arn:aws:securityhub:[a-z0-9-]+:(\d{12}):product\/\1\/default$/);
  });

  it("says which environments there are where there is no such one", () => {
    expect(() => gateFormats.asff(verdictOf({ subject: { ...subject, environment: "nowhere" } }))).toThrow(expect.objectContaining({ exitCode: 2, fault: expect.objectContaining({ id: "unknown-environment", remedy: expect.stringContaining("prod") }) }));
  });
});

it("the hostile text is as hostile as it should be", () => expect(hostile).toMatch(/<script>[\s\S]*\u001b[\s\S]*\u202e[\s\S]*\]\]>/));
