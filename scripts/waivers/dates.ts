import { millisecondsPerDay } from "../clock";

/** Days of waivers are days in UTC; a waiver holds until its last day has ended. */

/** Midnight at which a day begins; undefined where the text is no day of the calendar. */
export const startOfDay = (day: string): number | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? undefined : time;
};

/** Whole days from one day to another; negative where the second is earlier. @throws RangeError for what is no day */
export const daysBetween = (from: string, to: string): number => {
  const [start, end] = [startOfDay(from), startOfDay(to)];
  if (start === undefined || end === undefined) throw new RangeError(`${from} or ${to} is no day`);
  return Math.round((end - start) / millisecondsPerDay);
};

/** The day in UTC on which a moment falls. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);
