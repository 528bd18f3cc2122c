import { TerraformDataSource, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import { controlsOf, inheritedControlsOf, sourceOf, watchedControlsOf, type ControlId, type SourceLine } from "../modules/core";
import type { BaseStack } from "./base";

/** What is known of one resource beyond what Terraform is told. */
export interface ResourceNote {
  /** Construct path inside the app. */
  readonly path: string;
  /** The line of `new` first, then its callers. */
  readonly source: readonly SourceLine[];
  /** Controls that it helps to satisfy. */
  readonly controls: readonly ControlId[];
  /** Controls whose violations it finds. */
  readonly watches: readonly ControlId[];
}

/** One stack as `portcullis.json` describes it. */
export interface StackNote {
  readonly environment: string;
  readonly stage: string;
  readonly classification: string;
  readonly stack: string;
  readonly region: string;
  readonly accountId: string;
  /** Ids of the stacks that are applied before it. */
  readonly dependsOn: readonly string[];
  /** Controls that another team satisfies for this account. */
  readonly inherited: readonly ControlId[];
  /** By address: `aws_s3_bucket.state_bucket_…`, `data.aws_vpc.…`. */
  readonly resources: Readonly<Record<string, ResourceNote>>;
}

/** Name of the side file, beside cdktf's manifest.json. It is no part of any digest. */
export const sideFileName = "portcullis.json";

const addressOf = (construct: IConstruct): string | undefined => {
  if (TerraformResource.isTerraformResource(construct)) return `${construct.terraformResourceType}.${construct.friendlyUniqueId}`;
  if (TerraformDataSource.isTerraformDataSource(construct)) return `data.${construct.terraformResourceType}.${construct.friendlyUniqueId}`;
  return undefined;
};

/** Notes on every resource and data source of a stack, by address. */
export const resourceNotes = (stack: BaseStack): Readonly<Record<string, ResourceNote>> =>
  Object.fromEntries(
    stack.node.findAll().flatMap((construct): [string, ResourceNote][] => {
      const address = addressOf(construct);
      return address === undefined ? [] : [[address, { path: construct.node.path, source: sourceOf(construct), controls: controlsOf(construct), watches: watchedControlsOf(construct) }]];
    }),
  );

export const stackNote = (stack: BaseStack): StackNote => ({
  environment: stack.environment.name,
  stage: stack.environment.stage,
  classification: stack.environment.classification,
  stack: stack.stackName,
  region: stack.region,
  accountId: stack.environment.accountId,
  dependsOn: stack.dependencies.map(({ node }) => node.id).sort(),
  inherited: inheritedControlsOf(stack),
  resources: resourceNotes(stack),
});

/** Content of the side file. */
export const sideFile = (stacks: readonly BaseStack[]): string =>
  `${JSON.stringify({ version: 1, stacks: Object.fromEntries(stacks.map((stack) => [stack.node.id, stackNote(stack)])) }, null, 2)}\n`;
