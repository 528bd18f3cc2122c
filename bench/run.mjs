/**
 * `npm run bench [-- <name>… [--runs <number>] [--format json]]`: measures Portcullis against what a careful team does
 * today. Each benchmark takes ours and the peer's in turn, in clones of this checkout with an embedded AWS of their own.
 * Progress on stderr, the table or JSON on stdout. Exit codes: 0 every limit is met, 1 one is not, 2 usage, 3 a tool failed.
 */
import { parseArgs } from "node:util";
import { checkov } from "./checkov.mjs";
import { gate } from "./gate.mjs";
import { planOneStack } from "./plan-one-stack.mjs";
import { promotionAgain } from "./promotion-again.mjs";
import { promotion } from "./promotion.mjs";
import { outliveSignals } from "./support/process.mjs";
import { describeMachine, renderTable } from "./support/report.mjs";
import { openWorkspace } from "./support/workspace.mjs";
import { start } from "./start.mjs";
import { synth } from "./synth.mjs";

const exit = { met: 0, missed: 1, usage: 2, failed: 3 };
const benchmarks = [synth, checkov, gate, planOneStack, promotion, promotionAgain, start];
const say = (text) => process.stderr.write(`${text}\n`);

const help = `npm run bench [-- <name>… [options]]

${benchmarks.map(({ name, about, runs }) => `  ${name.padEnd(16)} ${about} (${runs} run${runs === 1 ? "" : "s"})`).join("\n")}

Without a name all of them run, one after the other; that takes about half an hour.

  --runs <number>   runs of each (default: as above; the figures are medians). Each run of promotion and of start begins
                    with a fresh embedded AWS and takes minutes.
  --format json     samples and parts besides the medians`;

async function main() {
  const { names, runs, format, isHelp } = readArguments();
  if (isHelp) {
    process.stdout.write(`${help}\n`);
    return exit.met;
  }
  outliveSignals();
  const machine = describeMachine();
  const workspace = openWorkspace();
  const rows = [];
  try {
    for (const benchmark of benchmarks.filter(({ name }) => names.length === 0 || names.includes(name))) {
      say(`${benchmark.name}: ${benchmark.about}`);
      const measured = await benchmark.measure({ runs: runs ?? benchmark.runs, workspace, say });
      rows.push(...measured.map((row) => ({ benchmark: benchmark.name, ...row })));
    }
  } finally {
    await workspace.close();
  }
  process.stdout.write(format === "json" ? `${JSON.stringify({ machine, rows }, undefined, 2)}\n` : renderTable({ machine, rows }));
  return rows.every(({ met }) => met) ? exit.met : exit.missed;
}

/** @throws UsageError */
function readArguments() {
  const { values, positionals: names } = parsed();
  const unknown = names.find((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  if (unknown !== undefined) throw new UsageError(`There is no benchmark ${unknown}. There are: ${benchmarks.map(({ name }) => name).join(", ")}.`);
  const runs = values.runs === undefined ? undefined : Number(values.runs);
  if (runs !== undefined && !(Number.isInteger(runs) && runs > 0)) throw new UsageError(`--runs is ${values.runs}, not a whole number above 0.`);
  if (!["table", "json"].includes(values.format)) throw new UsageError(`--format is ${values.format}; it is table or json.`);
  return { names, runs, format: values.format, isHelp: values.help };
}

function parsed() {
  try {
    return parseArgs({ allowPositionals: true, options: { runs: { type: "string" }, format: { type: "string", default: "table" }, help: { type: "boolean", default: false } } });
  } catch (error) {
    throw new UsageError(error.message);
  }
}

class UsageError extends Error {}

process.exitCode = await main().catch((error) => {
  say(error.message);
  return error instanceof UsageError ? exit.usage : exit.failed;
});
