/** One line of at most so many characters: for titles and notes that a tool writes over many. @param most 200 by default */
export const oneLine = (text: string, most = 200): string => {
  // Single spaces, which are most, stay as they are.
  const line = text.replace(/\s{2,}|[^\S ]/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
};

/** A path as findings have it: forward slashes, relative; `file:///` and a leading `./` or `/` go. */
export const pathOf = (path: string): string =>
  path
    .replaceAll("\\", "/")
    .replace(/^file:\/+/, "/")
    .replace(/^(?:\.\/)+/, "")
    .replace(/^\/+/, "");

/** `CWE-79` from `79`, `cwe-79`, `CWE-79: Improper …`; undefined where it is none. */
export const cweOf = (text: string | number | null | undefined): string | undefined => {
  const number = /^(?:cwe[-: ]?)?0*(\d{1,5})\b/i.exec(String(text ?? "").trim())?.[1];
  return number === undefined || number === "0" ? undefined : `CWE-${number}`;
};

/** Ids of public lists in a text, in capitals, once each. */
export const vulnerabilityIdsIn = (text: string): readonly string[] => [...new Set((text.match(/\b(?:CVE-\d{4}-\d{4,}|GHSA(?:-[\da-z]{4}){3}|MAL-\d{4}-\d+|PYSEC-\d{4}-\d+|RUSTSEC-\d{4}-\d{4}|GO-\d{4}-\d{4})\b/gi) ?? []).map((id) => id.toUpperCase()))];
