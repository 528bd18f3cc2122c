import fc from "fast-check";
import type { Finding } from "../../../scripts/findings";
import { identify, summarise, type Reported } from "../../../scripts/gate/identity";
import { findingOf } from "../../support/gate";

const flawsOf = (...findings: readonly Finding[]) => identify(findings.map((finding): Reported => ({ finding, report: `${finding.tool}.json` }))).map(summarise);
const fingerprintOf = (finding: Finding): string => flawsOf(finding)[0]!.fingerprint;
const log4j = (changed: Partial<Finding> = {}): Finding =>
  findingOf({ tool: "trivy", rule: "CVE-2021-44228", kind: "dependency", severity: "critical", aliases: ["CVE-2021-44228", "CWE-502"], location: { path: "app.jar", package: { name: "org.apache.logging.log4j:log4j-core", version: "2.14.1" } }, ...changed });

describe("two witnesses, one finding", () => {
  test("the same CVE in the same package, whatever file, spelling and severity", () => {
    const grype = log4j({ tool: "grype", rule: "GHSA-JFH8-C2JP-5V3Q", aliases: ["GHSA-JFH8-C2JP-5V3Q", "CVE-2021-44228"], severity: "high", kind: "container", location: { path: "/srv/app.jar", package: { name: "log4j-core", version: "2.14.1", fixedIn: ["2.15.0"] } } });
    const [flaw, ...others] = flawsOf(grype, log4j());
    expect(others).toEqual([]);
    expect(flaw).toMatchObject({ fingerprint: fingerprintOf(log4j()), severity: "critical", tool: "trivy", aliases: ["CVE-2021-44228", "CWE-502", "GHSA-JFH8-C2JP-5V3Q"] });
    expect(flaw!.location).toMatchObject({ path: undefined, package: { fixedIn: ["2.15.0"] } });
    expect(flaw!.witnesses.map(({ tool }) => tool)).toEqual(["grype", "trivy"]);
  });

  test("GHSA and CVE of one advisory meet through a third that knows both, in any order", () => {
    const ghsa = log4j({ tool: "npm-audit", rule: "GHSA-JFH8-C2JP-5V3Q", aliases: [] });
    const both = log4j({ tool: "osv-scanner", rule: "GHSA-JFH8-C2JP-5V3Q" });
    expect(flawsOf(log4j(), ghsa)).toHaveLength(2);
    for (const order of [[log4j(), ghsa, both], [both, ghsa, log4j()], [ghsa, both, log4j()]]) {
      const flaws = flawsOf(...order);
      expect(flaws).toHaveLength(1);
      expect(flaws).toEqual(flawsOf(both, log4j(), ghsa));
    }
    // A waiver of one of them was approved for what that one said.
    expect([fingerprintOf(log4j()), fingerprintOf(ghsa)]).not.toContain(flawsOf(log4j(), ghsa, both)[0]!.fingerprint);
  });

  test("another version, another package and another CVE are others; an advisory of a distribution joins nothing", () => {
    const at = (name: string, version: string) => log4j({ location: { package: { name, version } } });
    expect(flawsOf(at("a", "1"), at("a", "2"), at("b", "1"))).toHaveLength(3);
    for (const alias of ["RHSA-2021:5140", "CVE-", "CVE-PENDING", "CVE-2021-XXXX", "GHSA-", "CWE-502"]) expect(flawsOf(log4j({ aliases: [alias] }), log4j({ rule: "CVE-2021-45046", aliases: [alias] }))).toHaveLength(2);
  });

  test("the same CWE in the same line of code; another line or another CWE is another", () => {
    const codeql = findingOf({ tool: "codeql", rule: "js/xss", severity: "high" });
    expect(flawsOf(findingOf(), codeql)).toMatchObject([{ severity: "high", witnesses: [{ tool: "codeql" }, { tool: "semgrep" }], location: { path: "src/page.ts", line: 7 } }]);
    expect(flawsOf(findingOf(), findingOf({ tool: "codeql", location: { path: "src/page.ts", line: 8 } }))).toHaveLength(2);
    expect(flawsOf(findingOf(), findingOf({ tool: "codeql", aliases: ["CWE-89"] }))).toHaveLength(2);
    expect(flawsOf(findingOf({ aliases: [] }), findingOf({ tool: "codeql", aliases: [] }))).toHaveLength(2);
  });

  test("a secret in one line, by whatever name; two of them in a line have a fingerprint of their own", () => {
    const secret = (tool: string, rule: string) => findingOf({ tool, rule, kind: "secret", aliases: [] });
    const [flaw, ...others] = flawsOf(secret("gitleaks", "aws-access-token"), secret("trivy", "aws-access-key-id"));
    expect(others).toEqual([]);
    expect(fingerprintOf(secret("gitleaks", "aws-access-token"))).not.toBe(flaw!.fingerprint);
  });

  test("a web page by weakness and parameter; the query that a scanner sent does not matter", () => {
    const page = (tool: string, url: string, parameter?: string) => findingOf({ tool, rule: tool, kind: "web", location: { url, method: "GET", parameter } });
    expect(flawsOf(page("zap", "https://x.example/find?q=<s>", "q"), page("acunetix", "https://x.example/find?q=1", "q"))).toHaveLength(1);
    // Many missing headers share one CWE: without a parameter each check is a flaw of its own.
    expect(flawsOf(page("zap", "https://x.example/"), page("acunetix", "https://x.example/"))).toHaveLength(2);
  });

  test("one who still sees it is enough; what is fixed says nothing about how severe it is", () => {
    const fixed = findingOf({ tool: "codeql", severity: "critical", state: "fixed" });
    expect(flawsOf(findingOf(), fixed)).toMatchObject([{ severity: "low", state: "open" }]);
    expect(flawsOf(fixed)).toMatchObject([{ severity: "critical", state: "fixed" }]);
    expect(flawsOf(findingOf({ severity: "unknown" }), findingOf({ tool: "codeql", severity: "high" }))).toMatchObject([{ severity: "unknown" }]);
  });
});

describe("the fingerprint", () => {
  test("stays the same where only title, severity, state or note change, and where lines move under a tool with an identity of its own", () => {
    const same = fingerprintOf(findingOf());
    expect(same).toMatch(/^f1-[0-9a-f]{32}$/);
    expect(fingerprintOf(findingOf({ title: "Another", severity: "high", note: "x", state: "suppressed", score: 3 }))).toBe(same);
    const own = (line: number) => fingerprintOf(findingOf({ nativeId: "abc", location: { path: "src/page.ts", line } }));
    expect(own(7)).toBe(own(99));
    expect(fingerprintOf(findingOf({ location: { path: "src/page.ts", line: 8 } }))).not.toBe(same);
  });

  test("tells findings apart to which a tool gave one and the same identity", () => {
    const twins = flawsOf(findingOf({ nativeId: "requires login" }), findingOf({ nativeId: "requires login", location: { path: "src/page.ts", line: 8 } }));
    expect(new Set(twins.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  test("of one tool is not that of another without a line: both know the CWE, and mean two places of the file", () => {
    const inFile = (changed: Partial<Finding>) => findingOf({ location: { path: "src/page.ts" }, ...changed });
    const flaws = flawsOf(inFile({}), inFile({ rule: "dom-xss", severity: "critical" }), inFile({ tool: "codeql", rule: "js/xss" }));
    expect(new Set(flaws.map(({ fingerprint }) => fingerprint)).size).toBe(3);
    // A waiver of the first lifts none of the others once the first is mended.
    expect(fingerprintOf(inFile({}))).not.toBe(fingerprintOf(inFile({ rule: "dom-xss" })));
  });

  test("is unique, and neither it nor anything else depends on the order", () => {
    const text = fc.constantFrom("a", "b");
    const finding = fc.record({
      tool: fc.constantFrom("semgrep", "trivy", "zap"),
      rule: fc.constantFrom("x", "y", "CVE-2021-1111", "GHSA-AAAA-BBBB-CCCC"),
      kind: fc.constantFrom("code" as const, "dependency" as const, "secret" as const, "web" as const, "infrastructure" as const),
      severity: fc.constantFrom("critical" as const, "low" as const, "unknown" as const),
      title: text,
      state: fc.constantFrom("open" as const, "fixed" as const, "suppressed" as const),
      nativeId: fc.option(text, { nil: undefined }),
      aliases: fc.uniqueArray(fc.constantFrom("CWE-1", "CWE-2", "CVE-2021-1111", "CVE-2021-2222", "GHSA-AAAA-BBBB-CCCC"), { maxLength: 3 }),
      location: fc.oneof(fc.record({ path: text, line: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }) }), fc.record({ path: text, package: fc.record({ name: text, version: text }) }), fc.record({ url: text, parameter: fc.option(text, { nil: undefined }) })),
    });
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 12 }).chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))), ([all, shuffled]) => {
        const flaws = flawsOf(...all);
        expect(flawsOf(...shuffled)).toEqual(flaws);
        expect(new Set(flaws.map(({ fingerprint }) => fingerprint)).size).toBe(flaws.length);
      }),
      { numRuns: 2000 },
    );
  });
});
