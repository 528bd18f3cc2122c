import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { environments, organisation, waveOf, type Environment } from "../../environments";
import type { CommandContext } from "../commands/context";
import { operate } from "../commands/operate";
import { awsCliExports, pythonInterpreter, startEmulator } from "../emulator";
import { interruptedError, type PortcullisError } from "../errors";
import { bootstrap, environmentNamed, forgetEmulatorAccounts, organisationStore, promote, type Bootstrapped, type Operation, type Promotion } from "../promotion";
import { render, reviewModelVersion, type Review } from "../review";
import { selectStacks, withSynthesis, type Tree } from "../synthesis";

export interface StartOptions extends CommandContext {
  /** The last environment to promote into. @default all */
  readonly only?: Environment;
  /** Only these stacks. @default all */
  readonly stacks?: readonly string[];
  /** Plan every stack, also those of which nothing has changed since they were recorded. @default false */
  readonly refresh?: boolean;
}

/** One row of the closing table. */
interface Row {
  readonly environment: string;
  readonly stack: string;
  readonly counts: { readonly create: number; readonly update: number; readonly destroy: number };
  readonly seconds: number;
  readonly facts: Readonly<Record<string, string>>;
  readonly outcome: string;
}

/** The whole way through: embedded AWS, synthesis, bootstrap, promotion; then what stands where. */
export const start = async (options: StartOptions): Promise<void> => {
  const began = Date.now();
  const say = (text: string) => void options.stderr.write(`${text}\n`);
  const python = await pythonInterpreter(options.root, options.environment, options.stderr);
  const emulator = await startEmulator({ root: options.root, python });
  if (emulator.isNew) await forgetEmulatorAccounts(options.root);
  say(`embedded AWS ${emulator.isNew ? "is up" : "runs already"} at ${emulator.endpoint}`);

  const way = environments.filter((each) => options.only === undefined || waveOf(each.name) < waveOf(options.only.name) || each.name === options.only.name);
  const rows: Row[] = [];
  const promotions: Promotion[] = [];
  let interruption: PortcullisError | undefined;
  await operate(options, { emulator: true }, async (operation) => {
    await withSynthesis(options.root, options.environment, async (tree) => {
      selectStacks(tree.stacks, { stacks: options.stacks });
      say(`synthesised ${tree.stacks.length} stacks`);
      rows.push(...(await bootstrapAll(operation, tree, way, say)));
    });
    for (const environment of way) {
      if (operation.signal.aborted) {
        interruption = interruptedError(`interrupted before ${environment.name}; what was done stays done`);
        break;
      }
      say(`promoting into ${environment.name}`);
      const promotion = await promote(operation, { to: environment, stacks: options.stacks, refresh: options.refresh, allowDirty: true });
      promotions.push(promotion);
      rows.push(...rowsOf(environment, promotion));
      if (promotion.problem) break;
    }
  });

  printRows(options, rows);
  const page = await writeReviews(options.root, promotions);
  const changed = rows.reduce((sum, row) => sum + row.counts.create + row.counts.update + row.counts.destroy, 0);
  const problem = promotions.find((promotion) => promotion.problem)?.problem ?? interruption;
  if (!problem && changed === 0) options.stdout.write("Nothing to change anywhere.\n");
  options.stdout.write(`Reviews: ${page}\nTook ${((Date.now() - began) / 1000).toFixed(0)} s. The accounts stay up for ${emulator.idleMinutes} idle minutes; \`npm stop\` ends them.\n\n`);
  const [first] = environments;
  options.stdout.write(`${awsCliExports(emulator.endpoint, first!.accountId, first!.homeRegion).join("\n")}\n`);
  if (problem) throw problem;
};

/** The ledger's account first; the others beside it as soon as its ledger is there, and recorded when it stands. */
const bootstrapAll = async (operation: Operation, tree: Tree, way: readonly Environment[], say: (text: string) => void): Promise<readonly Row[]> => {
  const rowOf = async (environment: Environment, ledgerStands?: Promise<unknown>): Promise<Row> => {
    const began = Date.now();
    const done: Bootstrapped = await bootstrap(operation, environment, tree, async () => true, ledgerStands);
    say(`${done.stack}: ${done.changed ? `${done.counts.create} created, ${done.counts.update} changed` : "nothing to change"}`);
    return { environment: environment.name, stack: done.stack, counts: done.counts, seconds: (Date.now() - began) / 1000, facts: {}, outcome: done.changed ? "applied" : "no-change" };
  };
  const owner = environmentNamed(organisation.ledgerEnvironment);
  const over = new AbortController();
  const ownerRow = rowOf(owner).finally(() => over.abort());
  await Promise.race([ownerRow, ledgerExists(operation, owner, over.signal)]);
  const others = way.filter((environment) => environment.name !== owner.name).map((environment) => rowOf(environment, ownerRow));
  const settled = await Promise.allSettled([ownerRow, ...others]);
  const rows = settled.map((outcome) => {
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  });
  return environments.flatMap((environment) => rows.find((row) => row.environment === environment.name) ?? []);
};

/** Resolves when the ledger's bucket answers; its bootstrap goes on for a minute after that. */
const ledgerExists = async (operation: Operation, owner: Environment, over: AbortSignal): Promise<void> => {
  const store = organisationStore(await operation.sessions.session(owner, "caller"));
  while (!over.aborted) {
    const answers = await store.list("ledger/").then(
      () => true,
      () => false,
    );
    if (answers) return;
    await setTimeout(1000);
  }
};

/** In the order of the review; the bootstrap has its row already. */
const rowsOf = (environment: Environment, promotion: Promotion): readonly Row[] =>
  promotion.review.stacks
    .flatMap(({ stack }) => promotion.stacks.find((promoted) => promoted.stack === stack) ?? [])
    .filter(({ stack }) => stack !== `${environment.name}-bootstrap`)
    .map((stack) => ({ environment: environment.name, ...stack, outcome: stack.unchangedSince === undefined ? stack.outcome : "unchanged" }));

/** What was done, in columns that fit a terminal of 80; below it what stands where, for ARNs are long. */
const printRows = (options: StartOptions, rows: readonly Row[]): void => {
  const shortName = (row: Row) => row.stack.slice(row.environment.length + 1);
  const counts = rows.map((row) => [row.environment, shortName(row), String(row.counts.create), String(row.counts.update), String(row.counts.destroy), row.seconds.toFixed(0), row.outcome]);
  const facts = rows.flatMap((row) => Object.entries(row.facts).map((fact) => [row.environment, ...fact]));
  for (const table of [[["where", "stack", "created", "changed", "destroyed", "s", "result"], ...counts], facts]) options.stdout.write(`${inColumns(table)}\n\n`);
};

/** Each column as wide as its widest word. */
const inColumns = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length))) ?? [];
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd()).join("\n");
};

const writeReviews = async (root: string, promotions: readonly Promotion[]): Promise<string> => {
  const folder = join(root, ".portcullis", "reviews");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const review: Review = {
    version: reviewModelVersion,
    title: "Promotion dev → staging → prod",
    commit: promotions[0]?.release.commit,
    release: promotions[0]?.release.id,
    stacks: promotions.flatMap((promotion) => promotion.review.stacks),
  };
  const page = join(folder, `${review.release ?? "none"}.html`);
  await writeFile(page, render(review, "html", {}), { mode: 0o600 });
  return pathToFileURL(page).href;
};
