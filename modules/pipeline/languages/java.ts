import { quoted } from "../../build-project";
import type { LanguageBuild } from "./language";
import { pythonScript } from "./python-script";

/** Version of the agent that measures coverage, and of the goal that reports it (jacoco.org, "Maven Plug-in"). */
const jacoco = "org.jacoco:jacoco-maven-plugin:0.8.13";
const maven = "mvn --batch-mode --no-transfer-progress --strict-checksums";

/** Surefire writes a file for each class (Maven Surefire documentation, `surefire:test`, reportsDirectory); the gate asks for one. */
const mergeTests = `
import glob, sys
import xml.etree.ElementTree as tree
suites = tree.Element("testsuites")
for path in sorted(glob.glob("**/target/surefire-reports/TEST-*.xml", recursive=True)):
    suites.append(tree.parse(path).getroot())
tree.ElementTree(suites).write(sys.argv[1], encoding="utf-8", xml_declaration=True)
`;

/** JaCoCo counts instructions of a line: `ci` of them ran (jacoco.org, report.dtd). */
const traceCoverage = `
import glob, sys
import xml.etree.ElementTree as tree
with open(sys.argv[1], "w", encoding="utf-8") as trace:
    for path in sorted(glob.glob("**/target/site/jacoco/jacoco.xml", recursive=True)):
        for package in tree.parse(path).getroot().iter("package"):
            for source in package.iter("sourcefile"):
                lines = [f"DA:{line.get('nr')},{line.get('ci')}" for line in source.iter("line")]
                if lines:
                    trace.write("\\n".join([f"SF:{package.get('name')}/{source.get('name')}", *lines, "end_of_record", ""]))
`;

/** Maven. What checks quality is bound to the phase `verify` by the project; that phase also writes the package's folder. */
export const java: LanguageBuild = {
  runtimes: { java: "corretto21" },
  install: [],
  quality: [],
  test: ({ junit, coverage }) => [
    `if ${maven} ${jacoco}:prepare-agent verify; then exit_code=0; else exit_code=$?; fi`,
    `${maven} ${jacoco}:report`,
    pythonScript(`"$REPORTS/${junit}"`, mergeTests),
    pythonScript(`"$REPORTS/${coverage}"`, traceCoverage),
  ],
  package: (folder) => [`test -d ${quoted(folder)}`],
  runnerVersion: `"$(mvn --version | head --lines 1 | tr --complement --delete '0-9.\\n')"`,
};
