import { fail, pass, unknown, worstOf } from "../attributes";
import { buildspecText, isFileName, linesOf, readBuildspec, remembered, type BuildPhase } from "../buildspecs";
import type { Outcome, Rule } from "../rule";
import { shellFaults, uncheckedDownloads } from "../shell-faults";

/** Commands share one shell: what the first line sets holds for the rest of the phase. */
const isStrict = (line: string | undefined): boolean => {
  const options = line?.match(/^set\s+-([a-z]+)\s+pipefail(?:\s|$)/)?.[1] ?? "";
  return options.includes("e") && options.endsWith("o");
};

const judgePhase = (phase: BuildPhase): readonly Outcome[] => {
  const lines = linesOf(phase);
  if (lines.length === 0) return [];
  const said = (reason: string): Outcome => fail(`phase ${phase.name}: ${reason}`);
  const faults = lines.flatMap((line) => shellFaults.filter(({ found }) => found(line)).map(({ reason }) => said(`"${line.slice(0, 120)}" ${reason}`)));
  return [
    ...(isStrict(lines[0]) ? [] : [said('its first line is not "set -euo pipefail": a failure, in a pipe too, does not end it')]),
    ...(phase.onFailure === "ABORT" ? [] : [said(`on-failure is ${phase.onFailure ?? "not set"}, so that later phases may run after it has failed; it must be ABORT`)]),
    ...faults,
    ...uncheckedDownloads(lines).map((file) => said(`${file} is fetched and never compared with a checksum`)),
  ];
};

const judgeText = remembered((text): Outcome => {
  const buildspec = readBuildspec(text);
  return buildspec === undefined ? fail("the buildspec is no YAML with phases") : worstOf(buildspec.phases.flatMap(judgePhase));
});

export const buildspecFailsClosed: Rule = {
  id: "buildspec-fails-closed",
  title: "No command of a build lets a failure pass",
  risk: "high",
  types: ["aws_codebuild_project"],
  source: "CodeBuild User Guide, 'Build specification reference' (on-failure); Bash Reference Manual, 'The Set Builtin'",
  remedy: "Begin each phase with `set -euo pipefail`, set on-failure: ABORT, keep a scanner's exit code in a record instead of swallowing it, and pin and check what is fetched.",
  evaluate: (project) => {
    const text = buildspecText(project);
    if (text === undefined) return unknown("the buildspec is not settled, so its commands cannot be read");
    // `build-project-confined` refuses both.
    return text === "" || isFileName(text) ? pass : judgeText(text);
  },
};
