import type { Language } from "../scan-tools";

/** Where the code comes from. */
export type Source =
  | {
      readonly kind: "github";
      /** ARN of a CodeConnections connection that a person has confirmed. */
      readonly connectionArn: string;
      /** `owner/name`. */
      readonly repository: string;
      readonly branch: string;
      /** Which pushes start it. @default every push to `branch` */
      readonly trigger?: {
        /** Glob patterns of paths; a push that touches none of them starts nothing. @default all */
        readonly filePaths?: { readonly includes?: readonly string[]; readonly excludes?: readonly string[] };
        /** Glob patterns of tags; given, tags start it and pushes do not. @default none */
        readonly tags?: readonly string[];
      };
    }
  | {
      readonly kind: "s3";
      readonly bucket: string;
      /** Key of a zip that holds the checkout with its `.git`. */
      readonly key: string;
    };

/** What is deployed, and how. Names are those of the resources in each environment's account. */
export type Target =
  | { readonly kind: "ecs"; readonly cluster: string; readonly service: string; readonly container: string; /** Name of the ECR repository. */ readonly repository: string; /** Names of the roles of its task, which the deployment hands to ECS. @default `<application>-task`, `<application>-task-execution` */ readonly roles?: readonly string[] }
  | { readonly kind: "codedeploy"; readonly application: string; readonly deploymentGroup: string }
  | { readonly kind: "lambda"; readonly function: string; /** Alias that is moved. @default live */ readonly alias?: string }
  | {
      readonly kind: "terraform";
      /** Folder of the root module in the source; its providers are hashicorp/aws, archive, random, time and tls alone, and it runs no program of its own. */
      readonly folder: string;
      /** Actions that the deployment may do, such as `dynamodb:CreateTable`; never a wildcard service. */
      readonly actions: readonly string[];
    }
  | {
      /** A repository with stacks and the command of Portcullis, such as Portcullis itself. */
      readonly kind: "portcullis";
      /** Environment of the path → what `./portcullis list --format json` says of it. */
      readonly environments: Readonly<
        Record<string, { /** Ids of its stacks but the bootstrap's, which a person applies. */ readonly stacks: readonly string[]; readonly planRoleArn: string; readonly applyRoleArn: string }>
      >;
    };
export type TargetKind = Target["kind"];

/** Whether a target is something that answers at an address, which dynamic analysis then looks at; declarations of infrastructure are not. */
export const answersRequests = ({ kind }: Target): boolean => kind !== "terraform" && kind !== "portcullis";

/** One environment that a pipeline deploys to. */
export interface PathEnvironment {
  readonly name: string;
  readonly stage: "dev" | "staging" | "prod";
  readonly accountId: string;
  readonly region: string;
  readonly classification: string;
  /** Name of the role in that account by which it is deployed. */
  readonly deployRoleName: string;
  /** Name of the role in that account by which Terraform plans, where it does; the bucket of states lets roles in whose names begin as deploy roles' do. @default `<deployRoleName>-plan` */
  readonly planRoleName?: string;
  /** Bucket in that account that holds the state of Terraform, encrypted under a key of its own. @default none: nothing can be deployed there by Terraform */
  readonly state?: {
    readonly bucket: string;
    /** ARN of the key or of its alias. */
    readonly keyArn: string;
    /** Keys that policies name, besides the condition on the alias, where `keyArn` is of an alias, which IAM does not take there. @default every key of the account */
    readonly keyPolicyArn?: string;
  };
}

/** What an application team says of its pipeline. The order of stages, the mandatory tools and the gates are not among it. */
export interface Application {
  /** Lower case letters, digits and hyphens, at most 20 characters: it is part of every name. */
  readonly name: string;
  readonly source: Source;
  readonly languages: readonly Language[];
  readonly target: Target;
  /** Address in the first environment, for dynamic analysis: HTTPS. Mandatory for every target but terraform. */
  readonly address?: string;
  /** Least percentage of lines that tests reach. @default 80, the floor: less is refused */
  readonly minimumCoverage?: number;
  /** Tools besides the mandatory ones: optional and licensed ones, by name. @default none */
  readonly tools?: readonly string[];
  /** Folder of the checkout that the build leaves behind with what is deployed, for the targets codedeploy and lambda. @default dist */
  readonly deliverableFolder?: string;
  /** Largest deliverable the build hands on, in megabytes (10^6 bytes). @default the target's own limit */
  readonly maximumArtifactMegabytes?: number;
  /**
   * Where its gates judge: in builds of their own, or in the account's gate function, which takes reports of up to 5 GB in all, in 15 minutes. A source
   * in S3 needs builds. @default build
   */
  readonly gateIn?: "build" | "function";
  /** Folder of a Terraform root module in the source that declares the application's WAF virtual patches; applied before each deployment. @default none */
  readonly virtualPatches?: string;
}

/** What the platform says: once for all pipelines of an account. */
export interface Platform {
  /** Beginning of every name: `castle-prod`. */
  readonly base: string;
  readonly accountId: string;
  readonly region: string;
  readonly permissionsBoundaryArn: string;
  readonly artifactBucket: string;
  readonly evidenceBucket: string;
  readonly toolsBucket: string;
  readonly keyArn: string;
  readonly portcullis: {
    readonly version: string;
    readonly sha256: string;
    /** SHA-256 of `portcullis-function-<version>.zip` in the bucket of tools. @default none: no gate judges in a function */
    readonly functionSha256?: string;
  };
  /** Licensed tools that are switched on: the ARN of each one's secret and its settings. @default none */
  readonly licensedTools?: Readonly<Record<string, { readonly secretArn: string; readonly settings: Readonly<Record<string, string>> }>>;
  /** Environments that may be deployed to, in the order of promotion; the last one is where the pipeline stands. */
  readonly path: readonly PathEnvironment[];
  /** Days for which an execution's artifacts are kept. @default 30 */
  readonly artifactRetentionDays?: number;
  /** Network in which builds run. @default CodeBuild's own, with a way out */
  readonly network?: { readonly vpcId: string; readonly subnetIds: readonly string[]; readonly securityGroupId: string; /** Whether a NAT gateway leads out. */ readonly hasWayOut: boolean };
}
