"use strict";
/** `node read-report.cjs <checkout> <ours|peer> <report>`: reads one report and prints {seconds, findings}; the peer of JSON is JSON.parse. */
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const [, , checkout, who, file] = process.argv;
const { readReport, sourceOfFile } = require(join(checkout, "dist/scripts/findings/index.js"));
const readers = { ours: () => readReport(sourceOfFile(file)).findings.length, peer: () => void JSON.parse(readFileSync(file, "utf8")) };
const began = performance.now();
const findings = readers[who]();
process.stdout.write(JSON.stringify({ seconds: (performance.now() - began) / 1000, findings }));
