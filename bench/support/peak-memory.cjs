"use strict";
/** Preloaded with --require: writes the most memory that the process held, in MB, to the file named by PORTCULLIS_BENCH_MEMORY. */
const { writeFileSync } = require("node:fs");
process.on("exit", () => writeFileSync(process.env.PORTCULLIS_BENCH_MEMORY, String(process.resourceUsage().maxRSS / 1024)));
