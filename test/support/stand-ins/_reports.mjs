/**
 * Reports as the licensed tools write them, derived from third-party ones (test/fixtures/findings, ORIGIN.tsv): the same shape, of today, with
 * their findings or without any.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { unzipSync, zipSync } from "fflate";

const fixture = (path) => readFileSync(fileURLToPath(new URL(`../../fixtures/findings/${path}`, import.meta.url)));
const json = (path) => JSON.parse(fixture(path).toString("utf8"));
const bytes = (value) => Buffer.from(JSON.stringify(value, undefined, 2));

/** `results.json` of Pipeline Scan 22.7.0. */
export const veracodePipeline = (withFindings) => {
  const results = json("veracode/veracode_pipeline_scanner_result.json");
  return bytes({ ...results, findings: withFindings ? results.findings : [] });
};

/** `srcclr scan --json` (Veracode Docs, "SCA agent JSON output"): what the agent found in the lock files. */
export const veracodeAgent = (withFindings) =>
  bytes({
    metadata: { requestDate: new Date().toISOString() },
    records: [
      {
        metadata: { recordType: "SCAN" },
        libraries: [{ name: "Apache Calcite Avatica", coordinateType: "MAVEN", versions: [{ version: "1.11.0" }] }],
        vulnerabilities: withFindings ? [{ cve: "2022-36364", title: "Arbitrary Code Execution", cvssScore: 4.3 }] : [],
      },
    ],
  });

/** One page of `GET /srcclr/v3/workspaces/{id}/issues`. */
export const veracodeIssues = (withFindings) => json("veracode_sca/veracode_sca.json")._embedded.issues.filter(() => withFindings);

const listOf = (name, text, replacement) => text.replace(new RegExp(`<${name}>[\\s\\S]*?</${name}>`), replacement);

/** Results of a static scan, straight from the engine: without an audit. */
export const fortify = (withFindings) => {
  const files = unzipSync(fixture("fortify/hello_world.fpr"));
  const [day, time] = new Date().toISOString().split("T");
  const written = Buffer.from(files["audit.fvdl"]).toString("utf8").replace(/<WriteDate [^>]*>/, `<WriteDate date="${day}" time="${time.replace("Z", "+00:00")}"/>`);
  const fvdl = withFindings ? written : listOf("Vulnerabilities", written, "<Vulnerabilities></Vulnerabilities>");
  return Buffer.from(zipSync({ "audit.fvdl": new TextEncoder().encode(fvdl), VERSION: files.VERSION }));
};

/** `scannercli scan --jsonfile`. */
export const aqua = (withFindings, image) => {
  const result = json("aqua/one_vuln.json");
  const now = { ...result, image, scan_started: { seconds: Math.floor(Date.now() / 1000), nanos: 0 }, scan_duration: 0, data_date: Math.floor(Date.now() / 1000) };
  return bytes(withFindings ? now : { ...now, resources: [], vulnerability_summary: { total: 0, critical: 0, high: 0, medium: 0, low: 0, negligible: 0, sensitive: 0, malware: 0 }, image_assurance_results: { disallowed: false } });
};

/** `GET …/scan_result` of the Aqua console. */
export const aquaConsole = (withFindings, image) =>
  bytes(
    withFindings
      ? { image_name: image, status: "Scanned", disallowed: true, cves_counts: { critical: 0, high: 1, medium: 0, low: 0 }, cves: [{ file: "/usr/bin/example", name: "CVE-2018-1000001", severity: "high" }] }
      : { image_name: image, status: "Scanned", disallowed: false, cves_counts: { critical: 0, high: 0, medium: 0, low: 0 }, cves: [] },
  );

const twoDigits = (number) => String(number).padStart(2, "0");

/** The XML export; its times are written `27/02/2020, 14:52:19`. */
export const acunetix = (withFindings) => {
  const now = new Date();
  const written = `${twoDigits(now.getUTCDate())}/${twoDigits(now.getUTCMonth() + 1)}/${now.getUTCFullYear()}, ${now.toISOString().slice(11, 19)}`;
  const text = fixture("acunetix/many_findings.xml").toString("utf8").replace(/<FinishTime>.*?<\/FinishTime>/, `<FinishTime><![CDATA[${written}]]></FinishTime>`).replaceAll("<![CDATA[medium]]>", "<![CDATA[high]]>");
  return Buffer.from(withFindings ? text : listOf("ReportItems", text, "<ReportItems></ReportItems>"));
};
