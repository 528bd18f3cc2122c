import type { CheckFinding, CheckReport } from "../types";

/** One face of a report for machines. Pure; escapes everything for its own sink. */
export type Renderer = (report: CheckReport) => string;

/** Where people look: the construct, else the address. */
export const placeOf = ({ constructPath, address }: CheckFinding): string => constructPath ?? address;

/** The line that made it, where it is known. */
export const lineOf = ({ source }: CheckFinding): string => (source ? `${source.file}:${source.line}` : "");
