import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { findingMaker, isFailure, result, type Result } from "./sarif-result";
import { artifactsListed, failuresOf, log, rulesLoaded, toolOf, versionOf } from "./sarif-run";

export const sarif: Reader = {
  format: "sarif",
  title: "SARIF 2.1.0",
  recognises: ({ keys, values }) => keys.has("runs") && (values.get("version") === "2.1.0" || /sarif/i.test(values.get("$schema") ?? "") || keys.has("runs[].tool.driver") || keys.has("runs[].results")),
  read: (source) => {
    const failed: Result[][] = [];
    const each = {
      "runs[].results[]": (value: unknown, [run = 0, index = 0]: readonly number[]) => {
        const known = shaped(result, value, `runs[${run}].results[${index}]`);
        if (isFailure(known)) (failed[run] ??= []).push(known);
      },
    };
    const { runs, inlineExternalProperties } = shaped(log, readJson(source, { each }));
    const [first] = runs;
    // What another tool loaded and looked at, in the same file, proves nothing for this one; its findings count all the same.
    const own = runs.filter((run) => toolOf(run) === toolOf(first!));
    const inlined = (inlineExternalProperties ?? []).some(({ results }) => results?.length);
    const commits = [...new Set(runs.flatMap(({ versionControlProvenance }) => (versionControlProvenance ?? []).flatMap(({ revisionId }) => revisionId ?? [])))];
    return {
      format: "sarif",
      tool: first ? toolOf(first) : "unknown",
      toolVersion: first && versionOf(first),
      rules: rulesLoaded(own),
      looked: first ? artifactsListed(own) : 0,
      lookedAt: first ? "files" : "runs",
      commit: commits[0],
      time: own.flatMap(({ invocations }) => (invocations ?? []).flatMap(({ endTimeUtc }) => endTimeUtc ?? [])).at(-1),
      failures: [...runs.flatMap(failuresOf), ...(inlined ? ["it has results outside of its runs (inlineExternalProperties), which are not read"] : [])],
      contradictions: commits.length > 1 ? [`its runs are of ${commits.length} commits`] : [],
      findings: runs.flatMap((run, index) => (failed[index] ?? []).map(findingMaker(run))),
    };
  },
};
