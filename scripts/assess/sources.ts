import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { parse } from "yaml";
import { environments } from "../../environments";
import type { Clock } from "../clock";
import { parseManifest, parsePolicy, parseVerdict, readPatchEvidence, rulesFor, type Manifest, type PatchEvidence, type Rules, type Verdict } from "../gate";
import { usageError } from "../errors";
import { readDeclared, type Tree } from "../synthesis";
import { declaredPipeline } from "./declared-pipeline";

/** A stack as it is declared. */
export interface DeclaredStack {
  /** Stack id. */
  readonly id: string;
  readonly environment: string;
  /** Controls that another team satisfies for this account. */
  readonly inherited: readonly string[];
  /** Type → name → arguments, in Terraform's JSON syntax. */
  readonly resources: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** A job of a workflow of GitHub Actions. */
export interface WorkflowJob {
  readonly name: string;
  /** GitHub environment that it is bound to. */
  readonly environment?: string;
  /** What its steps run, and the actions that they use. */
  readonly steps: readonly string[];
}

export interface Workflow {
  /** Relative to the repository. */
  readonly file: string;
  readonly jobs: readonly WorkflowJob[];
}

/** What the ledger says of one stack. */
export interface RecordedStack {
  readonly environment: string;
  readonly stack: string;
  readonly event: string;
  readonly release: string;
  /** ISO 8601. */
  readonly time: string;
}

/** Everything that the questions are answered from. */
export interface Sources {
  readonly clock: Clock;
  /** In the order of promotion. */
  readonly environments: readonly { readonly name: string; readonly rules: Rules; readonly isProduction: boolean }[];
  readonly stacks: readonly DeclaredStack[];
  readonly workflows: readonly Workflow[];
  /** What the pipeline promises; of a declared one also the Deploy stages that nobody enters without a verdict. @default none was given */
  readonly pipeline?: { readonly file: string; readonly manifest: Manifest; readonly lockedStages?: readonly string[] };
  readonly verdicts: readonly { readonly file: string; readonly verdict: Verdict }[];
  /** What `gate patches` observed. @default none was given */
  readonly patches?: { readonly file: string; readonly evidence: PatchEvidence };
  /** @default the ledger was not read */
  readonly recorded?: readonly RecordedStack[];
}

export interface SourceFiles {
  readonly root: string;
  readonly clock: Clock;
  readonly tree: Tree;
  readonly manifest?: string;
  /** Name of a pipeline that a stack declares, whose manifest is read from there. */
  readonly pipeline?: string;
  readonly verdicts: readonly string[];
  readonly patches?: string;
  readonly recorded?: readonly RecordedStack[];
}

const readPipeline = async ({ manifest, pipeline }: SourceFiles, stacks: readonly DeclaredStack[]): Promise<Sources["pipeline"]> => {
  if (pipeline !== undefined) {
    const { source, manifest: text, lockedStages } = declaredPipeline(stacks, pipeline);
    return { file: source, manifest: parseManifest(text, source), lockedStages };
  }
  return manifest === undefined ? undefined : { file: manifest, manifest: parseManifest(await readText(manifest), manifest) };
};

/** @throws PortcullisError (usage) `assess-file-unreadable`, `assess-pipeline-unknown`, and what the readers of manifest, verdict and policy throw */
export const readSources = async (files: SourceFiles): Promise<Sources> => {
  const { root, clock, tree, verdicts, patches, recorded } = files;
  const policyFile = join(root, "policies", "gate", "policy.yaml");
  const isProduction = ({ stage }: (typeof environments)[number]): boolean => stage === "prod";
  const policy = parsePolicy(await readText(policyFile), relative(root, policyFile), environments.filter(isProduction).map(({ name }) => name));
  const stacks: readonly DeclaredStack[] = await Promise.all(
    tree.stacks.map(async (stack) => {
      const { resource = {} } = await readDeclared<{ resource?: DeclaredStack["resources"] }>(stack);
      return { id: stack.id, environment: stack.environment, inherited: tree.notes[stack.id]?.inherited ?? [], resources: resource };
    }),
  );
  return {
    clock,
    environments: environments.map((environment) => ({ name: environment.name, rules: rulesFor(policy, environment.name, environment.classification), isProduction: isProduction(environment) })),
    stacks,
    workflows: await readWorkflows(root),
    pipeline: await readPipeline(files, stacks),
    verdicts: await Promise.all(verdicts.map(async (file) => ({ file, verdict: parseVerdict(await readText(file), file) }))),
    patches: patches === undefined ? undefined : { file: patches, evidence: readPatchEvidence({ name: patches, text: await readText(patches) }) },
    recorded,
  };
};

const readText = (file: string): Promise<string> =>
  readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw usageError({ id: "assess-file-unreadable", problem: `a file to assess by cannot be read (${error.code ?? "unknown"})`, where: file, remedy: "Name a file that is there, or leave the option out: the answers that hang on it are then not known." });
  });

interface RawJob {
  readonly name?: string;
  readonly environment?: string | { readonly name?: string };
  readonly steps?: readonly { readonly run?: string; readonly uses?: string }[];
}

/** The workflows as they stand; one that cannot be read proves nothing, which is what its absence says. */
const readWorkflows = async (root: string): Promise<readonly Workflow[]> => {
  const folder = join(root, ".github", "workflows");
  const names = (await readdir(folder).catch(() => [])).filter((name) => /\.ya?ml$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const jobs = ((parse(await readFile(join(folder, name), "utf8")) as { jobs?: Record<string, RawJob> } | null)?.jobs ?? {}) as Record<string, RawJob>;
      return {
        file: `.github/workflows/${name}`,
        jobs: Object.entries(jobs).map(([id, job]) => ({
          name: job.name ?? id,
          environment: typeof job.environment === "string" ? job.environment : job.environment?.name,
          steps: (job.steps ?? []).flatMap(({ run, uses }) => [run, uses].filter((text) => text !== undefined)),
        })),
      };
    }),
  );
};

/** Resources of a type in an environment, with their addresses. */
export const resourcesOf = ({ stacks }: Pick<Sources, "stacks">, environment: string, type: string): readonly { readonly address: string; readonly values: Readonly<Record<string, unknown>> }[] =>
  stacks.filter((stack) => stack.environment === environment).flatMap(({ id, resources }) => Object.entries(resources[type] ?? {}).map(([name, values]) => ({ address: `${id} ${type}.${name}`, values })));

/** Jobs one of whose steps runs something; those of one name (waves) are said once. */
export const jobsThatRun = ({ workflows }: Pick<Sources, "workflows">, command: RegExp): readonly string[] =>
  [...new Set(workflows.flatMap(({ file, jobs }) => jobs.filter(({ steps }) => steps.some((step) => command.test(step))).map(({ name }) => `${file}, job "${name}"`)))];
