import { cpus, loadavg, totalmem } from "node:os";
import { checkPrerequisites } from "../../scripts/prerequisites.mjs";

/** The machine and how busy it is; taken before the first benchmark. */
export const describeMachine = () => {
  const [, , terraform] = checkPrerequisites();
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? "unknown",
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    loadBefore: Number(loadavg()[0].toFixed(2)),
    node: process.versions.node,
    terraform: terraform.version ?? "none",
  };
};

const seconds = (number) => `${number.toFixed(number < 10 ? 2 : 1)} s`;
const columns = [
  ["benchmark", (row) => row.measure],
  ["ours", (row) => (row.unit === "MB" ? `${row.ours.median.toFixed(0)} MB` : seconds(row.ours.median))],
  ["peer", (row) => (row.peer ? `${seconds(row.peer.median)} ${row.peer.name}` : "")],
  ["ratio", (row) => row.ratio?.toFixed(2) ?? ""],
  ["limit", (row) => `≤ ${row.limitSeconds !== undefined ? `${row.limitSeconds} s` : row.limitMegabytes !== undefined ? `${row.limitMegabytes} MB` : row.limit}`],
  ["met", (row) => (row.met ? "yes" : "NO")],
  ["runs", (row) => String(row.runs)],
];

export const renderTable = ({ machine, rows }) => {
  const cells = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, show]) => show(row)))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index].length)));
  const lines = cells.map((line) => line.map((cell, index) => cell.padEnd(widths[index])).join("  ").trimEnd());
  const { cores, processor, memoryGigabytes, loadBefore, node, terraform } = machine;
  return `${lines.join("\n")}\n\n${cores} cores (${processor}), ${memoryGigabytes} GB, load before ${loadBefore}; Node ${node}, Terraform ${terraform}; medians\n`;
};
