import type { Scanner } from "../scanner";

/** Made-up numbers beside the words by which Macie's identifiers know them. Named as a file, so that nothing else hides beside it. */
const madeUp = "test/unit/modules/macie/identifiers.test.ts";
const scanArguments = ["scan", "data", ".", "--exclude", madeUp];

export const data: Scanner = {
  name: "portcullis-data",
  tool: "portcullis-data",
  format: "portcullis-data",
  title: "health and personal data in the clear",
  scan: async ({ report, portcullis }) => {
    const { exitCode } = await portcullis(...scanArguments, "--out", report);
    return { exitCode, command: ["./portcullis", ...scanArguments].join(" ") };
  },
};
