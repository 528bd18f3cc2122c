export const millisecondsPerHour = 60 * 60 * 1000;
export const millisecondsPerDay = 24 * millisecondsPerHour;

/** Whatever judges a date is passed one, so that a test can say what day it is and a tree never depends on it. */
export interface Clock {
  now(): Date;
}
export const systemClock: Clock = { now: () => new Date() };
export const fixedClock = (iso: string): Clock => ({ now: () => new Date(iso) });
