import "../../../modules/core/source-trace";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environments, organisation } from "../../../environments";
import { check, startScanner, type CheckedPlan, type CheckReport } from "../../../scripts/checkov";
import { fixedClock } from "../../../scripts/clock";
import { readTree, type Tree } from "../../../scripts/synthesis";
import { createApp, sideFile, sideFileName, stackDefinitions } from "../../../stacks";
import { python } from "../../support/python";

const repository = join(__dirname, "../../..");

type Configuration = { resource: Record<string, Record<string, Record<string, unknown>>> } & Record<string, unknown>;

/** A repository of its own: this one's policies, and what its stacks synthesise, both to be changed. */
export class CheckBench {
  public readonly root = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-check-")));
  private readonly tree: Promise<Tree>;

  constructor() {
    mkdirSync(join(this.root, "policies"));
    this.resetPolicies();
    const outdir = join(this.root, "cdktf.out");
    const { app, stacks } = createApp({ organisation, environments, definitions: stackDefinitions, outdir });
    app.synth();
    writeFileSync(join(outdir, sideFileName), sideFile(stacks));
    this.tree = readTree(outdir);
  }

  public resetPolicies(): void {
    rmSync(join(this.root, "policies"), { recursive: true, force: true });
    cpSync(join(repository, "policies", "checkov"), join(this.root, "policies", "checkov"), { recursive: true });
    cpSync(join(repository, "policies", "waivers.yaml"), join(this.root, "policies", "waivers.yaml"));
  }

  public write(file: string, text: string): void {
    writeFileSync(join(this.root, file), text);
  }

  public edit(file: string, from: string, to: string): void {
    const text = readFileSync(join(this.root, file), "utf8");
    if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
    this.write(file, text.replace(from, to));
  }

  /** Judges with the real checkov. */
  public async check(wanted: { environment?: string; stacks?: readonly string[] } = {}, more: { plans?: readonly CheckedPlan[]; tree?: Tree; day?: string } = {}): Promise<CheckReport> {
    const scanner = startScanner(python(), process.env);
    try {
      return await check({ root: this.root, clock: fixedClock(`${more.day ?? "2026-11-23"}T12:00:00Z`), tree: more.tree ?? (await this.tree), wanted, plans: more.plans ?? [], scanner });
    } finally {
      scanner.stop();
    }
  }

  /** The tree with one stack's configuration changed. @param from tree to change @default as synthesised */
  public async changed(stack: string, change: (configuration: Configuration) => void, from?: Tree): Promise<Tree> {
    const tree = from ?? (await this.tree);
    const found = tree.stacks.find(({ id }) => id === stack);
    if (!found) throw new Error(`there is no stack ${stack}`);
    const configuration = JSON.parse(readFileSync(join(found.folder, "cdk.tf.json"), "utf8")) as Configuration;
    change(configuration);
    const folder = mkdtempSync(join(this.root, "changed-"));
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(configuration));
    return { ...tree, stacks: tree.stacks.map((each) => (each.id === stack ? { ...each, folder } : each)) };
  }

  public remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** The one resource of a type, to be changed. */
export const only = (configuration: Configuration, type: string): Record<string, unknown> => {
  const [first] = Object.values(configuration.resource[type] ?? {});
  if (!first) throw new Error(`there is no ${type}`);
  return first;
};

/** A plan that creates what is given, and destroys what is named. */
export const planOf = (stack: string, created: Readonly<Record<string, Readonly<Record<string, unknown>>>>, destroyed: readonly string[] = []): CheckedPlan => {
  const named = (address: string) => ({ address, mode: "managed" as const, type: address.split(".")[0] as string, name: address.split(".")[1] as string });
  const resources = Object.entries(created).map(([address, values]) => ({ ...named(address), values }));
  return {
    name: `${stack}.json`,
    stack,
    plan: {
      format_version: "1.2",
      terraform_version: "1.11.4",
      planned_values: { root_module: { resources } },
      resource_changes: [
        ...resources.map(({ values, ...each }) => ({ ...each, change: { actions: ["create" as const], before: null, after: values, after_unknown: {} } })),
        ...destroyed.map((address) => ({ ...named(address), change: { actions: ["delete" as const], before: {}, after: null, after_unknown: {} } })),
      ],
      configuration: { root_module: { resources: [] } },
    },
  };
};
