import { ExitCode, interruptedError, PortcullisError } from "../errors";

/** How one node ended. */
export type Outcome =
  | { readonly status: "done" }
  | { readonly status: "failed"; readonly error: unknown }
  /** `because`: id of the dependency that was not done, or `interrupted`. */
  | { readonly status: "skipped"; readonly because: string };

export interface GraphOptions<Node> {
  readonly idOf: (node: Node) => string;
  /** Ids of nodes that must be done before; ids of no node here count as done. */
  readonly dependenciesOf: (node: Node) => readonly string[];
  /** At least 1. */
  readonly concurrency: number;
  /** An error fails this node and skips its dependents; others go on. */
  readonly run: (node: Node) => Promise<void>;
  /** Once aborted, nothing more is started; what runs is waited for. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a graph, each node after its dependencies, in the order given where several could start.
 * @returns an outcome for every node, in the order given; rejects only where the dependencies form a circle
 * @throws PortcullisError (usage) `dependency-circle`
 */
export async function runGraph<Node>(nodes: readonly Node[], options: GraphOptions<Node>): Promise<ReadonlyMap<string, Outcome>> {
  const ids = new Set(nodes.map(options.idOf));
  const needs = new Map(nodes.map((node) => [options.idOf(node), options.dependenciesOf(node).filter((id) => ids.has(id))] as const));
  requireNoCircle(needs);

  const outcomes = new Map<string, Outcome>();
  const running = new Map<string, Promise<void>>();
  const limit = Math.max(1, Math.floor(options.concurrency));

  for (;;) {
    settleSkipped(needs, outcomes, running, options.signal);
    const ready = nodes.filter((node) => isReady(options.idOf(node), needs, outcomes, running));
    for (const node of ready.slice(0, limit - running.size)) {
      const id = options.idOf(node);
      const work = Promise.resolve()
        .then(() => options.run(node))
        .then(
          () => void outcomes.set(id, { status: "done" }),
          (error: unknown) => void outcomes.set(id, { status: "failed", error }),
        )
        .then(() => void running.delete(id));
      running.set(id, work);
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  return new Map([...ids].map((id) => [id, outcomes.get(id)!]));
}

/**
 * For work that is whole or nothing.
 * @throws the first failure; PortcullisError (interrupted) `interrupted` where an interrupt kept a node from starting
 */
export function requireAllDone(outcomes: ReadonlyMap<string, Outcome>): void {
  for (const outcome of outcomes.values()) if (outcome.status === "failed") throw outcome.error;
  if ([...outcomes.values()].some(({ status }) => status === "skipped")) throw interruptedError("interrupted; nothing more was started");
}

type Needs = ReadonlyMap<string, readonly string[]>;

function isReady(id: string, needs: Needs, outcomes: ReadonlyMap<string, Outcome>, running: ReadonlyMap<string, unknown>): boolean {
  return !outcomes.has(id) && !running.has(id) && needs.get(id)!.every((other) => outcomes.get(other)?.status === "done");
}

/** Marks what can no longer start, and in turn what depends on it. */
function settleSkipped(needs: Needs, outcomes: Map<string, Outcome>, running: ReadonlyMap<string, unknown>, signal?: AbortSignal): void {
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const [id, dependencies] of needs) {
      if (outcomes.has(id) || running.has(id)) continue;
      const missing = dependencies.find((other) => ["failed", "skipped"].includes(outcomes.get(other)?.status ?? ""));
      const because = missing ?? (signal?.aborted ? "interrupted" : undefined);
      if (because === undefined) continue;
      outcomes.set(id, { status: "skipped", because });
      isChanged = true;
    }
  }
}

function requireNoCircle(needs: Needs): void {
  const settled = new Set<string>();
  const visit = (id: string, path: readonly string[]): void => {
    if (settled.has(id)) return;
    if (path.includes(id)) {
      throw new PortcullisError(ExitCode.usage, {
        id: "dependency-circle",
        problem: `stacks depend on each other in a circle: ${[...path.slice(path.indexOf(id)), id].join(" → ")}`,
        remedy: "Remove one of these addDependency calls in stacks/.",
      });
    }
    for (const other of needs.get(id)!) visit(other, [...path, id]);
    settled.add(id);
  };
  for (const id of needs.keys()) visit(id, []);
}

/**
 * Work that shares a number of slots: as many at once, the rest in the order in which it came.
 * @param count at least 1
 * @returns a function whose work may hand its slot on before it ends, where it only waits from then on
 */
export function slots(count: number): <Result>(work: (handOn: () => void) => Promise<Result>) => Promise<Result> {
  let free = Math.max(1, Math.floor(count));
  const waiting: (() => void)[] = [];
  return async (work) => {
    // A slot is handed on, never given back while somebody waits: nobody overtakes.
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    let isMine = true;
    const handOn = () => {
      if (!isMine) return;
      isMine = false;
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    };
    try {
      return await work(handOn);
    } finally {
      handOn();
    }
  };
}

/** Terraform and the AWS provider at their largest, measured with GOGC=400. */
const bytesPerTerraform = 800 * 1024 * 1024;

/** Terraform processes side by side: a plan is nearly all CPU, so one a core, as far as memory reaches; at least one. */
export function defaultConcurrency(machine: { readonly cores: number; readonly freeMemoryBytes: number }): number {
  return Math.max(1, Math.min(machine.cores, Math.floor(machine.freeMemoryBytes / bytesPerTerraform)));
}
