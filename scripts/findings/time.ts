const written = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?) ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?$/i;

/**
 * A time as findings and reports have it (ISO 8601, in UTC) from how tools write it: `2018-05-26 00:06:22 UTC`,
 * `2021-04-01T11:59:41.000+0000`, `2025-03-10`. Without a zone it is taken as UTC, so that two machines read the same.
 * Undefined where it is no such time.
 */
export const timeOf = (text: string | null | undefined): string | undefined => {
  const [, day, time = "00:00", zone = "Z"] = written.exec(text?.trim() ?? "") ?? [];
  if (day === undefined) return undefined;
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : "Z";
  return isoOf(new Date(`${day}T${time.replace(",", ".")}${offset}`));
};

/** Undefined for a date that there is not. */
export const isoOf = (date: Date): string | undefined => (Number.isNaN(date.getTime()) ? undefined : date.toISOString());
