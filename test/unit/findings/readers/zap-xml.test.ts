import { countBySeverity, readFixture } from "../../../support/findings";
import { readWritten } from "../../../support/written-report";

/** `<instance>` of every alertitem by its `<riskcode>`, counted by Python over the text. */
test.each([
  ["zap/some_2.9.0.xml", "2.9.0", { medium: 1, low: 12, info: 4 }],
  ["zap/juicy2.xml", "2.10.0", { medium: 22, low: 40, info: 24 }],
  ["zap/empty_2.9.0.xml", "2.9.0", {}],
])("%s", (file, toolVersion, expected) => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "zap-xml", tool: "zap", toolVersion, looked: 1, failures: [], contradictions: [] });
  expect(countBySeverity(report.findings)).toEqual(expected);
});

test("when the report was made", () => {
  expect(readFixture("zap/empty_2.9.0.xml").time).toBe("2020-05-12T20:59:12.000Z");
});

const item = (fields: string): string => `<alertitem><pluginid>10011</pluginid><name>Cookie Without Secure Flag</name>${fields}</alertitem>`;
const reportOf = (sites: string): string => `<OWASPZAPReport version="2.16.1" generated="Fr., 30 Sep. 2022 08:40:35">${sites}</OWASPZAPReport>`;
const risk = "<riskcode>1</riskcode><confidence>2</confidence>";
const place = "<instances><instance><uri>http://shop.example.org/?a=1</uri><method>GET</method><param>session</param></instance></instances>";

test("every site counts, and the language of the machine does not matter", () => {
  const sites = `<site name="http://one.example.org"><alerts/></site><site name="http://two.example.org"><alerts>${item(risk + place)}</alerts></site>`;
  expect(readWritten(reportOf(sites))).toMatchObject({ looked: 2, time: "2022-09-30T08:40:35.000Z", findings: [{ rule: "10011", severity: "low", location: { url: "http://shop.example.org/?a", method: "GET", parameter: "session" } }] });
});

test("an alert of no place stands at its site", () => {
  expect(readWritten(reportOf(`<site name="http://one.example.org"><alerts>${item(risk)}</alerts></site>`)).findings[0]?.location.url).toBe("http://one.example.org");
});

test.each([
  ["<site/>", "a site has no alerts element"],
  [`<site><alerts>${item("")}</alerts></site>`, "an alertitem has no riskcode"],
  [`<site><alerts>${item(`${risk}<instances><instance/></instances>`)}</alerts></site>`, "an instance has no uri"],
])("%s is refused", (sites, problem) => {
  expect(() => readWritten(reportOf(sites))).toThrow(problem);
});

test("another document is not taken for one", () => {
  expect(() => readWritten("<issues/>", "zap-xml")).toThrow("the root element is not OWASPZAPReport");
});

test("no site is nothing looked at", () => {
  expect(readWritten(reportOf("")).looked).toBe(0);
});
