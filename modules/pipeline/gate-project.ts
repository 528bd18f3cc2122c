import { artifactPrelude, prelude } from "../scan-tools";
import { exported, quoted, type Buildspec } from "../build-project";
import type { PathEnvironment } from "./application";
import { manifestOf, type PlacedReport } from "./manifest";
import type { ActionModel, PipelineVariable, ProjectModel, StageModel } from "./model";
import { artifactNames, bucketArn, outputFolder } from "./names";
import { buildAction, evidenceStatement, project, readEvidenceStatements, type Composition } from "./project";

/** One gate: where it lets a change go, and what was made before it. */
export interface Gate {
  /** Of the stage `Gate-<name>`. */
  readonly name: string;
  readonly environment: PathEnvironment;
  readonly reports: readonly PlacedReport[];
}

export const gatePart = ({ name }: Pick<Gate, "name">): string => `gate-${name}`;

/** The lists that the policy demands in production, from where .github/workflows fetch them as well. */
const lists = {
  // CISA's own copy: cisa.gov refuses many clouds.
  exploited: "https://raw.githubusercontent.com/cisagov/kev-data/develop/known_exploited_vulnerabilities.json",
  exploitProbability: "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz",
} as const;

/** Hosts that a gate reaches. */
export const gateReaches = (stage: PathEnvironment["stage"]): readonly string[] => (stage === "prod" ? Object.values(lists).map((url) => new URL(url).host) : []);

/** Set by whoever starts the pipeline for a release; where it is not, the gate is told of none. */
export const releaseVariable: PipelineVariable = {
  name: "RELEASE",
  description: "Semantic version that goes out, where each major release needs a penetration test of its own",
  defaultValue: "none",
};

/** What a semantic version is written in (semver.org, "Backus–Naur Form Grammar"), and the default. */
const releaseCheck: StageModel["check"] = { variable: releaseVariable.name, pattern: "^[0-9A-Za-z.+-]+$" };

/** Days after which the gate takes an earlier verdict no more (docs/gate.md, `baselineDays`): one that old is not handed over. */
const baselineDays = 30;

const fetched = (url: string, file: string): string => `curl --fail --silent --show-error --location --proto '=https' --retry 3 --output "$INPUTS/${file}" ${quoted(url)}`;

const listCommands = ({ stage }: PathEnvironment): readonly string[] =>
  stage === "prod"
    ? [
        fetched(lists.exploited, "exploited.json"),
        fetched(lists.exploitProbability, "exploit-probability.csv.gz"),
        `gunzip "$INPUTS/exploit-probability.csv.gz"`,
        `options+=(--exploited "$INPUTS/exploited.json" --exploit-probability "$INPUTS/exploit-probability.csv")`,
      ]
    : [];

const testCommands = ({ stage }: PathEnvironment): readonly string[] =>
  stage === "prod"
    ? [
        `mkdir "$INPUTS/penetration-tests"`,
        `aws s3 cp --only-show-errors --recursive "s3://$EVIDENCE_BUCKET/$PIPELINE/penetration-tests" "$INPUTS/penetration-tests"`,
        `while IFS= read -r -d '' file; do options+=(--penetration-test "$file"); done < <(find "$INPUTS/penetration-tests" -type f -print0 | sort --zero-terminated)`,
      ]
    : [];

/** The last verdict of this environment: since when a finding is known. */
const baselineCommands = ({ name }: PathEnvironment): readonly string[] => [
  `mkdir "$INPUTS/baseline"`,
  `aws s3 cp --only-show-errors --recursive "s3://$EVIDENCE_BUCKET/$PIPELINE/baseline/${name}" "$INPUTS/baseline"`,
  `baseline="$INPUTS/baseline/verdict.json"`,
  [
    `if [ -f "$baseline" ]; then`,
    `  if [ "$(jq --raw-output '(now - (.time | sub("\\\\.[0-9]+"; "") | fromdate)) / 86400 | floor' "$baseline")" -lt ${baselineDays} ]; then options+=(--baseline "$baseline")`,
    `  else echo "the last verdict is older than ${baselineDays} days: since when a finding is known counts anew"; fi`,
    "fi",
  ].join("\n"),
];

const decideCommand = ({ name, classification }: PathEnvironment, reports: readonly PlacedReport[]): string =>
  [
    `if portcullis gate "$REPORTS" --manifest "$INPUTS/manifest.json" --environment ${quoted(name)} --classification ${quoted(classification)} --commit "$COMMIT" --digest "$DIGEST" --event promotion`,
    `  --author "$AUTHOR" --policy "$POLICIES/gate/policy.yaml" --waivers "$POLICIES/waivers.yaml" --out "$VERDICT"`,
    ...reports.map(({ folder, requirement: { file, formats } }) => `  --as "${formats[0]}=$REPORTS/${folder}/${file}"`),
    `  "\${options[@]}"; then exit_code=0; else exit_code=$?; fi`,
  ].join(" \\\n");

/**
 * A verdict that stops the change for its findings alone is a baseline too: the age of a finding begins with the first verdict that tells
 * of it (docs/gate.md, "Age"). One that misses evidence is none: what it does not see would count as new the next time.
 */
const handOverCommands = (gate: Gate): readonly string[] => [
  `aws s3 cp --only-show-errors --recursive "$VERDICT" "s3://$EVIDENCE_BUCKET/$PIPELINE/executions/$EXECUTION/verdicts/${gatePart(gate)}"`,
  [
    `if [ -f "$VERDICT/verdict.json" ] && jq --exit-status 'all(.reasons[]; .id | startswith("finding-"))' "$VERDICT/verdict.json" > /dev/null; then`,
    `  aws s3 cp --only-show-errors "$VERDICT/verdict.json" "s3://$EVIDENCE_BUCKET/$PIPELINE/baseline/${gate.environment.name}/verdict.json"`,
    "fi",
  ].join("\n"),
  `exit "$exit_code"`,
];

const buildspec = ({ platform, pipeline }: Composition, gate: Gate): Buildspec => {
  const { environment, reports } = gate;
  return {
    install: [
      ...prelude(platform.portcullis),
      ...artifactPrelude,
      exported("INPUTS", `"$(mktemp --directory)"`),
      `export VERDICT="$CODEBUILD_SRC_DIR/${outputFolder}/verdict" POLICIES="$TOOLS/portcullis-package/policies"`,
      // Who wrote the change may not have approved its waivers.
      exported("AUTHOR", `"$(git show --no-patch --format=%ae HEAD)"`),
      `mkdir "$CODEBUILD_SRC_DIR/${outputFolder}" "$VERDICT"`,
      `cat > "$INPUTS/manifest.json" <<'END_OF_MANIFEST'\n${JSON.stringify(manifestOf(pipeline, reports), undefined, 1)}\nEND_OF_MANIFEST`,
    ],
    build: [
      // Nothing of the change lies where the gate is called.
      `cd "$INPUTS"`,
      `aws s3 cp --only-show-errors --recursive "s3://$EVIDENCE_BUCKET/$PIPELINE/executions/$EXECUTION/reports" "$REPORTS"`,
      "options=()",
      `if [ "$RELEASE" != ${releaseVariable.defaultValue} ]; then options+=(--release "$RELEASE"); fi`,
      ...listCommands(environment),
      ...testCommands(environment),
      ...baselineCommands(environment),
      decideCommand(environment, reports),
      ...handOverCommands(gate),
    ],
    reports: { verdict: { files: ["verdict.codebuild.xml"], folder: `${outputFolder}/verdict`, format: "JUNITXML" } },
  };
};

const statements = (composition: Composition, gate: Gate) => {
  const { platform, pipeline } = composition;
  const { name, stage } = gate.environment;
  return [
    ...readEvidenceStatements(composition, [`${pipeline}/executions/*/reports`, `${pipeline}/baseline/${name}`, ...(stage === "prod" ? [`${pipeline}/penetration-tests`] : [])]),
    evidenceStatement(composition, "HandOverVerdict", `verdicts/${gatePart(gate)}`),
    { Sid: "WriteBaseline", Effect: "Allow", Action: "s3:PutObject", Resource: `${bucketArn(platform.evidenceBucket)}/${pipeline}/baseline/${name}/verdict.json` } as const,
  ];
};

export const gateProject = (composition: Composition, gate: Gate): ProjectModel =>
  project(composition, {
    part: gatePart(gate),
    description: `Decides whether a change may go to ${gate.environment.name}`,
    buildspec: buildspec(composition, gate),
    statements: statements(composition, gate),
    timeoutMinutes: 30,
  });

const gateAction = (composition: Composition, gate: Gate): ActionModel =>
  buildAction(composition, { name: "gate", part: gatePart(gate), category: "Test", inputs: [artifactNames.application], variables: { RELEASE: `#{variables.${releaseVariable.name}}` } });

export const gateStage = (composition: Composition, gate: Gate): StageModel => ({ name: `Gate-${gate.name}`, actions: [gateAction(composition, gate)], check: releaseCheck });
