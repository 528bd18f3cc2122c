import { setTimeout as sleep } from "node:timers/promises";
import { usageError } from "../errors";
import { type GitHub, GitHubRefusal, request } from "./request";

export interface CommentRequest extends GitHub {
  /** `owner/name`. */
  readonly repository: string;
  readonly pullRequest: number;
  /** Markdown, already redacted, at most 65,536 characters. */
  readonly body: string;
  /** First line of the comment, by which it is found again: an HTML comment, so that nobody sees it. */
  readonly marker: string;
  /** How waiting is done between attempts. @default the time itself */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

export interface WrittenComment {
  readonly url: string;
  readonly created: boolean;
}

interface Comment {
  readonly id: number;
  readonly body?: string | null;
  readonly html_url: string;
  readonly user: { readonly login: string; readonly type: string } | null;
}

/** GitHub refuses a longer body. */
const longestBody = 65_536;
const pageSize = 100;
const attempts = 5;
/** Longest wait that is worth a job's time; GitHub asks for up to an hour when a whole quota is used up. */
const longestWait = 120_000;

/**
 * True for comments that this token wrote. Anybody can write a comment that begins with the marker; to edit that one
 * would put the review into their hands. A workflow's token cannot ask who it is (403), but writes as a bot.
 */
const ownership = async (github: GitHub): Promise<(comment: Comment) => boolean> => {
  try {
    const { login } = await request<{ readonly login: string }>(github, "GET", "/user");
    return ({ user }) => user?.login === login;
  } catch (error) {
    if (error instanceof GitHubRefusal && error.fault.fault.id === "github-forbidden") return ({ user }) => user?.type === "Bot";
    throw error;
  }
};

const findOwn = async (asked: CommentRequest): Promise<Comment | undefined> => {
  const isOwn = await ownership(asked);
  for (let page = 1; ; page += 1) {
    const path = `/repos/${asked.repository}/issues/${asked.pullRequest}/comments?per_page=${pageSize}&page=${page}`;
    const comments = await request<readonly Comment[]>(asked, "GET", path);
    const found = comments.find((comment) => comment.body?.startsWith(asked.marker) === true && isOwn(comment));
    if (found !== undefined || comments.length < pageSize) return found;
  }
};

const writeOnce = async (asked: CommentRequest, body: string): Promise<WrittenComment> => {
  const found = await findOwn(asked);
  const comments = `/repos/${asked.repository}/issues`;
  const { html_url: url } =
    found === undefined
      ? await request<Comment>(asked, "POST", `${comments}/${asked.pullRequest}/comments`, { body })
      : await request<Comment>(asked, "PATCH", `${comments}/comments/${found.id}`, { body });
  return { url, created: found === undefined };
};

const check = (asked: CommentRequest, body: string): void => {
  const fault = (id: string, problem: string, remedy: string) => usageError({ id, problem, where: "review comment", remedy });
  if (!/^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/.test(asked.repository)) throw fault("github-repository", "the repository is not of the form owner/name", "Set GITHUB_REPOSITORY to owner/name.");
  if (!Number.isInteger(asked.pullRequest) || asked.pullRequest < 1) throw fault("github-pull-request", "the pull request is not a number above 0", "Pass the number of the pull request.");
  if (body.length > longestBody) throw fault("github-comment-too-long", `the comment has ${body.length} characters and GitHub takes ${longestBody}`, "Pass fewer stacks.");
};

/**
 * Writes the one comment of a pull request: the first time it is created, from then on edited in place. An attempt that
 * failed begins by looking for the comment again, so that an answer that was lost does not make two.
 * @throws PortcullisError (failed) `github-unavailable`, `github-unreachable`, `github-forbidden`, `github-not-found` and
 * others of request.ts; (usage) where the request itself is wrong. The token is in no message.
 */
export const upsertComment = async (asked: CommentRequest): Promise<WrittenComment> => {
  const body = asked.body.startsWith(asked.marker) ? asked.body : `${asked.marker}\n${asked.body}`;
  check(asked, body);
  const wait = asked.wait ?? sleep;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await writeOnce(asked, body);
    } catch (error) {
      if (!(error instanceof GitHubRefusal)) throw error;
      const pause = error.waitMilliseconds ?? 1000 * 2 ** (attempt - 1);
      if (!error.passing || attempt === attempts || pause > longestWait) throw error.fault;
      await wait(pause);
    }
  }
};
