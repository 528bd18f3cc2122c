import type { Examination } from "./examine";

/** For a terminal: a line for each capability, below it what to write. */
export const describeExamination = ({ accountId, regions, callerArn, file, judgements, unreadable }: Examination): string => {
  const width = Math.max(...[...judgements, ...unreadable].map(({ capability }) => capability.length));
  const indent = " ".repeat(10);
  const line = (label: string, capability: string, mode: string, text: string) => `${label.padEnd(8)}  ${capability.padEnd(width)}  ${mode.padEnd(8)}  ${text}`;
  return [
    `Account ${accountId} in ${regions.join(", ")}, as ${callerArn} sees it, and what ${file} declares:`,
    "",
    ...judgements.flatMap(({ capability, mode, fits, reason, choose }) => [
      line(fits ? "fits" : "DIFFERS", capability, mode, reason),
      ...(choose === undefined ? [] : [`${indent}→ ${fits ? "you may write" : "write"} in ${file}: ${choose}`]),
    ]),
    ...unreadable.map(({ capability, mode, problem }) => line("UNKNOWN", capability, mode, problem)),
    "",
  ].join("\n");
};
