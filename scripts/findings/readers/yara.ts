import type { Finding } from "../finding";
import { wholeTextOf } from "../parse/text";
import type { Reader } from "../reader";
import { severityOfWord } from "../severity";
import { oneLine, pathOf } from "../text";
import { UnreadableReport } from "../unreadable";

/** `[namespace:]rule`, which begins a line; an identifier has at most 128 characters. */
const ruleName = /(?:(\w{1,128}):)?([A-Za-z_]\w{0,127}) /y;
/** `--print-tags` */
const tags = /\[[\w,]*\] /y;
/** One entry of `--print-meta`: text in quotation marks, a number or a truth. */
const metaEntry = /(\w+)=(?:"((?:[^"\\]|\\.)*)"|(-?\d+|true|false))/y;
/** `--print-strings` shows what matched: it is passed over. */
const matchedString = /^0x[\da-f]+:/;
/** What `--print-stats` writes before the scan. */
const statistic = /^(?:(?:size of AC|average length of AC|number of)[\w ]+: [\d.]+|number of AC matches in top 100 longest lists|match list length percentiles| *\d+: \d+)$/;
const ruleCount = /^number of rules *: (\d{1,9})$/m;
const failed = /^error(?: scanning |: )/;
/** The last of the statistics: from the hundredth percentile down to this. */
const endOfStatistics = /^ +0: \d{1,9}$/m;

/** Silence after the statistics means that nothing matched only where the statistics are whole, and no line is cut. */
const demandWhole = (text: string): void => {
  const [before = "", percentiles] = text.split(/^match list length percentiles$/m);
  const isBegun = percentiles !== undefined || before.split("\n").some((line) => statistic.test(line));
  if (isBegun && !endOfStatistics.test(percentiles ?? "")) throw new UnreadableReport("truncated", "YARA's output ends within its statistics");
  if (!text.endsWith("\n")) throw new UnreadableReport("truncated", "YARA's output ends within a line");
};

interface Match {
  readonly rule: string;
  readonly meta: ReadonlyMap<string, string>;
  readonly path: string;
}

const matchAt = (line: string): Match | undefined => {
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const taken = pattern.exec(line) ?? undefined;
    if (taken) at += taken[0].length;
    return taken;
  };
  const rule = take(ruleName)?.[2];
  if (rule === undefined) return undefined;
  take(tags);
  const meta = new Map<string, string>();
  const beforeMeta = at;
  if (line[at] === "[") {
    do {
      at += 1;
      const entry = take(metaEntry);
      if (entry) meta.set(entry[1]!, entry[2] ?? entry[3]!);
    } while (line[at] === ",");
    // A path may begin with a bracket as well.
    at = line.startsWith("] ", at) ? at + 2 : beforeMeta;
  }
  return at < line.length ? { rule, meta, path: line.slice(at) } : undefined;
};

/** A rule that matches is malware until its author says less by `severity`. */
const findingOf = ({ rule, meta, path }: Match): Finding => ({
  tool: "yara",
  rule,
  kind: "malware",
  severity: meta.has("severity") ? severityOfWord(meta.get("severity")) : "critical",
  title: oneLine(meta.get("description") ?? rule),
  location: { path: pathOf(path) },
  state: "open",
  aliases: [],
});

/**
 * yara(1), version 4. A scan without a match prints nothing, and silence is no evidence: with `--print-stats` it says how many
 * rules it loaded. What it looked at it never says: the record beside the report has to.
 */
export const yara: Reader = {
  format: "yara",
  title: "YARA output",
  // `rule path` alone could be any two words: without statistics the format has to be named.
  recognises: ({ syntax, head }) => syntax === "text" && /^size of AC transition table/m.test(head),
  read: (source) => {
    const text = wholeTextOf(source);
    demandWhole(text);
    const lines = text.split(/\r?\n/).filter((line) => line !== "" && !matchedString.test(line) && !statistic.test(line) && !line.startsWith("warning: "));
    const rules = ruleCount.exec(text)?.[1];
    return {
      format: "yara",
      tool: "yara",
      rules: rules === undefined ? undefined : Number(rules),
      lookedAt: "files",
      failures: lines.filter((line) => failed.test(line)).map((line) => oneLine(line)),
      contradictions: [],
      findings: lines
        .filter((line) => !failed.test(line))
        .map((line) => {
          const match = matchAt(line);
          if (match === undefined) throw new UnreadableReport("malformed", "a line is not what yara prints (`rule path`)");
          return findingOf(match);
        }),
    };
  },
};
