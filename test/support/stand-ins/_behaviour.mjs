/** What every stand-in of a licensed tool can be made to do, by a variable such as STAND_IN_SCANNERCLI. */
import { writeFileSync } from "node:fs";
import { refuse } from "../delivery/stand-ins/_options.mjs";

const behaviours = ["clean", "findings", "licence-expired", "time-out", "half-report", "no-report", "findings-exit-0"];

export const behaviourOf = (name) => {
  const behaviour = process.env[`STAND_IN_${name}`] ?? "clean";
  return behaviours.includes(behaviour) ? behaviour : refuse(`STAND_IN_${name} is ${behaviour}, which is none of ${behaviours.join(", ")}`);
};

export const hasFindings = (behaviour) => behaviour === "findings" || behaviour === "findings-exit-0";

/** Writes the report as the behaviour wants it: whole, half of it, or not at all. */
export const writeReport = (behaviour, file, report) => {
  if (behaviour === "no-report") return;
  writeFileSync(file, behaviour === "half-report" ? report.subarray(0, Math.floor(report.length / 2)) : report);
};

/** Breaks off with a tool's own words. */
export const fail = (code, message) => {
  process.stderr.write(`${message}\n`);
  process.exit(code);
};

/** Never ends by itself. */
export const hang = () => {
  setInterval(() => undefined, 60_000);
};

/** Demands options that the vendor's document calls required. */
export const require = (options, ...names) => {
  for (const name of names) if (options[name] === undefined) refuse(`option ${name} is missing`);
};
