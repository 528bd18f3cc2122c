import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { temporaryFolder } from "../temporary-folder";
import { runBuild, type BuildOptions, type BuildResult } from "./build";
import type { Declared, DeclaredAction, DeclaredBuild, DeclaredPipeline, DeclaredRule, DeclaredStage } from "./driver-declared";
import { Execution } from "./driver-execution";
import type { LockAnswer } from "./driver-lock";
import { git } from "./source";

/** Where a pipeline stands, and what its builds find. */
export interface DriverEdge {
  readonly declared: Declared;
  readonly s3: S3Client;
  readonly lock: { readonly ask: (configuration: Readonly<Record<string, string>>) => Promise<LockAnswer> };
  /**
   * What a build finds in its image and on the network, beside its buildspec, pinned at what that is.
   * @param part of the pipeline: name of the project without the pipeline's
   */
  readonly machine: (part: string, build: DeclaredBuild) => Promise<Machine>;
}

export interface Machine {
  readonly buildspec: string;
  readonly options: Partial<BuildOptions>;
}

export interface Change {
  /** Checkout of what is delivered, with its history. */
  readonly source: string;
  /** Stand-in → how it behaves. @default each one's own default */
  readonly behaviour?: Readonly<Record<string, string>>;
  /** What builds find instead of the edge's machine. @default the edge's */
  readonly machine?: DriverEdge["machine"];
  /** Variables that whoever starts the execution gives. @default the declared ones */
  readonly variables?: Readonly<Record<string, string>>;
  /** What somebody has made of the pipeline. @default as it is declared */
  readonly edit?: (pipeline: DeclaredPipeline) => DeclaredPipeline;
  /** Name of a stage → what somebody does before it is entered. @default nothing */
  readonly before?: Readonly<Record<string, (execution: Execution) => Promise<unknown>>>;
  /** Evidence of this execution that builds say they hand over and that never comes to the bucket, such as `reports/semgrep/semgrep.json`. @default none */
  readonly lost?: readonly string[];
  /** What people answer. @default they approve */
  readonly approves?: boolean;
  /** Stage after which the walk ends, as if its transition were disabled. @default none */
  readonly until?: string;
}

/** What happened, in the order in which it began. */
export interface Happening {
  readonly stage: string;
  /** Action, or rule by which the stage is entered. */
  readonly action: string;
  readonly kind: "source" | "rule" | "build" | "approval" | "deploy";
  readonly succeeded: boolean;
  /** Why it failed. @default it did not */
  readonly why?: string;
  /** Role in another account by which CodePipeline itself deploys. @default none */
  readonly roleArn?: string;
}

export interface Walked {
  readonly execution: Execution;
  readonly happenings: readonly Happening[];
  /** The first that failed. @default it came to its end */
  readonly stopped?: Happening;
}

type Values = Readonly<Record<string, string>>;

/** What an action came to. */
interface Outcome {
  readonly succeeded: boolean;
  readonly why?: string;
}
const succeeded: Outcome = { succeeded: true };
const failed = (why: string): Outcome => ({ succeeded: false, why });

/** CodePipeline leaves no variable unresolved: the action fails (CodePipeline User Guide, "Variables reference"). */
const resolve = (text: string, values: Values): string =>
  text.replaceAll(/#\{([^}]*)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the variable ${whole} has no value`);
    return value;
  });
const resolveAll = (texts: Values, values: Values): Values => Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, resolve(text, values)]));

/** Actions of one `runOrder` run side by side, and those of the next when all have succeeded. */
const inOrder = ({ actions }: DeclaredStage): readonly (readonly DeclaredAction[])[] =>
  [...new Set(actions.map(({ runOrder }) => runOrder))].sort((one, other) => one - other).map((order) => actions.filter(({ runOrder }) => runOrder === order));

/** Whether a build copies from the bucket of evidence: then what it does depends on what others did. */
const readsEvidence = (buildspec: string): boolean => /"s3:\/\/\$EVIDENCE_BUCKET\/[^"\n]*" \S/.test(buildspec);

const digestOf = (folder: string): string => {
  const hash = createHash("sha256");
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => statSync(join(folder, name)).isFile()).sort()) hash.update(path).update(readFileSync(join(folder, path)));
  return hash.digest("hex");
};

/** What a build that reads no evidence depends on. A stand-in whose name its commands do not hold is none of its own. */
const keyOf = ({ buildspec, options }: Machine, commit: string, inputs: readonly string[], { behaviour = {} }: Change): string => {
  const own = Object.entries(behaviour).filter(([program]) => new RegExp(`\\b${program}\\b`).test(buildspec));
  return JSON.stringify([buildspec, Object.keys(options.downloads ?? {}), Object.keys(options.pythonPackages ?? {}), commit, inputs.map(digestOf), own]);
};

/**
 * Walks a pipeline as it is declared on the embedded AWS, as CodePipeline would: stage by stage, each before-entry condition by the lock's own handler,
 * each build's buildspec in the harness, approvals and CodePipeline's own deployments written down. The bucket of evidence is the embedded AWS's: a
 * build finds a copy of it and what the build wrote is put there after it. Builds that read no evidence do the same for the same commit, artifact and
 * behaviour: their reports are handed over again instead of made again.
 *
 * @example
 * const driver = new PipelineDriver({ declared: declaredOn(session, "castle-prod-orders"), s3, lock: new LockFunction(session), machine });
 * const { stopped, execution } = await driver.walk({ source: checkoutOf({ "index.js": "1" }) });
 */
export class PipelineDriver {
  private readonly done = new Map<string, Promise<BuildResult>>();

  constructor(private readonly edge: DriverEdge) {}

  /** Name of the bucket of evidence, as the builds know it. */
  public get evidenceBucket(): string {
    const [build] = Object.values(this.edge.declared.builds);
    return variablesOf(build!)["EVIDENCE_BUCKET"]!;
  }

  public async walk(change: Change): Promise<Walked> {
    const { declared, s3 } = this.edge;
    const pipeline = (change.edit ?? ((same) => same))(declared.pipeline);
    const execution = new Execution(pipeline.name, this.evidenceBucket, s3, git(change.source, "rev-parse", "HEAD"));
    const values: Record<string, string> = {
      "codepipeline.PipelineExecutionId": execution.id,
      ...Object.fromEntries(pipeline.variables.map(({ name, defaultValue = "" }) => [`variables.${name}`, change.variables?.[name] ?? defaultValue])),
    };
    const happenings: Happening[] = [];
    for (const stage of pipeline.stages) {
      await change.before?.[stage.name]?.(execution);
      happenings.push(...(await this.enter(stage, values)));
      if (happenings.every((each) => each.succeeded)) happenings.push(...(await this.runStage(stage, change, execution, values)));
      const stopped = happenings.find((each) => !each.succeeded);
      if (stopped !== undefined) return { execution, happenings, stopped };
      if (stage.name === change.until) break;
    }
    return { execution, happenings };
  }

  /** Asks every condition of a stage; one whose result is not FAIL would let the stage go on, and is a fault of the pipeline. */
  private async enter({ name: stage, beforeEntry }: DeclaredStage, values: Values): Promise<readonly Happening[]> {
    const happenings: Happening[] = [];
    for (const { result, rules } of beforeEntry?.conditions ?? []) {
      if (result !== "FAIL") throw new Error(`the condition of ${stage} lets the stage go on`);
      for (const rule of rules) happenings.push({ stage, action: rule.name, kind: "rule", ...(await this.ask(rule, values)) });
    }
    return happenings;
  }

  private async ask({ ruleTypeId: { provider }, configuration }: DeclaredRule, values: Values): Promise<Outcome> {
    const resolved = resolveAll(configuration, values);
    if (provider === "VariableCheck") return checkVariable(resolved);
    if (provider !== "LambdaInvoke") throw new Error(`the driver knows no rule ${provider}`);
    const { opens, why = "" } = await this.edge.lock.ask(resolved);
    return opens ? succeeded : failed(why);
  }

  private async runStage(stage: DeclaredStage, change: Change, execution: Execution, values: Record<string, string>): Promise<readonly Happening[]> {
    const happenings: Happening[] = [];
    for (const actions of inOrder(stage)) {
      const ran = await Promise.all(actions.map((action) => this.run(stage, action, change, execution, values)));
      happenings.push(...ran);
      if (ran.some((each) => !each.succeeded)) break;
    }
    return happenings;
  }

  private async run(stage: DeclaredStage, action: DeclaredAction, change: Change, execution: Execution, values: Record<string, string>): Promise<Happening> {
    const { provider, category } = action.actionTypeId;
    const happening = { stage: stage.name, action: action.name };
    if (category === "Source") return { ...happening, kind: "source", ...fetchSource(action, change, execution, values) };
    if (provider === "CodeBuild") return { ...happening, kind: "build", ...(await this.build(action, change, execution, values)) };
    if (provider === "Manual") return { ...happening, kind: "approval", ...(change.approves === false ? failed("rejected") : succeeded) };
    if (category !== "Deploy") throw new Error(`the driver knows no action of ${category} by ${provider}`);
    const { roleArn } = action;
    return { ...happening, kind: "deploy", ...deploy(action, execution), ...(roleArn === undefined ? {} : { roleArn }) };
  }

  private async build(action: DeclaredAction, change: Change, execution: Execution, values: Values): Promise<Outcome> {
    const { ProjectName = "", PrimarySource, EnvironmentVariables = "[]" } = resolveAll(action.configuration ?? {}, values);
    const { pipeline, builds } = this.edge.declared;
    const declared = builds[ProjectName];
    if (declared === undefined) return failed(`there is no project ${ProjectName}`);
    const folders = action.inputArtifacts.map(({ name }) => [name, execution.artifacts.get(name)] as const);
    const missing = folders.find(([, folder]) => folder === undefined);
    if (missing !== undefined) return failed(`there is no artifact ${missing[0]}`);
    const inputs = Object.fromEntries(folders as readonly (readonly [string, string])[]);
    const { [PrimarySource ?? action.inputArtifacts[0]!.name]: source = "", ...others } = inputs;

    const given: readonly { readonly name: string; readonly value: string }[] = JSON.parse(EnvironmentVariables);
    const { buildspec, options } = await (change.machine ?? this.edge.machine)(ProjectName.slice(pipeline.name.length + 1), declared);
    const environment = { ...variablesOf(declared), ...Object.fromEntries(given.map(({ name, value }) => [name, value])) };
    const start = async (): Promise<BuildResult> =>
      runBuild(buildspec, {
        ...options,
        source,
        inputs: others,
        environment: { ...options.environment, ...environment },
        behaviour: { ...options.behaviour, ...change.behaviour },
        buckets: { ...options.buckets, [this.evidenceBucket]: await execution.evidence() },
      });
    const result = readsEvidence(buildspec) ? await start() : await this.once(keyOf({ buildspec, options }, execution.commit, Object.values(others), change), start);
    await execution.take(result, change.lost ?? []);
    if (result.failedPhase !== undefined) return failed(`${result.failedPhase}: exit ${result.exitCode}\n${result.stdout}\n${result.stderr}`);
    const [output] = action.outputArtifacts;
    if (output === undefined) return succeeded;
    if (result.artifact === undefined) return failed(`${ProjectName} leaves no artifact ${output.name}`);
    execution.artifacts.set(output.name, result.artifact);
    return succeeded;
  }

  private once(key: string, start: () => Promise<BuildResult>): Promise<BuildResult> {
    const found = this.done.get(key) ?? start();
    this.done.set(key, found);
    return found;
  }
}

const variablesOf = ({ environment }: DeclaredBuild): Values => Object.fromEntries(environment.environmentVariables.map(({ name, value }) => [name, value]));

/** Lays a copy of the checkout down as the source. */
const fetchSource = ({ outputArtifacts, namespace, actionTypeId }: DeclaredAction, { source }: Change, execution: Execution, values: Record<string, string>): Outcome => {
  const folder = temporaryFolder();
  cpSync(source, folder, { recursive: true, verbatimSymlinks: true });
  execution.artifacts.set(outputArtifacts[0]!.name, folder);
  // CodePipeline User Guide, "Variables reference": an object of S3 has no commit.
  if (namespace !== undefined && actionTypeId.provider === "CodeStarSourceConnection") values[`${namespace}.CommitId`] = execution.commit;
  return succeeded;
};

/** CodePipeline User Guide, "VariableCheck" of the rule reference. */
const checkVariable = ({ Variable = "", Operator = "", Value = "" }: Values): Outcome => {
  if (Operator !== "MATCHES") throw new Error(`the driver knows no operator ${Operator}`);
  return new RegExp(Value).test(Variable) ? succeeded : failed(`${JSON.stringify(Variable)} does not match ${Value}`);
};

/** What CodePipeline asks of an artifact before it deploys it (CodePipeline User Guide, "Action structure reference"). */
const deploy = ({ actionTypeId, inputArtifacts, configuration = {} }: DeclaredAction, { artifacts }: Execution): Outcome => {
  const folder = artifacts.get(inputArtifacts[0]?.name ?? "");
  const file = actionTypeId.provider === "ECS" ? (configuration["FileName"] ?? "imagedefinitions.json") : "appspec.yml";
  return folder !== undefined && readdirSync(folder).includes(file) ? succeeded : failed(`the artifact holds no ${file}`);
};
