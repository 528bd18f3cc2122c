import { stringify } from "yaml";
import { plural } from "../../faces";
import type { Face } from "./face";
import { casesOf, junitOf, type JunitCase } from "./junit";
import { outcomeText } from "./wording";

/** "A test report can have a maximum of 500 test case results"; the rest is cut off (AWS CodeBuild User Guide, "Test report statuses"). */
const maximumCases = 500;

const order: Readonly<Record<JunitCase["status"], number>> = { failed: 0, skipped: 1, passed: 2 };

/**
 * JUnit XML for a report group of CodeBuild: what failed stays before what was skipped, that before what passed, and what is left out is counted in a
 * case of its own, which fails where failures are among it.
 */
export const renderCodeBuild: Face = (verdict) => {
  const cases = [...casesOf(verdict)].sort((a, b) => order[a.status] - order[b.status]);
  return junitOf(cases.length <= maximumCases ? cases : [...cases.slice(0, maximumCases - 1), leftOut(cases.slice(maximumCases - 1))], outcomeText(verdict));
};

const leftOut = (cases: readonly JunitCase[]): JunitCase => {
  const failed = cases.filter(({ status }) => status === "failed").length;
  const message = `${plural(cases.length, "more case")}, ${failed.toLocaleString("en-US")} of which failed: see the JSON verdict`;
  return { suite: "gate", name: message, className: "gate", status: failed > 0 ? "failed" : "passed", message, type: "left-out" };
};

/**
 * The part of a buildspec that hands the file to a report group. CodeBuild names the group `<project>-<name>` and makes it where there is none; a build
 * has at most five (User Guide, "Report groups"). JUNITXML is the format's name in "Reports syntax in the buildspec file".
 * @param file relative to the build's folder
 * @param group name of the report group, or its ARN
 */
export const buildspecReports = (file: string, group = "portcullis-gate"): string => stringify({ reports: { [group]: { files: [file], "file-format": "JUNITXML" } } });
