import { usageError } from "../errors";

/**
 * Returns the endpoint, without a slash at its end, if it is on this machine; throws otherwise (exit 2).
 * Whatever works on the embedded AWS calls this first, so that it can never touch a real account.
 */
export function requireLoopback(endpoint: string): string {
  const url = parse(endpoint);
  if (url !== undefined && ["http:", "https:"].includes(url.protocol) && isLoopback(url.hostname)) {
    return endpoint.replace(/\/+$/, "");
  }
  throw usageError({
    id: "endpoint-not-loopback",
    problem: `the endpoint ${url === undefined ? "given" : `${url.protocol}//${url.host}`} is not on this machine`,
    remedy: "Use an endpoint on 127.0.0.1, localhost or ::1, such as the one that `./portcullis emulator status` prints.",
  });
}

function parse(endpoint: string): URL | undefined {
  return URL.canParse(endpoint) ? new URL(endpoint) : undefined;
}

/** A name other than `localhost` is refused even if it resolves to loopback: DNS can change its mind. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
