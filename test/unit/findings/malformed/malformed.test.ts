import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { readers, sourceOfBytes, UnreadableReport, type Reader, type Report } from "../../../../scripts/findings";
import { probe } from "../../../../scripts/findings/parse/probe";
import { fixture } from "../../../support/findings";
import { samples } from "./samples";
import { variantsOf, type Syntax, type Variant } from "./variants";
import { timed } from "../../../support/processor-time";

/** Seconds. */
const longest = 5;

const bytesOf = (format: string): Buffer => {
  const sample = samples[format];
  if (sample === undefined) throw new Error(`${format} has no sample: add one to samples.ts`);
  if (typeof sample === "string") return readFileSync(fixture(sample));
  return "text" in sample ? Buffer.from(sample.text) : Buffer.from(unzipSync(readFileSync(fixture(sample.archive)))[sample.entry]!);
};
const syntaxOf = (bytes: Buffer) => probe(sourceOfBytes("report", bytes)).syntax as Syntax;
const read = ({ read: take }: Reader, bytes: Uint8Array): Report | UnreadableReport => {
  try {
    return take(sourceOfBytes("report", bytes));
  } catch (error) {
    if (error instanceof UnreadableReport) return error;
    throw error;
  }
};

/** What a format allows, though it looks like damage: it is for the record beside the report to say that the tool ended well. */
const legal: Readonly<Record<string, readonly string[]>> = {
  // gitleaks writes null where it found nothing.
  gitleaks: ["null at the top"],
  // Writers of coverage name a document type, which is neither fetched nor followed.
  cobertura: ["an external document type"],
};

/** @returns what is wrong with how a variant was taken, or nothing */
const complaint = (reader: Reader, good: Report, { bytes, outcome }: Variant): string | undefined => {
  const { result: taken, seconds } = timed(() => read(reader, bytes));
  if (seconds > longest) return `took ${seconds.toFixed(1)} s`;
  if (taken instanceof UnreadableReport) return outcome === "same" ? `was refused: ${taken.message}` : undefined;
  if (outcome === "refused") return `was read, with ${taken.findings.length} findings`;
  if (outcome === "same") return JSON.stringify(taken) === JSON.stringify(good) ? undefined : "was read as something else";
  const isTold = taken.failures.length + taken.contradictions.length > 0 || taken.looked === 0;
  return isTold || taken.findings.length >= good.findings.length ? undefined : `was read, with ${taken.findings.length} findings of ${good.findings.length}`;
};

describe.each(readers.map((reader) => ({ format: reader.format, reader })))("$format", ({ format, reader }) => {
  test("has a good report to begin with, and only it recognises that", () => {
    const source = sourceOfBytes("report", bytesOf(format));
    const { findings, looked = 0 } = reader.read(source);
    expect(findings.length + looked).toBeGreaterThan(0);
    expect(readers.filter(({ recognises }) => recognises(probe(source))).map((each) => each.format)).toEqual([format]);
  });

  test("whatever is done to it, it is refused or told", () => {
    const whole = bytesOf(format);
    const good = reader.read(sourceOfBytes("report", whole));
    const complaints = variantsOf(syntaxOf(whole), whole).filter(({ name }) => !legal[format]?.includes(name)).flatMap((variant) => {
      const wrong = complaint(reader, good, variant);
      return wrong === undefined ? [] : [`${variant.name}: ${wrong}`];
    });
    expect(complaints).toEqual([]);
  });
});

test("there are more than 150 of them", () => {
  const counts = readers.map(({ format }) => variantsOf(syntaxOf(bytesOf(format)), bytesOf(format)).length);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(150);
});
