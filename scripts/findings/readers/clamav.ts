import type { Finding } from "../finding";
import { wholeTextOf } from "../parse/text";
import type { Reader } from "../reader";
import { oneLine, pathOf } from "../text";
import { UnreadableReport } from "../unreadable";

const summaryLine = "----------- SCAN SUMMARY -----------";
/** A name of a signature has no blank in it; the file may have anything in its name. */
const found = /^(.*): (\S+) FOUND$/;
/** With `--alert-exceeds-max` a file that was too large, or an archive that was too deep, is reported like a virus. */
const limit = /^Heuristics\.Limits\.Exceeded/;
/** clamscan(1): what could not be opened or read ends in ERROR; complaints of the program itself begin with it. */
const failed = /\bERROR$|^(?:ERROR|WARNING): |^LibClamAV (?:Error|Warning): /;

const numberIn = (summary: readonly string[], label: string): number | undefined => {
  const value = summary.find((line) => line.startsWith(`${label}: `))?.slice(label.length + 2);
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
};

const findingOf = (path: string, signature: string): Finding => ({
  tool: "clamav",
  rule: signature,
  kind: "malware",
  severity: "critical",
  title: oneLine(`Malware ${signature}`),
  location: { path: pathOf(path) },
  state: "open",
  aliases: [],
});

/** Its dates are local time without a zone, so that no time is taken from it: the record beside the report says when. */
export const clamav: Reader = {
  format: "clamav",
  title: "clamscan output",
  recognises: ({ syntax, head }) => syntax === "text" && (head.includes(summaryLine) || /^.+: (?:OK|Empty file|\S+ FOUND)$/m.test(head)),
  read: (source) => {
    const lines = wholeTextOf(source).split(/\r?\n/);
    const at = lines.indexOf(summaryLine);
    if (at === -1) throw new UnreadableReport("truncated", "the summary that ends clamscan's output is not there (it was cut off, or written with --no-summary)");
    // A file's name may hold line breaks and bring a summary of its own.
    if (lines.indexOf(summaryLine, at + 1) !== -1) throw new UnreadableReport("malformed", "clamscan's output has more than one summary: give the gate one file for each scan");
    const summary = lines.slice(at + 1);
    const list = lines.slice(0, at);
    const matches = list.flatMap((line) => {
      const [, path, signature] = found.exec(line) ?? [];
      return path !== undefined && signature !== undefined ? [{ path, signature }] : [];
    });
    const infected = numberIn(summary, "Infected files");
    if (infected === undefined) throw new UnreadableReport("truncated", "the summary of clamscan's output ends before it says how many files are infected");
    const listed = new Set(matches.map(({ path }) => path)).size;
    const errors = numberIn(summary, "Total errors") ?? 0;
    return {
      format: "clamav",
      tool: "clamav",
      toolVersion: summary.find((line) => line.startsWith("Engine version: "))?.slice("Engine version: ".length).trim(),
      rules: numberIn(summary, "Known viruses"),
      looked: numberIn(summary, "Scanned files"),
      lookedAt: "files",
      failures: [
        ...list.filter((line) => failed.test(line)).map((line) => oneLine(line)),
        ...matches.filter(({ signature }) => limit.test(signature)).map(({ path }) => oneLine(`not looked at whole, over a limit: ${pathOf(path)}`)),
        ...(errors > 0 ? [`clamscan counts ${errors} errors`] : []),
      ],
      contradictions: listed === infected ? [] : [`the summary says ${infected} infected files, the list has ${listed}`],
      findings: matches.filter(({ signature }) => !limit.test(signature)).map(({ path, signature }) => findingOf(path, signature)),
    };
  },
};
