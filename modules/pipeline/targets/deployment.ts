import { quoted } from "../../build-project";
import type { Statement } from "../../core";
import { artifactPrelude, prelude } from "../../scan-tools";
import type { Application, PathEnvironment, Platform } from "../application";
import { languageBuilds } from "../languages";
import { bucketArn, deployRoleArn, pipelineName, planRoleArn } from "../names";
import { readEvidenceStatement, type Composition } from "../project";
import type { Destination } from "./target";

/** What is larger goes unseen: ClamAV scans no file above 2 GB (clamd.conf(5), MaxFileSize). In megabytes (10^6 bytes). */
export const largestScanned = 2_000;

export const deliverableFolder = ({ deliverableFolder: folder = "dist" }: Application): string => folder;

export const packageLanguages = (application: Application): readonly string[] => application.languages.flatMap((language) => languageBuilds[language].package(deliverableFolder(application)));

/** Packs the folder that the build left behind. */
export const zipFolder = (application: Application, folder: string): readonly string[] => [
  `deliverable="$PWD/${folder}/application.zip"`,
  `cd ${quoted(deliverableFolder(application))}`,
  `zip --quiet --recurse-paths "$deliverable" .`,
  `cd "$CODEBUILD_SRC_DIR"`,
];

/** The question to the verdict, in jq: whether it lets this very artifact go to this environment. */
const lets = (environment: string): string =>
  `.outcome == "pass" and .subject.pipeline == $pipeline and .subject.environment == ${JSON.stringify(environment)} and .subject.commit == $commit and .subject.digest == $digest`;

/**
 * What every deployment begins with: the bytes at hand are those that the gate has judged. The second lock has asked for the verdict as the
 * stage was entered; this asks for the artifact.
 */
export const verifiedPrelude = ({ platform }: Composition, { environment, gate }: Destination): readonly string[] => [
  ...prelude(platform.portcullis),
  ...artifactPrelude,
  `aws s3 cp --only-show-errors "s3://$EVIDENCE_BUCKET/$PIPELINE/executions/$EXECUTION/verdicts/${gate}/verdict.json" "$TOOLS/verdict.json"`,
  `if ! jq --exit-status --arg pipeline "$PIPELINE" --arg commit "$COMMIT" --arg digest "$DIGEST" ${quoted(lets(environment.name))} "$TOOLS/verdict.json" > /dev/null; then echo "the verdict of ${gate} does not let this artifact go to ${environment.name}" >&2; exit 1; fi`,
];

export const verdictStatements = (composition: Composition, { gate }: Destination): readonly Statement[] => [readEvidenceStatement(composition, [`${composition.pipeline}/executions/*/verdicts/${gate}`])];

/** A session of the deploy role for the commands after it; `options` narrow it further. */
export const assumeDeployRole = (environment: PathEnvironment, options = ""): readonly string[] => assumeRole(deployRoleArn(environment), environment, options);

/** A session of the role that can only look, for the commands after it. */
export const assumePlanRole = (environment: PathEnvironment): readonly string[] => assumeRole(planRoleArn(environment), environment);

const assumeRole = (roleArn: string, environment: PathEnvironment, options = ""): readonly string[] => [
  `aws sts assume-role --role-arn ${roleArn} --role-session-name "$EXECUTION"${options} --output json > "$TOOLS/session.json"`,
  // Each by itself: bash forgets that a command failed whose output is exported in one go.
  ...(["AccessKeyId", "SecretAccessKey", "SessionToken"] as const).map((key) => `${variableOf[key]}="$(jq --exit-status --raw-output .Credentials.${key} "$TOOLS/session.json")"`),
  `export ${Object.values(variableOf).join(" ")}`,
  `rm "$TOOLS/session.json"`,
  `export AWS_REGION=${environment.region} AWS_DEFAULT_REGION=${environment.region}`,
];

const variableOf = { AccessKeyId: "AWS_ACCESS_KEY_ID", SecretAccessKey: "AWS_SECRET_ACCESS_KEY", SessionToken: "AWS_SESSION_TOKEN" } as const;

/** CodePipeline's own actions read their artifact as the deploy role (CodePipeline User Guide, "Create a pipeline that uses resources from another account"). */
export const artifactStatements = (application: Application, platform: Platform): readonly Statement[] => [
  // CodePipeline begins the keys of a pipeline's artifacts with the first 20 characters of its name.
  { Sid: "TakeArtifact", Effect: "Allow", Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: `${bucketArn(platform.artifactBucket)}/${pipelineName(application, platform).slice(0, 20)}*` },
  { Sid: "DecryptArtifact", Effect: "Allow", Action: "kms:Decrypt", Resource: platform.keyArn, Condition: { StringEquals: { "kms:ViaService": `s3.${platform.region}.amazonaws.com` } } },
];
