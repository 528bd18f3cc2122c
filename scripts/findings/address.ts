import type { Finding } from "./finding";

/**
 * Blanks, wildcards, quotes and what cannot be seen, as URLs write them: so a part holds no blank, nothing in it is taken for a wildcard,
 * and the whole stands between double quotes of YAML as it is.
 */
const escaped = (text: string, pattern = /[\s\p{C}%*?"\\]/gu): string => text.replace(pattern, (character) => [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""));

/** Without values of the query, credentials and fragment: a scanner sends another payload each time, and a token may stand there. */
const urlOf = (text: string): string => {
  if (!URL.canParse(text)) return escaped(text.split(/[?#]/)[0]!);
  const { protocol, host, pathname, searchParams } = new URL(text);
  const names = [...new Set(searchParams.keys())].map(encodeURIComponent).sort();
  return escaped(`${protocol}//${host}${pathname}`, /[\s\p{C}*?"\\]/gu) + (names.length > 0 ? `?${escaped(names.join("&"), /[*]/g)}` : "");
};

/**
 * The exact place of a finding in one line, for a waiver: `app/package-lock.json log4j@2.14.0`, `src/login.ts:12`,
 * `GET https://shop.example.org/search?q parameter=q`, `main.tf:4 resource=aws_s3_bucket.logs`. Where a package is named no line is: it moves
 * with every other package of the lock file.
 * @returns undefined where the finding has no place
 */
export const addressOf = ({ location }: Pick<Finding, "location">): string | undefined => {
  const { path, line, package: installed, url, method, parameter, resource } = location;
  const parts = [
    ...(path ? [escaped(path) + (line === undefined || installed ? "" : `:${line}`)] : []),
    ...(installed ? [escaped(installed.name) + (installed.version ? `@${escaped(installed.version)}` : "")] : []),
    ...(url ? [...(method ? [escaped(method)] : []), urlOf(url)] : []),
    ...(parameter ? [`parameter=${escaped(parameter)}`] : []),
    ...(resource ? [`resource=${escaped(resource)}`] : []),
  ];
  return parts.length > 0 ? parts.join(" ") : undefined;
};
