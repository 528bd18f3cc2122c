import { withoutQuery } from "./url";

/** Names of parameters are kept, values never: they are what a scanner sent, or a session, or somebody's data. */
const parameterName = /^[\w.$:@[\]-]{1,80}$/;

/** Longer ones are cut: a scanner's own request may be megabytes. */
const longestUrl = 2000;

/**
 * Where a web scanner found something: the URL without user, fragment, session in the path and values of its query. Other than
 * for a page as such, the names in the query stay, since they tell one flaw from another: `https://host/item?id&page`.
 */
export const urlOf = (url: string): string => {
  const [, query = ""] = /^[^?#]*\?([^#]*)/.exec(url) ?? [];
  const names = query
    .split("&")
    .filter((pair) => pair.includes("="))
    .map((pair) => decoded(pair.slice(0, pair.indexOf("="))))
    .filter((name) => parameterName.test(name));
  const place = withoutQuery(url).replace(/;[^/]*/g, "");
  return `${place}${names.length > 0 ? `?${[...new Set(names)].join("&")}` : ""}`.slice(0, longestUrl);
};

/** Name of a parameter, header or cookie; undefined for what cannot be one: some rules of scanners put a value there. */
export const parameterOf = (text: string | null | undefined): string | undefined => {
  const name = text?.trim() ?? "";
  return parameterName.test(name) ? name : undefined;
};

/** A name that is not well encoded is none. */
const decoded = (name: string): string => {
  try {
    return decodeURIComponent(name);
  } catch {
    return "";
  }
};
