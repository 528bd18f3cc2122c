import { execFile } from "node:child_process";
import { cpSync, lstatSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { parse } from "yaml";
import { evaluatePlan } from "../../../scripts/policies";
import { JournalWriter, prepareFolder, type PlanJson, type Session, type TerraformRunner } from "../../../scripts/terraform";
import { changedSources, pack, repository, type SourceChange } from "../../support/package/pack";
import { PackageRegistry } from "../../support/package/registry";
import { python } from "../../support/python";
import { temporaryFolder } from "../../support/temporary-folder";
import { sessionIn, TerraformBench } from "../../support/terraform-bench";

// jest does not take testTimeout from a project.
jest.setTimeout(600_000);

const scratch = temporaryFolder();
const copyOf = (path: string): string => {
  const copy = join(scratch, path);
  cpSync(join(repository, "examples", path), copy, { recursive: true, filter: (file) => !/\/(node_modules|dist|cdktf\.out)$/.test(file) });
  return copy;
};

const inFolder = async (cwd: string, program: string, words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<string> => {
  const { stdout } = await promisify(execFile)(program, words, { cwd, env: { ...process.env, ...environment }, maxBuffer: 2 ** 26 }).catch((error: { readonly stdout: string; readonly stderr: string }) => {
    throw new Error(`${program} ${words.join(" ")} failed:\n${error.stdout}\n${error.stderr}`);
  });
  return stdout;
};
const offline = ["--prefer-offline", "--no-audit", "--no-fund"];

describe("the services of the storefront", () => {
  test("orders: the lock installs, types hold, and its tests reach what its pipeline asks for", async () => {
    const folder = copyOf("storefront/services/orders");
    await inFolder(folder, "npm", ["ci", ...offline]);
    await inFolder(folder, "npm", ["run", "lint"]);
    const said = await inFolder(folder, process.execPath, ["--test", "--experimental-test-coverage"]);
    expect(said).toMatch(/^# fail 0$/m);
    expect(Number(/^# all files +\| +([\d.]+)/m.exec(said)?.[1])).toBeGreaterThanOrEqual(90);
  });

  test("receipts: its tests pass under the requirements that its lock names, which all have checksums", async () => {
    const folder = copyOf("storefront/services/receipts");
    const environment = join(scratch, "python");
    await inFolder(folder, python(), ["-m", "venv", environment]);
    const bin = join(environment, "bin");
    await inFolder(folder, join(bin, "python"), ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps", "--requirement", "requirements.txt", "--requirement", "requirements-dev.txt"]);
    await inFolder(folder, join(bin, "coverage"), ["run", "--module", "pytest", "--quiet"]);
    await inFolder(folder, join(bin, "coverage"), ["report", "--fail-under", "90"]);
  });
});

describe("the pipelines of the storefront, from the packed modules", () => {
  /** A next version with another version of one scanner, and more time for builds. */
  const next: readonly SourceChange[] = [
    { file: "modules/scan-tools/tools/gitleaks.ts", from: `version = "8.30.1"`, to: `version = "8.31.0"` },
    { file: "modules/pipeline/application-build.ts", from: "timeoutMinutes: 60", to: "timeoutMinutes: 75" },
  ];
  const versions = { present: "0.1.0", next: "0.2.0" } as const;
  const prod = "333333333333";
  let registry: PackageRegistry;
  let bench: TerraformBench;
  let folder: string;
  beforeAll(async () => {
    [registry, bench] = await Promise.all([PackageRegistry.start(), TerraformBench.open(prod)]);
    folder = copyOf("storefront/pipelines");
    const changed = changedSources(join(scratch, "next"), next);
    const packed = await Promise.all([
      pack({ from: repository, out: scratch, only: "constructs", version: versions.present }),
      pack({ from: changed, out: scratch, only: "constructs", version: versions.next }),
    ]);
    for (const { file } of packed) registry.publish(file);
  });
  afterAll(async () => {
    await registry.stop();
    await bench.close();
  });

  const npmIn = (where: string, ...words: readonly string[]) => inFolder(where, "npm", [...words, ...offline], { "npm_config_@portcullis-infra:registry": registry.address });
  const npm = (...words: readonly string[]) => npmIn(folder, ...words);
  const synth = () => inFolder(folder, "npm", ["run", "synth"]);

  const plan = async (runner: TerraformRunner, work: string, file: string, destroy = false): Promise<PlanJson> => {
    await runner.plan(work, { out: file, destroy });
    return JSON.parse((await runner.show(work, file)).toString()) as PlanJson;
  };
  const changesOf = ({ resource_changes: changes = [] }: PlanJson) => changes.filter(({ change }) => change.actions[0] !== "no-op").map(({ address, change }) => `${change.actions.join("+")} ${address.replace(/_[0-9A-F]{8}$/, "")}`).sort();
  const findingsIn = (read: PlanJson, stack: string) =>
    evaluatePlan({ plan: read, identity: { environment: "prod", stage: "prod", classification: "confidential", stack }, resources: {} }).findings.map(({ rule, address, reason }) => `${rule} ${address}: ${reason}`);
  /** What the batches of a plan build, one build each. */
  const batchesIn = ({ resource_changes: changes = [] }: PlanJson): readonly string[] =>
    changes
      .filter(({ type }) => type === "aws_codebuild_project")
      .flatMap(({ change }) => {
        const { source, build_batch_config: batch } = change.after as { readonly source: readonly { readonly buildspec: string }[]; readonly build_batch_config: readonly object[] };
        return batch.length === 0 ? [] : (parse(source[0]!.buildspec).batch["build-matrix"].dynamic.env.variables.STACK as readonly string[]);
      });
  const carryOut = async (runner: TerraformRunner, work: string, file: string) => {
    const stack = basename(work);
    const journal = await JournalWriter.create(bench.journalFile(`${stack}-${file}`), { stack, release: "r1", planHash: "0".repeat(64) });
    return (await runner.apply(work, file, { journal })).counts;
  };
  /** Buckets that the platform has: state, and access logs. */
  const platformBuckets = async (session: Session, names: readonly string[]): Promise<void> => {
    const s3 = new S3Client({ region: session.region, endpoint: session.endpoint, forcePathStyle: true, credentials: session });
    for (const Bucket of names) {
      await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-central-1" } }));
      const delivery = { Effect: "Allow", Principal: { Service: "logging.s3.amazonaws.com" }, Action: "s3:PutObject", Resource: `arn:aws:s3:::${Bucket}/*` };
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement: [delivery] }) }));
    }
    s3.destroy();
  };
  const sessionOf = async (accountId: string): Promise<Session> => ({ ...(await sessionIn(accountId, bench.emulator.endpoint)), region: "eu-central-1" });
  const prepared = async (runner: TerraformRunner, stack: string, app = folder): Promise<string> => {
    const work = join(bench.root, "work", stack);
    await prepareFolder({ stackFolder: join(app, "cdktf.out", "stacks", stack), workFolder: work });
    await runner.init(work);
    return work;
  };

  test("a version is installed from a registry, by its checksum, and types the app", async () => {
    await npm("install");
    const installed = join(folder, "node_modules", "@portcullis-infra", "constructs");
    expect(lstatSync(installed).isSymbolicLink()).toBe(false);
    expect(JSON.parse(readFileSync(join(installed, "package.json"), "utf8"))).toMatchObject({ name: "@portcullis-infra/constructs", version: versions.present });
    expect(JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")).packages["node_modules/@portcullis-infra/constructs"].integrity).toMatch(/^sha512-/);
    await synth();

    const settings = readFileSync(join(folder, "applications.ts"), "utf8");
    writeFileSync(join(folder, "applications.ts"), settings.replace(`kind: "lambda"`, `kind: "lamda"`));
    await expect(synth()).rejects.toThrow(/error TS2820.*lamda/);
    writeFileSync(join(folder, "applications.ts"), settings.replace("minimumCoverage: 90", "minimumCoverage: 20"));
    await expect(synth()).rejects.toThrow(/application\.minimumCoverage/);
    writeFileSync(join(folder, "applications.ts"), settings);
    await synth();
  });

  test("it is applied, plans clean, passes the guardrails, is upgraded by just what differs, and is destroyed", async () => {
    const session = await sessionOf(prod);
    await platformBuckets(session, [`castle-prod-application-state-${prod}`, `castle-prod-access-logs-${prod}`]);
    const runner = bench.runner({ session });
    const work = await prepared(runner, "storefront-pipelines");
    const first = await plan(runner, work, "make.tfplan");
    expect(findingsIn(first, "storefront-pipelines")).toEqual([]);
    expect((await carryOut(runner, work, "make.tfplan")).create).toBeGreaterThan(150);
    expect(changesOf(await plan(runner, work, "again.tfplan"))).toEqual([]);

    await npm("install", "--save-exact", `@portcullis-infra/constructs@${versions.next}`);
    await synth();
    const upgraded = await prepared(runner, "storefront-pipelines");
    const upgrade = await plan(runner, upgraded, "upgrade.tfplan");
    // The scanner's build, and the gates, which take no report of an older one.
    const changed = ["build", "gate-dev", "gate-prod", "gate-staging", "gitleaks"];
    expect(changesOf(upgrade)).toEqual(["orders", "receipts"].flatMap((application) => changed.map((part) => `update aws_codebuild_project.${application}_${part}_project`)));
    expect(findingsIn(upgrade, "storefront-pipelines")).toEqual([]);
    expect(await carryOut(runner, upgraded, "upgrade.tfplan")).toEqual({ create: 0, update: 10, destroy: 0 });
    expect(changesOf(await plan(runner, upgraded, "clean.tfplan"))).toEqual([]);

    await plan(runner, upgraded, "destroy.tfplan", true);
    await carryOut(runner, upgraded, "destroy.tfplan");
    expect(await runner.stateList(upgraded)).toEqual([]);
  });

  test("the roles that deploy trust the pipelines alone, pass the guardrails, are applied and plan clean, in each account", async () => {
    const accounts = { dev: "111111111111", staging: "222222222222", prod };
    const applied = Object.entries(accounts).map(async ([environment, accountId]) => {
      const session = await sessionOf(accountId);
      if (accountId !== prod) await platformBuckets(session, [`castle-${environment}-application-state-${accountId}`]);
      const runner = bench.runner({ session });
      const stack = `storefront-access-${environment}`;
      const work = await prepared(runner, stack);
      const findings = findingsIn(await plan(runner, work, "make.tfplan"), stack);
      const counts = await carryOut(runner, work, "make.tfplan");
      return { findings, counts, again: changesOf(await plan(runner, work, "again.tfplan")) };
    });
    const clean = { findings: [], counts: { create: 4, update: 0, destroy: 0 }, again: [] };
    expect(await Promise.all(applied)).toEqual([clean, clean, clean]);
  });

  test("the pipeline of this repository plans every stack that it has, passes the guardrails, is applied and plans clean", async () => {
    const app = copyOf("this-repository");
    await npmIn(app, "install");
    const list = await inFolder(repository, process.execPath, ["portcullis", "list", "--format", "json"]);
    writeFileSync(join(app, "environments.json"), list);
    await inFolder(app, "npm", ["run", "synth"]);
    const session = await sessionOf(prod);
    await platformBuckets(session, [`portcullis-prod-application-state-${prod}`, `portcullis-prod-access-logs-${prod}`]);
    const runner = bench.runner({ session });
    const work = await prepared(runner, "this-repository", app);
    const made = await plan(runner, work, "make.tfplan");
    expect(findingsIn(made, "this-repository")).toEqual([]);
    const { stacks }: { readonly stacks: readonly { readonly id: string; readonly stack: string }[] } = JSON.parse(list);
    expect([...batchesIn(made)].sort()).toEqual(stacks.filter(({ stack }) => stack !== "bootstrap").map(({ id }) => id).sort());
    await carryOut(runner, work, "make.tfplan");
    expect(changesOf(await plan(runner, work, "again.tfplan"))).toEqual([]);
  });
});
