import { wholeTextOf } from "../parse/text";
import type { Reader } from "../reader";
import { oneLine, pathOf } from "../text";
import { UnreadableReport } from "../unreadable";

/** geninfo(1), "FILES": what a line may begin with. */
const known = /^(?:TN|SF|VER|FN|FNDA|FNF|FNH|FNL|FNA|BRDA|BRF|BRH|MCDC|MRF|MRH|DA|LF|LH):/;
const lineData = /^DA:(\d{1,9}),(-?\d{1,18})(?:,.*)?$/;
const summary = /^L([FH]):(\d{1,9})$/;

const malformed = (number: number) => new UnreadableReport("malformed", `line ${number} is not what lcov's format has there`);

/** What is between `SF` and `end_of_record`. */
interface Section {
  readonly file: string;
  readonly hits: Map<number, number>;
  found?: number;
  hit?: number;
}

const sectionsIn = (text: string): readonly Section[] => {
  const sections: Section[] = [];
  let section: Section | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === "" || line.startsWith("#")) continue;
    if (line === "end_of_record") {
      if (section === undefined) throw malformed(index + 1);
      sections.push(section);
      section = undefined;
    } else if (!known.test(line)) throw malformed(index + 1);
    else if (line.startsWith("SF:")) {
      if (section !== undefined) throw malformed(index + 1);
      section = { file: pathOf(line.slice(3)), hits: new Map() };
    } else if (line.startsWith("DA:")) {
      const [, number, hits] = lineData.exec(line) ?? [];
      if (section === undefined || hits === undefined) throw malformed(index + 1);
      section.hits.set(Number(number), Number(hits));
    } else if (line.startsWith("LF:") || line.startsWith("LH:")) {
      const [, which, count] = summary.exec(line) ?? [];
      if (section === undefined || count === undefined) throw malformed(index + 1);
      section[which === "F" ? "found" : "hit"] = Number(count);
    }
  }
  if (section !== undefined) throw new UnreadableReport("truncated", "the report ends before its last record is complete");
  return sections;
};

/** Several tests may each have a section of the same file: a line that one of them ran was run. */
const ranOf = (sections: readonly Section[]): ReadonlyMap<string, boolean> => {
  const ran = new Map<string, boolean>();
  for (const { file, hits } of sections) for (const [line, count] of hits) ran.set(`${line} ${file}`, count > 0 || ran.get(`${line} ${file}`) === true);
  return ran;
};

const contradictionsOf = ({ file, hits, found, hit }: Section): readonly string[] => {
  const counted = [...hits.values()].filter((count) => count > 0).length;
  return [
    ...(found === undefined || found === hits.size ? [] : [oneLine(`${file}: the summary says ${found} lines, the list has ${hits.size}`)]),
    ...(hit === undefined || hit === counted ? [] : [oneLine(`${file}: the summary says ${hit} lines that ran, the list has ${counted}`)]),
  ];
};

export const lcov: Reader = {
  format: "lcov",
  title: "lcov tracefile",
  recognises: ({ syntax, head }) => syntax === "text" && /^(?:TN:.*\r?\n)?SF:/.test(head.trimStart()),
  read: (source) => {
    const sections = sectionsIn(wholeTextOf(source));
    const ran = [...ranOf(sections).values()];
    return {
      format: "lcov",
      tool: "lcov",
      looked: ran.length,
      lookedAt: "lines",
      coverage: ran.length === 0 ? 0 : (ran.filter(Boolean).length / ran.length) * 100,
      failures: [],
      contradictions: sections.flatMap(contradictionsOf),
      findings: [],
    };
  },
};
