import type { Buildspec } from "../build-project";
import type { Statement } from "../core";

/**
 * A pipeline as data: what the constructs declare, what tests run, and what documents show. Names of stages are exact, for the guardrail
 * `pipeline-gated` judges by them:
 * Source, Secrets, StaticAnalysis, Dependencies, Infrastructure, Build, Malware, Containers (images only), Gate-<first>, Deploy-<first>,
 * DynamicAnalysis (not for terraform), then for each further environment Gate-<name>, Approval-<name> (stage prod only), Deploy-<name>.
 * A path of one environment ends with Gate-release, which judges dynamic analysis too.
 */
export interface PipelineModel {
  /** `<base>-<application>`; CodePipeline's and the gate's name of it. */
  readonly name: string;
  readonly stages: readonly StageModel[];
  /** The build projects behind the actions. */
  readonly projects: readonly ProjectModel[];
  /** What the gates are assigned that judge in a function. @default none: each gate is a project */
  readonly assignments?: readonly AssignmentModel[];
  /** Variables of the whole pipeline, which whoever starts it by hand may set. */
  readonly variables: readonly PipelineVariable[];
}

/** What a gate in a function is asked, besides the parameters of its action: an object in the bucket of tools. */
export interface AssignmentModel {
  /** `gate-<name>`. */
  readonly part: string;
  /** `manifests/<pipeline>/<part>.json`. */
  readonly key: string;
  /** JSON: the gate's manifest, the formats of reports, and the stage of the environment. */
  readonly content: string;
}

export interface PipelineVariable {
  readonly name: string;
  readonly description: string;
  /** CodePipeline takes no empty one. */
  readonly defaultValue: string;
}

export interface StageModel {
  readonly name: string;
  readonly actions: readonly ActionModel[];
  /**
   * The second lock: entering asks the function of `modules/pipeline/lambda` whether this execution has a verdict of this gate that lets it pass.
   * @default none
   */
  readonly lock?: {
    /** Part of the gate's project, and folder of its verdict: `gate-dev`. */
    readonly gate: string;
    readonly environment: string;
    /** `#{Source.CommitId}`. @default the source has none (S3), and the execution alone binds the verdict */
    readonly commit?: string;
  };
  /**
   * Entered only where this variable of the pipeline is written in these characters: CodePipeline puts its value into the JSON of an action as it
   * is, so that a quote in it would make variables of its own (aws/aws-cdk, issues 8458 and 31213).
   * @default none
   */
  readonly check?: { readonly variable: string; /** A regular expression of Java. */ readonly pattern: string };
}

export interface ActionModel {
  /** For scans the tool's name; otherwise `github`, `s3`, `build`, `gate`, `approve`, `release`, `deploy`, `plan`, `apply`, `patch-plan`, `patch`. */
  readonly name: string;
  readonly category: "Source" | "Build" | "Test" | "Deploy" | "Approval" | "Invoke";
  readonly owner: "AWS";
  readonly provider: "CodeStarSourceConnection" | "S3" | "CodeBuild" | "Manual" | "ECS" | "CodeDeploy" | "Lambda";
  readonly version: string;
  readonly configuration: Readonly<Record<string, string>>;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  /** @default 1: side by side */
  readonly order?: number;
  /** Role in the account that is deployed to. @default the pipeline's */
  readonly roleArn?: string;
  readonly namespace?: string;
  readonly timeoutMinutes?: number;
}

/** A project of CodeBuild, and what its role may do besides what every build does (its log, its input, its output). */
export interface ProjectModel {
  /** `<pipeline>-<part>`. */
  readonly name: string;
  /** Tool's name, `build`, `gate-<name>`, `release-<environment>`, `deploy-<environment>`, `plan-<environment>`, `apply-<environment>`, `patch-plan-<environment>`, `patch-<environment>`. */
  readonly part: string;
  readonly description: string;
  readonly buildspec: Buildspec;
  /** Variables in the clear; never a secret. */
  readonly variables: Readonly<Record<string, string>>;
  readonly statements: readonly Statement[];
  readonly timeoutMinutes: number;
  /** Docker in the build. @default false */
  readonly isPrivileged?: boolean;
  /** Runs code of the application (tests, builds): its role then reaches no secret and no evidence but its own. @default false */
  readonly runsApplicationCode?: boolean;
}
