import { isoOf } from "./time";

/**
 * Times that are not written as ISO 8601, as ISO 8601. One without a zone is taken for UTC, which is what build machines run in: a
 * scanner that runs elsewhere makes its report up to 14 hours younger or older. What is no time, or could be two, is undefined.
 */

const months: readonly string[] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

interface Parts {
  readonly year: number;
  /** Counted from 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Undefined for what is not in the calendar: 31 February, month 25, 30 o'clock. */
const instantOf = ({ year, month, day, hour, minute, second }: Parts): Date | undefined => {
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour ? date : undefined;
};

/** In minutes: `+0530` is 330. */
const offsetOf = (zone: string): number => (/^[+-]/.test(zone) ? (zone.startsWith("-") ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) : 0);

/** `Thu, 6 Dec 2018 10:53:11`, with or without a zone (RFC 5322, section 3.3). Names of months in other languages are not read. */
export const timeOfMailDate = (text: string | null | undefined): string | undefined => {
  const parts = /(\d{1,2})\.? ([a-z]{3})\.? (\d{4}),? (\d{1,2}):(\d{2}):(\d{2})(?: ?([+-]\d{2}:?\d{2}))?/i.exec(text ?? "");
  if (!parts) return undefined;
  const [, day, month = "", year, hour, minute, second, zone = ""] = parts;
  const instant = instantOf({ year: Number(year), month: months.indexOf(month.toLowerCase()) + 1, day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second) });
  return instant && isoOf(new Date(instant.getTime() - offsetOf(zone) * 60_000));
};

/** `25/06/2021 09:59 AM` and `27/02/2020, 14:52:19`: the day goes first, and is never taken for a month. */
export const timeOfDayMonthYear = (text: string | null | undefined): string | undefined => {
  const parts = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d{2})(?::(\d{2}))?(?: ([AP])M)?$/i.exec(text?.trim() ?? "");
  if (!parts) return undefined;
  const [, day, month, year, hour, minute, second = "0", half] = parts;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === "P" ? 12 : 0);
  const instant = instantOf({ year: Number(year), month: Number(month), day: Number(day), hour: hours, minute: Number(minute), second: Number(second) });
  return instant && isoOf(instant);
};

/** Seconds since 1970; 0 is a field that was never filled. */
export const timeOfEpoch = (seconds: number | null | undefined): string | undefined => (seconds ? isoOf(new Date(Math.floor(seconds * 1000))) : undefined);
