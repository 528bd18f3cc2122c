import { join } from "node:path";
import { readReport, severities, sourceOfFile, type Finding, type Report, type Severity } from "../../scripts/findings";

const folder = join(__dirname, "..", "fixtures", "findings");

/** A report of test/fixtures/findings; ORIGIN.tsv says where each is from. */
export const fixture = (name: string): string => join(folder, name);

/** @param format @default recognised by its content */
export const readFixture = (name: string, format?: string): Report => readReport(sourceOfFile(fixture(name), name), format);

/** How many findings there are of each severity; those of which there is none are left out. */
export const countBySeverity = (findings: readonly Finding[]): Partial<Record<Severity, number>> =>
  Object.fromEntries(severities.map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length] as const).filter(([, count]) => count > 0));
