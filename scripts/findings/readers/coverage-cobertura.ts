import { readXml } from "../parse/xml";
import type { Reader } from "../reader";
import { UnreadableReport } from "../unreadable";

const place = "/coverage/packages/package/classes/class/lines/line";
/** Between what the summary says and what its lines show, in percent: writers round, and some leave generated lines out. */
const tolerance = 1;
/** Writers count since 1970 in milliseconds or in seconds; that many seconds are the year 5138. */
const firstOfMilliseconds = 1e11;

const rateOf = (text: string | undefined): number => {
  const rate = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
  if (!(rate >= 0 && rate <= 1)) throw new UnreadableReport("malformed", "coverage@line-rate is no number from 0 to 1");
  return rate;
};

const timeOf = (timestamp: string | undefined): string | undefined => {
  if (timestamp === undefined || !/^\d{1,13}$/.test(timestamp) || timestamp === "0") return undefined;
  const number = Number(timestamp);
  return new Date(number < firstOfMilliseconds ? number * 1000 : number).toISOString();
};

/** Written by coverage.py, Istanbul, gcovr, Cobertura and others. What counts are the lines in it, not its summary. */
export const cobertura: Reader = {
  format: "cobertura",
  title: "Cobertura XML",
  recognises: ({ elements, attributes }) => elements.has("/coverage") && attributes["line-rate"] !== undefined,
  read: (source) => {
    let lines = 0;
    let covered = 0;
    const root = readXml(source, {
      acceptsDocumentType: true,
      each: {
        [place]: ({ attributes: { hits } }) => {
          if (hits === undefined || !/^\d+$/.test(hits)) throw new UnreadableReport("malformed", "line@hits is no number");
          lines += 1;
          if (/[1-9]/.test(hits)) covered += 1;
        },
      },
    });
    if (root.name !== "coverage") throw new UnreadableReport("malformed", "the report is no Cobertura XML: its root is not coverage");
    const said = rateOf(root.attributes["line-rate"]) * 100;
    const coverage = lines === 0 ? 0 : (covered / lines) * 100;
    return {
      format: "cobertura",
      tool: "cobertura",
      toolVersion: root.attributes.version || undefined,
      looked: lines,
      lookedAt: "lines",
      coverage,
      time: timeOf(root.attributes.timestamp),
      failures: [],
      contradictions: lines === 0 || Math.abs(said - coverage) <= tolerance ? [] : [`the summary says ${said.toFixed(1)} percent of lines, its lines show ${coverage.toFixed(1)}`],
      findings: [],
    };
  },
};
