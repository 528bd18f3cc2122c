import { countBySeverity, readFixture } from "../../../support/findings";
import { readWritten } from "../../../support/written-report";

const scan = (fields: string, items = ""): string =>
  `<ScanGroup><Scan><StartURL>https://user:secret@shop.example.org/start</StartURL>${fields}<Crawler><SiteFiles><SiteFile id="1"/></SiteFiles></Crawler><ReportItems>${items}</ReportItems></Scan></ScanGroup>`;
const finished = "<FinishTime>27/02/2020, 14:52:19</FinishTime><Aborted>False</Aborted><Responsive>True</Responsive>";
const item = (fields: string): string => `<ReportItem><Name>Cross site scripting</Name><ModuleName>xss.script</ModuleName><Severity>high</Severity>${fields}</ReportItem>`;

/** Severity of each ReportItem read in the file: medium, low, low, informational; two SiteFile. */
test("a report of a scanner", () => {
  const report = readFixture("acunetix/many_findings.xml");
  expect(report).toMatchObject({ format: "acunetix", tool: "acunetix", looked: 2, lookedAt: "URLs", time: "2020-02-27T14:52:19.000Z", failures: [], contradictions: [] });
  expect(countBySeverity(report.findings)).toEqual({ medium: 1, low: 2, info: 1 });
  expect(report.findings.map(({ aliases }) => aliases)).toEqual([[], ["CWE-200"], ["CWE-310"], ["CWE-16"]]);
});

test("a finding stands at the path it affects, without values and credentials", () => {
  const [finding] = readWritten(scan(finished, item("<Affects>/search?q=%3Cscript%3E&amp;page=2</Affects><Parameter>q</Parameter><CVEList><CVE>cve-2020-0001</CVE></CVEList>"))).findings;
  expect(finding).toMatchObject({ rule: "xss.script", severity: "high", state: "open", location: { url: "https://shop.example.org/search?q&page", parameter: "q" }, aliases: ["CVE-2020-0001"] });
});

test("a finding that is not on a path stands at the start", () => {
  expect(readWritten(scan(finished, item("<Affects>Web Server</Affects>"))).findings[0]?.location).toEqual({ url: "https://shop.example.org/start", parameter: undefined });
});

test.each([
  ["True", "suppressed"],
  ["1", "suppressed"],
  ["", "open"],
  ["False", "open"],
])("IsFalsePositive %p is %s", (word, state) => {
  expect(readWritten(scan(finished, item(`<IsFalsePositive><![CDATA[${word}]]></IsFalsePositive>`))).findings[0]?.state).toBe(state);
});

test("a scan that was aborted, met no answer or did not finish says so", () => {
  expect(readWritten(scan("<FinishTime/><Aborted>True</Aborted><Responsive>False</Responsive>")).failures).toEqual(["the scan was aborted", "the site did not respond", "the scan has no time at which it finished"]);
});

test("a severity that is not known is unknown", () => {
  expect(readWritten(scan(finished, "<ReportItem><Name>Something</Name><Severity>grave</Severity></ReportItem>")).findings[0]?.severity).toBe("unknown");
});

test("a scan that lists no files of its crawler does not say what it looked at", () => {
  expect(readWritten(`<ScanGroup><Scan>${finished}<ReportItems/></Scan></ScanGroup>`).looked).toBeUndefined();
});

test("a group without scans looked at nothing", () => {
  expect(readWritten("<ScanGroup/>").looked).toBe(0);
});

test.each([
  ["<ScanGroup><Scan><FinishTime>1</FinishTime></Scan></ScanGroup>", "a Scan has no ReportItems"],
  [scan(finished, "<ReportItem><Severity>high</Severity></ReportItem>"), "a ReportItem has no Name"],
])("%s is refused", (text, problem) => {
  expect(() => readWritten(text)).toThrow(problem);
});
