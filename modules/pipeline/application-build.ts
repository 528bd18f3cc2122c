import { exported, type Buildspec } from "../build-project";
import { prelude, recordCommand, type Language } from "../scan-tools";
import { languageBuilds, testReports, type TestFiles } from "./languages";
import type { PlacedReport } from "./manifest";
import type { ActionModel, ProjectModel } from "./model";
import { artifactNames, outputFolder } from "./names";
import { buildAction, evidenceStatement, project, type Composition } from "./project";
import { targetOf } from "./targets";

/** Nobody asks for less: half of what goes out would be untested. In percent of lines. */
export const coverageFloor = 80;

/** Name of the part, and folder of its reports. */
const part = "build";

const filesOf = (language: Language): TestFiles => ({ junit: `junit-${language}.xml`, coverage: `lcov-${language}.info` });

/** What the gate demands of the build: tests that ran, and lines they reach, of each language. */
export const reportsOfBuild = ({ languages, minimumCoverage = coverageFloor }: Pick<Composition["application"], "languages" | "minimumCoverage">): readonly PlacedReport[] =>
  languages.map(filesOf).flatMap(({ junit, coverage }) => [
    { folder: part, requirement: { tool: "junit", file: junit, formats: ["junit"], minimumLooked: 1 } },
    { folder: part, requirement: { tool: "lcov", file: coverage, formats: ["lcov"], minimumLooked: 1, minimumCoverage } },
  ]);

const testCommands = (language: Language): readonly string[] => {
  const { quality, test, runnerVersion } = languageBuilds[language];
  const files = filesOf(language);
  const { junit, coverage } = testReports(files);
  const record = { toolVersion: runnerVersion, rules: "0", looked: "1", lookedAt: "reports" };
  return [...quality, ...test(files), `tests=$((exit_code > tests ? exit_code : tests))`, ...recordCommand(junit, record), ...recordCommand(coverage, record)];
};

const sizeCheck = (file: string, megabytes: number): readonly string[] => [
  `if [ "$(stat --format %s ${file})" -gt ${megabytes * 1_000_000} ]; then echo "the deliverable is larger than ${megabytes} MB, the most that its target takes" >&2; exit 1; fi`,
];

const buildspec = ({ application, platform }: Composition): Buildspec => {
  const target = targetOf(application.target);
  const { languages } = application;
  return {
    runtimes: Object.assign({}, ...languages.map((language) => languageBuilds[language].runtimes ?? {})) as Buildspec["runtimes"],
    install: [...prelude(platform.portcullis), ...languages.flatMap((language) => languageBuilds[language].install)],
    build: [
      exported("STARTED", `"$(date --utc +%Y-%m-%dT%H:%M:%SZ)"`),
      "tests=0",
      ...languages.flatMap(testCommands),
      "export tests",
      ...target.package(application),
      `mkdir ${outputFolder} ${outputFolder}/reports ${outputFolder}/application ${outputFolder}/application/deliverable`,
      ...target.deliver(application, `${outputFolder}/application/deliverable`),
      ...sizeCheck(`${outputFolder}/application/deliverable/*`, application.maximumArtifactMegabytes ?? target.limitMegabytes),
      `cp "$REPORTS"/junit-*.xml ${outputFolder}/reports/`,
    ],
    finish: [
      `aws s3 cp --only-show-errors --recursive "$REPORTS" "s3://$EVIDENCE_BUCKET/$PIPELINE/executions/$EXECUTION/reports/${part}"`,
      // The reports are handed over first, so that everybody can read why.
      `if [ "$tests" -ne 0 ]; then echo "the tests failed (exit code $tests)" >&2; exit 1; fi`,
    ],
    reports: { tests: { files: ["junit-*.xml"], folder: `${outputFolder}/reports`, format: "JUNITXML" } },
    artifacts: { folder: `${outputFolder}/application`, files: ["**/*"] },
  };
};

/** The only project that runs the application's code: it reaches no secret, and no evidence but its own. */
export const applicationBuild = (composition: Composition): { readonly action: ActionModel; readonly project: ProjectModel } => ({
  action: buildAction(composition, { name: part, part, category: "Build", outputs: [artifactNames.application] }),
  project: project(composition, {
    part,
    description: `Builds and tests ${composition.application.name}`,
    buildspec: buildspec(composition),
    statements: [evidenceStatement(composition, "HandOverReports", `reports/${part}`)],
    timeoutMinutes: 60,
    isPrivileged: composition.application.target.kind === "ecs",
    runsApplicationCode: true,
  }),
});
