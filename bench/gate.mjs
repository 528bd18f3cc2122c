import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./support/checkout.mjs";
import { compared, timed, weighed } from "./support/measure.mjs";
import { cleanEnvironment, run } from "./support/process.mjs";
import { commit, formats, writeReport } from "./support/written-reports.mjs";
import { xmlFormats } from "./support/written-xml-reports.mjs";

const reportsOfEach = 5;
const findingsOfEach = 5_000;
const megabyte = 2 ** 20;
const limits = { seconds: 10, megabytes: 1_024 };
/** Bare parsers, both written in another language. The limit is how many times their seconds a reader may take: it is strict, streams, and makes findings of what it reads. */
const peers = {
  json: { name: "JSON.parse", extension: "json", limit: 5, formats },
  xml: { name: "Python's xml.etree", extension: "xml", limit: 3, formats: xmlFormats },
};

/** The gate's decision over many reports, and how much memory and time its readers need. */
export const gate = {
  name: "gate",
  about: "the gate over 20 reports with 100,000 findings, a SARIF file of 500 MB, readers against JSON.parse and Python's xml.etree",
  runs: 3,
  measure: async ({ runs, workspace, say }) => {
    const checkout = await workspace.once("built", workspace.builtCheckout);
    const folder = mkdtempSync(join(tmpdir(), "portcullis-bench-gate-"));
    try {
      const measured = [];
      for (let index = 0; index < runs; index += 1) measured.push(await measureOnce(checkout, folder, say));
      return rowsOf(measured);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function measureOnce(checkout, folder, say) {
  const decision = await decide(checkout, writeAll(join(folder, "reports")));
  say(`gate: ${decision.megabytesRead.toFixed(0)} MB of reports in ${decision.seconds.toFixed(1)} s with ${decision.megabytes.toFixed(0)} MB`);
  const large = join(folder, "large.sarif");
  writeReport(large, formats.sarif, { from: 0, atLeastBytes: 500 * megabyte });
  const streamed = await readIn(checkout, "ours", large);
  rmSync(large);
  say(`gate: 500 MB of SARIF in ${streamed.seconds.toFixed(1)} s with ${streamed.megabytes.toFixed(0)} MB`);
  const readers = {};
  for (const peer of Object.values(peers))
    for (const [name, format] of Object.entries(peer.formats)) {
      const file = join(folder, `${name}.${peer.extension}`);
      const { bytes } = writeReport(file, format, { from: 0, atLeastBytes: 40 * megabyte });
      const parsed = peer.extension === "xml" ? await parseInPython(file) : await readIn(checkout, "peer", file);
      readers[name] = { bytes, peer: parsed.seconds, ours: (await readIn(checkout, "ours", file)).seconds };
      rmSync(file);
    }
  return { decision, streamed, readers };
}

/** 20 reports with different findings. @returns what was written, for the command and to check its answer */
function writeAll(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let from = 0;
  let bytes = 0;
  for (const [name, format] of Object.entries(formats))
    for (let index = 0; index < reportsOfEach; index += 1) {
      const written = writeReport(join(folder, `${name}-${index}.json`), format, { from, atLeastFindings: findingsOfEach });
      from += written.findings;
      bytes += written.bytes;
    }
  const manifest = `${folder}.yaml`;
  writeFileSync(manifest, JSON.stringify({ version: 1, pipeline: "bench", requires: Object.values(formats).map(({ tool }) => ({ tool, reports: reportsOfEach })) }));
  return { folder, manifest, findings: from, bytes };
}

/** It blocks: these findings are neither waived nor proved by a record. What it says of them shows that it read them all. */
async function decide(checkout, { folder, manifest, findings, bytes }) {
  const words = ["gate", folder, "--manifest", manifest, "--environment", "dev", "--commit", commit, "--format", "json"];
  const ended = await measuredRun([join(checkout.folder, "portcullis"), ...words], checkout.folder, folder, [1]);
  const { reports } = JSON.parse(ended.stdout);
  const seen = reports.reduce((sum, report) => sum + report.findings, 0);
  if (seen !== findings) throw new Error(`the gate saw ${seen} of ${findings} findings`);
  return { ...ended, megabytesRead: bytes / megabyte };
}

async function readIn(checkout, who, file) {
  const { stdout, megabytes } = await measuredRun([join(root, "bench", "support", "read-report.cjs"), checkout.folder, who, file], checkout.folder, file);
  return { seconds: JSON.parse(stdout).seconds, megabytes };
}

async function parseInPython(file) {
  const program = "import sys, time, xml.etree.ElementTree as tree; began = time.perf_counter(); tree.parse(sys.argv[1]); print(time.perf_counter() - began)";
  const { stdout } = await run("python3", ["-c", program, file], { cwd: root, environment: cleanEnvironment() });
  return { seconds: Number(stdout) };
}

async function measuredRun(words, cwd, beside, exitCodes) {
  const memory = `${beside}.memory`;
  const environment = { ...cleanEnvironment(), PORTCULLIS_BENCH_MEMORY: memory };
  const ended = await run(process.execPath, ["--require", join(root, "bench", "support", "peak-memory.cjs"), ...words], { cwd, environment, exitCodes });
  return { ...ended, megabytes: Number(readFileSync(memory, "utf8")) };
}

function rowsOf(measured) {
  const of = (take) => measured.map(take);
  const perSecond = (name) => {
    const best = Math.min(...of(({ readers }) => readers[name].ours));
    return `${(measured[0].readers[name].bytes / megabyte / best).toFixed(0)} MB/s`;
  };
  return [
    timed({ measure: "gate, 100,000 findings in 20 reports", seconds: of(({ decision }) => decision.seconds), limitSeconds: limits.seconds }),
    weighed({ measure: "its peak memory", megabytes: of(({ decision }) => decision.megabytes), limitMegabytes: limits.megabytes }),
    weighed({ measure: "peak memory, 500 MB of SARIF", megabytes: of(({ streamed }) => streamed.megabytes), limitMegabytes: limits.megabytes }),
    ...Object.values(peers).flatMap(({ name: peer, limit, formats: those }) =>
      Object.keys(those).map((name) => compared({ measure: `${name}, 40 MB (${perSecond(name)})`, ours: of(({ readers }) => readers[name].ours), peer, peers: of(({ readers }) => readers[name].peer), limit })),
    ),
  ];
}
