import { readReport, sourceOfBytes, type Report } from "../../scripts/findings";

/** Reads a report that a test wrote: a text as it is, anything else as JSON. @param format @default recognised by its content */
export const readWritten = (report: unknown, format?: string): Report => readReport(sourceOfBytes("written by a test", Buffer.from(typeof report === "string" ? report : JSON.stringify(report))), format);
