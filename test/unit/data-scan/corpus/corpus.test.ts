import { readFileSync } from "node:fs";
import { join } from "node:path";
import { recognise, recognisers } from "../../../../scripts/data-scan";
import { columnsOf } from "../../../../scripts/data-scan/content/columns";
import { Random } from "./random";
import { corpus, type Sample } from "./samples";

const samples = corpus(new Random(5), 200);

interface Value {
  readonly recogniser: string;
  readonly value: string;
}

/** What counts: what is only possible is said to people, and stops nobody. */
const foundIn = ({ text }: Sample): readonly Value[] =>
  recognise(text, columnsOf()(text))
    .filter(({ confidence }) => confidence !== "possible")
    .map(({ recogniser, start, end }) => ({ recogniser, value: text.slice(start, end) }));

const isSame = (one: Value, other: Value): boolean => one.recogniser === other.recogniser && (one.value.includes(other.value) || other.value.includes(one.value));

const judged = samples.map((sample) => ({ ...sample, found: foundIn(sample) }));
const scoreOf = (recogniser: string) => {
  const planted = judged.filter(({ expected }) => expected.some((each) => each.recogniser === recogniser));
  const hits = planted.filter(({ expected, found }) => expected.every((each) => found.some((match) => isSame(match, each)))).length;
  const wrong = judged.flatMap(({ expected, found }) => found.filter((match) => match.recogniser === recogniser && !expected.some((each) => isSame(match, each)))).length;
  return { planted: planted.length, precision: hits / (hits + wrong), recall: hits / planted.length };
};

const table = recognisers.map(({ id }) => ({ id, ...scoreOf(id) }));
const rows = table.map(({ id, planted, precision, recall }) => `| \`${id}\` | ${planted} | ${precision.toFixed(3)} | ${recall.toFixed(3)} |`);

test("the corpus is the same in every run, and large enough to say something", () => {
  expect(corpus(new Random(5), 200)).toEqual(samples);
  expect(samples.length).toBeGreaterThan(9000);
  expect(samples.filter(({ expected }) => expected.length === 0).length).toBeGreaterThan(6000);
});

test.each(table)("$id: precision $precision, recall $recall", ({ planted, precision, recall }) => {
  expect(planted).toBeGreaterThanOrEqual(200);
  expect(precision).toBeGreaterThanOrEqual(0.95);
  expect(recall).toBeGreaterThanOrEqual(0.95);
});

test("docs/data-scan.md says these figures", () => {
  process.stdout.write(`${rows.join("\n")}\n`);
  expect(readFileSync(join(__dirname, "../../../../docs/data-scan.md"), "utf8")).toContain(rows.join("\n"));
});
