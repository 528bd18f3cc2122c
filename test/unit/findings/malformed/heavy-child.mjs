/**
 * Reads what is too heavy for the process of the tests: `node heavy-child.mjs <folder of the compiled scripts>`. Writes one line of
 * JSON for each: its name, the kind of error or `read`, the seconds of the processor that it took and the most memory so far in MB.
 */
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const folder = process.argv[2];
const { readerOf, readReport, UnreadableReport } = require(join(folder, "findings", "index.js"));
const { readXml } = require(join(folder, "findings", "parse", "xml.js"));
const { readJson } = require(join(folder, "findings", "parse", "json.js"));
const { zipSync } = require("fflate");

const megabyte = 2 ** 20;
/** A report that is made while it is read: a beginning, a piece that comes again and again, and an end. */
const made = (begin, piece, size, end = "") => {
  const repeated = Buffer.from(piece.repeat(Math.ceil((256 * 1024) / piece.length)));
  return {
    name: "made",
    size,
    *chunks() {
      yield Buffer.from(begin);
      for (let written = begin.length; written < size; written += repeated.length) yield repeated;
      yield Buffer.from(end);
    },
  };
};
/** Pieces that differ. */
const counted = (begin, piece, count) => ({
  name: "counted",
  size: 40 * megabyte,
  *chunks() {
    yield Buffer.from(begin);
    for (let from = 0; from < count; from += 10_000) yield Buffer.from(Array.from({ length: 10_000 }, (_, index) => piece((from + index).toString(36))).join(""));
  },
});
const of = (bytes) => ({ name: "report", size: bytes.length, chunks: () => [bytes] });
const run = '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[';

const heavy = {
  "1 GB of blanks": ["sarif", made(" ", " ", 1024 * megabyte)],
  "1 GB of line ends, format not named": [undefined, made("\n", "\r\n", 1024 * megabyte)],
  "1 GB of NUL": ["sarif", made("\0", "\0", 1024 * megabyte)],
  "more than 1 GB": ["sarif", made(run, "1,", 1025 * megabyte)],
  "a string of 600 MB": ["sarif", made(`${run}{"ruleId":"`, "a", 600 * megabyte)],
  "a string of 600 MB of escapes": ["sarif", made(`${run}{"ruleId":"`, "\\u0041", 600 * megabyte)],
  "a number of 600 MB": ["sarif", made(`${run}`, "1", 600 * megabyte)],
  "one result of 900 MB": ["sarif", made(`${run}{"ruleId":"r","locations":[{}`, ',{"message":{"text":"a text that is as long as texts are"}}', 900 * megabyte)],
  "900 MB besides the results": ["sarif", made('{"runs":[],"artifacts":["a"', ',"a text that is as long as texts are, or somewhat longer than these"', 900 * megabyte)],
  "empty lists without end": ["trivy", made('{"SchemaVersion":2,"ArtifactName":"a","Results":[[]', ",[]", 60 * megabyte)],
  "empty objects without end": ["sarif", made('{"version":"2.1.0","runs":[{}', ",{}", 60 * megabyte)],
  "other keys without end": ["sarif", counted("{", (id) => `"${id}":1,`, 1_000_000)],
  "nesting of 60 MB": ["sarif", made("[", "[", 60 * megabyte)],
  "XML elements without end": ["zap-xml", made("<OWASPZAPReport><site>", "<a/>", 60 * megabyte)],
  "XML attributes without end": ["zap-xml", counted("<OWASPZAPReport ", (id) => `a${id}="" `, 1_000_000)],
  "an XML text of 60 MB": ["zap-xml", made("<OWASPZAPReport><site>", "a", 60 * megabyte)],
  "an XML comment of 60 MB": ["zap-xml", made("<OWASPZAPReport><!--", "a", 60 * megabyte)],
  "an archive of one entry that unpacks to 60 MB": ["fortify-fpr", of(zipSync({ "audit.fvdl": new Uint8Array(60 * megabyte) }, { level: 1 }))],
};

/** What is large and good: more in bytes and values than may be kept, but handed over one by one. */
const large = {
  "JSON of 150 MB, taken one by one": () => readJson(made("[0", ',{"severity":"high","lines":[1,2,3,4],"title":"a text that is as long as texts are"}', 150 * megabyte, "]"), { each: { "[]": () => undefined } }),
  "XML of 100 MB, taken one by one": () => readXml(made("<r>", '<item severity="high" line="1" title="a text that is as long as texts are, or somewhat longer than these"/>', 100 * megabyte, "</r>"), { each: { "/r/item": () => undefined } }),
};
const readHeavy = (format, source) => (format === undefined ? readReport(source) : readerOf(format).read(source));
const all = { ...large, ...Object.fromEntries(Object.entries(heavy).map(([name, [format, source]]) => [name, () => readHeavy(format, source)])) };

for (const [name, take] of Object.entries(all)) {
  const begun = process.cpuUsage();
  let kind = "read";
  try {
    take();
  } catch (error) {
    kind = error instanceof UnreadableReport ? error.kind : `${error.name}: ${error.message}`;
  }
  const spent = process.cpuUsage(begun);
  process.stdout.write(`${JSON.stringify({ name, kind, seconds: (spent.user + spent.system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1024 })}\n`);
}
