import { ExitCode, PortcullisError, toolError, usageError } from "../errors";

/** GitHub said no, or nothing: whether trying again may help, and how long GitHub asks to wait. */
export class GitHubRefusal extends Error {
  constructor(
    public readonly fault: PortcullisError,
    /** Trying again may help. */
    public readonly passing: boolean,
    /** Milliseconds that GitHub asks to wait. @default the caller's own back-off */
    public readonly waitMilliseconds?: number,
  ) {
    super(fault.message);
    this.name = "GitHubRefusal";
  }
}

export interface GitHub {
  /** REST API, such as https://api.github.com */
  readonly apiUrl: string;
  readonly token: string;
}

/** Longest that one request may take. */
const timeoutMilliseconds = 30_000;

/** A token goes over TLS or stays on this machine. @throws PortcullisError (usage) `github-api-url` */
const urlOf = ({ apiUrl }: GitHub, path: string): URL => {
  const url = URL.canParse(apiUrl) ? new URL(`${apiUrl.replace(/\/+$/, "")}${path}`) : undefined;
  const onThisMachine = url !== undefined && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url !== undefined && (url.protocol === "https:" || (url.protocol === "http:" && onThisMachine))) return url;
  throw usageError({
    id: "github-api-url",
    problem: "the address of GitHub's API is not an https address",
    where: "GITHUB_API_URL",
    remedy: "Set it to https://api.github.com, or to https://<host>/api/v3 of your GitHub Enterprise Server.",
  });
};

const remedies: Readonly<Record<number, readonly [id: string, remedy: string]>> = {
  401: ["github-token-refused", "The token is not valid or has expired: pass a fresh one as GITHUB_TOKEN."],
  403: ["github-forbidden", "Give the job the permission `pull-requests: write`; a pull request from a fork never has it."],
  404: ["github-not-found", "Check repository and number of the pull request, and that the token may see the repository."],
  422: ["github-unprocessable", "GitHub does not take what was sent; the message above says which part."],
};

/** GitHub's own words, of one line and bounded: an answer may come from a proxy and hold anything. */
const messageOf = async (answer: Response): Promise<string> => {
  const text = await answer.text().catch(() => "");
  try {
    return String((JSON.parse(text) as { readonly message?: unknown }).message ?? "").slice(0, 300);
  } catch {
    return "";
  }
};

/** GitHub documents: wait `retry-after` seconds, or until `x-ratelimit-reset` when nothing remains, else at least a minute. */
const waitFor = (answer: Response): number | undefined => {
  const seconds = Number(answer.headers.get("retry-after"));
  if (seconds > 0) return seconds * 1000;
  if (answer.headers.get("x-ratelimit-remaining") !== "0") return undefined;
  const served = Date.parse(answer.headers.get("date") ?? "");
  return Math.max(0, Number(answer.headers.get("x-ratelimit-reset")) * 1000 - served) || 60_000;
};

/**
 * One request to the REST API, without trying again.
 * @throws GitHubRefusal where GitHub refuses or does not answer
 */
export const request = async <Result>(github: GitHub, method: "GET" | "POST" | "PATCH", path: string, body?: unknown): Promise<Result> => {
  const url = urlOf(github, path);
  const what = `${method} ${url.pathname}`;
  const answer = await fetch(url, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${github.token}`,
      "user-agent": "portcullis",
      "x-github-api-version": "2022-11-28",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMilliseconds),
  }).catch((error: unknown) => {
    const remedy = "Check the network and https://www.githubstatus.com, and run again.";
    throw new GitHubRefusal(toolError({ id: "github-unreachable", problem: `GitHub did not answer ${what}`, where: url.host, remedy }, error), true);
  });
  if (answer.ok) return (await answer.json()) as Result;

  const message = await messageOf(answer);
  const limited = answer.status === 429 || (answer.status === 403 && (waitFor(answer) !== undefined || /rate limit/i.test(message)));
  const passing = limited || answer.status >= 500;
  const [id, remedy] = passing ? ["github-unavailable", "Run again in a few minutes."] : (remedies[answer.status] ?? ["github-refused", "See the answer above."]);
  const fault = new PortcullisError(ExitCode.failed, {
    id,
    problem: `GitHub answered ${answer.status} to ${what}`,
    where: url.host,
    ...(message === "" ? {} : { details: [message] }),
    remedy,
  });
  throw new GitHubRefusal(fault, passing, limited ? (waitFor(answer) ?? 60_000) : undefined);
};
