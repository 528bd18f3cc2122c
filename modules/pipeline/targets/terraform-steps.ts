import { download, quoted } from "../../build-project";
import type { Statement } from "../../core";
import { committedFiles } from "../../scan-tools";
import type { PathEnvironment } from "../application";
import { artifactNames, outputFolder, planRoleArn } from "../names";
import { assumeStatement, buildAction, evidenceStatement, project, readEvidenceStatements, type Composition } from "../project";
import { assumeDeployRole, assumePlanRole, verdictStatements, verifiedPrelude } from "./deployment";
import type { Destination, Steps } from "./target";
import { fromRegistryAlone, refuseOwnPrograms } from "./terraform-allowed";
import { stateKey } from "./terraform-permissions";

/** A root module in the source, and how its steps are called. */
export interface RootModule {
  /** Folder in the source. */
  readonly folder: string;
  /** Name of its state. */
  readonly state: string;
  readonly plan: { readonly name: string; readonly part: string; readonly artifact: "plan" | "patchPlan" };
  readonly apply: { readonly name: string; readonly part: string };
  /** What its sessions may do at most. @default all that the deploy role may */
  readonly statements?: (environment: PathEnvironment) => readonly Statement[];
}

/** Checksum as published with the release (releases.hashicorp.com/terraform/1.11.4/terraform_1.11.4_SHA256SUMS; the same in Homebrew's tap and in Chromebrew). */
const terraformArchive = {
  url: "https://releases.hashicorp.com/terraform/1.11.4/terraform_1.11.4_linux_amd64.zip",
  sha256: "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
  file: "terraform.zip",
} as const;

/** Folder of the checkout for what is handed on. */
const folder = `${outputFolder}/plan`;

export const installTerraform: readonly string[] = [...download(terraformArchive), `unzip -q "$TOOLS/terraform.zip" terraform -d "$TOOLS/bin"`];

/** Hosts that a plan and an apply reach: Terraform itself, and the registry of its providers. */
export const terraformReaches: readonly string[] = ["releases.hashicorp.com", "registry.terraform.io"];

/**
 * The files of the commit that was judged, laid out as scanners saw them: what the build handed on was packed beside tests of the application, which
 * could have changed it, and a target other than Terraform packs no root modules. Providers are those of the commit's own lock file, as far as they are allowed.
 */
const initCommands = ({ application }: Composition, root: RootModule, { state, region }: PathEnvironment): readonly string[] => [
  `cd "$CODEBUILD_SRC_DIR"`,
  ...committedFiles,
  `cd "$TOOLS/source/"${quoted(root.folder)}`,
  ...fromRegistryAlone,
  ...refuseOwnPrograms(root.folder),
  [
    "terraform init -input=false -no-color -lockfile=readonly",
    // The bucket encrypts by its own default, under its key: options of the backend would name another way.
    ...Object.entries({ bucket: state?.bucket, key: stateKey(application, root.state), region, use_lockfile: "true" }).map(([key, value]) => `-backend-config=${quoted(`${key}=${value}`)}`),
  ].join(" "),
];

const planPrefix = (root: RootModule, environment: PathEnvironment): string => `plans/${root.plan.part}-${environment.name}`;
const planPlace = (root: RootModule, environment: PathEnvironment): string => `s3://$EVIDENCE_BUCKET/$PIPELINE/executions/$EXECUTION/${planPrefix(root, environment)}`;

/** A policy of a session, of which AWS takes 2,048 characters (STS API Reference, "AssumeRole"): without the names of statements. */
const sessionPolicy = (statements: readonly Statement[]): string => quoted(JSON.stringify({ Version: "2012-10-17", Statement: statements.map(({ Sid: _, ...statement }) => statement) }));

const atMost = ({ statements }: RootModule, environment: PathEnvironment): string => (statements === undefined ? "" : ` --policy ${sessionPolicy(statements(environment))}`);

/** A plan runs code that nobody has approved: it is never let in by the deploy role, however narrow the session would be, for the code could ask for a wider one. */
const assumePlanStatement = (environment: PathEnvironment): Statement => ({ Sid: "AssumePlanRole", Effect: "Allow", Action: "sts:AssumeRole", Resource: planRoleArn(environment) });

export const planSteps = (composition: Composition, root: RootModule, destination: Destination): Steps => {
  const { environment } = destination;
  const part = `${root.plan.part}-${environment.name}`;
  return {
    actions: [
      buildAction(composition, { name: root.plan.name, part, category: "Build", inputs: [artifactNames.application], outputs: [artifactNames[root.plan.artifact](environment.name)], order: 1 }),
    ],
    projects: [
      project(composition, {
        part,
        description: `Plans ${root.folder} for ${environment.name}, by a role that can only look`,
        buildspec: {
          install: [...verifiedPrelude(composition, destination), ...installTerraform],
          build: [
            `plan="$CODEBUILD_SRC_DIR/${folder}"`,
            `mkdir ${outputFolder} ${folder}`,
            // What is handed over to the evidence is so by the role of the build; the session is for Terraform alone.
            "(",
            ...assumePlanRole(environment),
            ...initCommands(composition, root, environment),
            `terraform plan -input=false -no-color -lock=false -out "$plan/tfplan"`,
            `terraform show -no-color "$plan/tfplan" > "$plan/plan.txt"`,
            ")",
            `cd "$plan"`,
            "sha256sum tfplan > tfplan.sha256",
            `aws s3 cp --only-show-errors plan.txt "${planPlace(root, environment)}/plan.txt"`,
            `aws s3 cp --only-show-errors tfplan.sha256 "${planPlace(root, environment)}/tfplan.sha256"`,
          ],
          artifacts: { folder, files: ["tfplan", "plan.txt"] },
        },
        statements: [...verdictStatements(composition, destination), evidenceStatement(composition, "HandOverPlan", planPrefix(root, environment)), assumePlanStatement(environment)],
        timeoutMinutes: 30,
      }),
    ],
  };
};

export const applySteps = (composition: Composition, root: RootModule, destination: Destination): Steps => {
  const { environment } = destination;
  const part = `${root.apply.part}-${environment.name}`;
  const plan = artifactNames[root.plan.artifact](environment.name);
  return {
    actions: [buildAction(composition, { name: root.apply.name, part, category: "Build", inputs: [artifactNames.application, plan], order: 1 })],
    projects: [
      project(composition, {
        part,
        description: `Applies the very plan of ${root.folder} in ${environment.name}`,
        buildspec: {
          install: [...verifiedPrelude(composition, destination), ...installTerraform],
          build: [
            `aws s3 cp --only-show-errors "${planPlace(root, environment)}/tfplan.sha256" "$TOOLS/tfplan.sha256"`,
            `cd "$CODEBUILD_SRC_DIR_${plan}"`,
            `sha256sum --check --strict "$TOOLS/tfplan.sha256"`,
            ...assumeDeployRole(environment, atMost(root, environment)),
            ...initCommands(composition, root, environment),
            `terraform apply -input=false -no-color "$CODEBUILD_SRC_DIR_${plan}/tfplan"`,
          ],
        },
        statements: [
          ...verdictStatements(composition, destination),
          { ...readEvidenceStatements(composition, [`${composition.pipeline}/executions/*/${planPrefix(root, environment)}`])[0]!, Sid: "ReadPlan" },
          assumeStatement(environment),
        ],
        timeoutMinutes: 60,
      }),
    ],
  };
};

/** Where a person reads what is to be approved: the object in S3's console. */
export const planLink = ({ platform, pipeline }: Composition, root: RootModule, environment: PathEnvironment): string =>
  `https://${platform.region}.console.aws.amazon.com/s3/object/${platform.evidenceBucket}?prefix=${pipeline}/executions/#{codepipeline.PipelineExecutionId}/${planPrefix(root, environment)}/plan.txt`;
