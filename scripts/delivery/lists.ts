import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { createGunzip } from "node:zlib";
import { within } from "./store";

/** The lists that the policy demands in production, from where a gate in a build fetches them (modules/pipeline/gate-project.ts). */
export const lists = {
  exploited: { url: "https://raw.githubusercontent.com/cisagov/kev-data/develop/known_exploited_vulnerabilities.json", isPacked: false },
  exploitProbability: { url: "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz", isPacked: true },
} as const;

export type Fetch = (url: string, init: { readonly redirect: "manual"; readonly signal: AbortSignal }) => Promise<Response>;

/** In bytes, as it comes and unpacked; the lists had 2 and 10 MB in 2026. */
const largestList = 256 * 1024 * 1024;
/** Of one try, in milliseconds. */
const longestFetch = 60_000;
const tries = 3;
const mostRedirects = 5;

/** Follows redirects by itself: the way to a list leads through HTTPS alone. */
const answerOf = async (fetch: Fetch, url: string, signal: AbortSignal, redirects = mostRedirects): Promise<Response> => {
  if (new URL(url).protocol !== "https:") throw new Error(`${url} is not reached by HTTPS`);
  const response = await fetch(url, { redirect: "manual", signal });
  const location = response.headers.get("location");
  if (response.status >= 300 && response.status < 400 && location !== null) {
    if (redirects === 0) throw new Error(`${url} leads on and on`);
    return answerOf(fetch, new URL(location, url).href, signal, redirects - 1);
  }
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response;
};

const fetchOnce = async (fetch: Fetch, { url, isPacked }: { readonly url: string; readonly isPacked: boolean }, file: string, signal: AbortSignal): Promise<void> => {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(longestFetch)]);
  const { body } = await answerOf(fetch, url, limited);
  if (body === null) throw new Error(`${url} answers nothing`);
  const source = Readable.fromWeb(body as ReadableStream);
  const target = createWriteStream(file, { mode: 0o600 });
  await (isPacked ? pipeline(source, within(largestList, url), createGunzip(), within(largestList, url), target, { signal: limited }) : pipeline(source, within(largestList, url), target, { signal: limited }));
};

/** Fetches a list into a file. @throws Error after the last try: without its lists production is not judged */
export const fetchList = async (fetch: Fetch, list: keyof typeof lists, file: string, signal: AbortSignal): Promise<void> => {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await fetchOnce(fetch, lists[list], file, signal);
    } catch (error) {
      signal.throwIfAborted();
      const { message, cause } = error as Error;
      if (left === 0) throw new Error(`${lists[list].url} cannot be fetched (${message}${cause instanceof Error ? `: ${cause.message}` : ""}). Run the stage's pipeline anew when it answers.`, { cause: error });
    }
  }
};
