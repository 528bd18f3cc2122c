import "../../modules/core/source-trace";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";

/** The JSON of one synthesised stack, as Terraform reads it. */
export interface StackJson {
  readonly terraform: {
    readonly backend: { readonly s3?: Readonly<Record<string, unknown>> };
    readonly required_version?: string;
    readonly required_providers: Readonly<Record<string, { readonly source: string; readonly version: string }>>;
  };
  readonly provider: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, ResourceJson>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, ResourceJson>>>>;
  readonly import?: readonly { readonly to: string; readonly id: string }[];
}
// Attributes of any type are read by name in assertions, where a wrong one fails the test.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type ResourceJson = Readonly<Record<string, any>>;

/** Runs a full synthesis (validations included) in a temporary folder, hands the folder over and removes it. */
export const inTemporaryFolder = <Result>(use: (folder: string) => Result): Result => {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-synth-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export const readStack = (folder: string, id: string): StackJson =>
  JSON.parse(readFileSync(join(folder, "stacks", id, "cdk.tf.json"), "utf8")) as StackJson;

/** Synthesises a bare stack that holds what `build` puts into it. */
export const synthStack = (build: (stack: TerraformStack) => void): StackJson =>
  inTemporaryFolder((folder) => {
    const app = new App({ outdir: folder });
    const stack = new TerraformStack(app, "test");
    new AwsProvider(stack, "aws", { region: "eu-central-1" });
    build(stack);
    app.synth();
    return readStack(folder, "test");
  });

/** Every resource of a type, in the order in which the stack declares them. */
export const resourcesOf = (stack: StackJson, type: string): readonly ResourceJson[] => Object.values(stack.resource?.[type] ?? {});

/** The one resource of a type. @throws where there is none or more than one */
export const resourceOf = (stack: StackJson, type: string): ResourceJson => {
  const [first, ...others] = resourcesOf(stack, type);
  if (!first || others.length > 0) throw new Error(`expected one ${type}, found ${resourcesOf(stack, type).length}`);
  return first;
};

/** Statement of a policy document by its Sid. @throws where there is none */
export const statementOf = (policy: unknown, sid: string): ResourceJson => {
  const statements = (JSON.parse(String(policy)) as { Statement: ResourceJson[] }).Statement;
  const found = statements.find((statement) => statement["Sid"] === sid);
  if (!found) throw new Error(`no statement ${sid} among ${statements.map((statement) => String(statement["Sid"])).join(", ")}`);
  return found;
};
