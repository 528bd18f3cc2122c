import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface StoredComment {
  readonly id: number;
  readonly body: string;
  readonly html_url: string;
  readonly user: { readonly login: string; readonly type: string };
}

export interface Refusal {
  readonly status: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The request is carried out all the same, as when only the answer is lost. */
  readonly afterwards?: boolean;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
};

/** The part of GitHub's REST API that comments need, on this machine. */
export const startGitHub = async () => {
  const comments: StoredComment[] = [];
  const requests: string[] = [];
  const tokens = new Set<string | undefined>();
  /** Answers to give instead, first come first served, by `METHOD path`. */
  const refusals = new Map<string, Refusal[]>();
  const identity = { login: "github-actions[bot]", type: "Bot", mayAskWhoItIs: false };

  const server = createServer((request, response) => {
    void (async () => {
      const { method = "", url = "" } = request;
      const { pathname, searchParams } = new URL(url, "http://localhost");
      const text = await bodyOf(request);
      requests.push(`${method} ${url}`);
      tokens.add(request.headers.authorization);
      const answer = (status: number, value: unknown, headers = {}) => response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));

      const refusal = refusals.get(`${method} ${pathname}`)?.shift();
      if (refusal !== undefined && refusal.afterwards !== true) return answer(refusal.status, { message: refusal.message ?? "no" }, refusal.headers);
      const result = ((): [number, unknown] => {
        if (pathname === "/user") return identity.mayAskWhoItIs ? [200, { login: identity.login }] : [403, { message: "Resource not accessible by integration" }];
        if (method === "GET" && pathname === "/repos/example/castle/issues/7/comments") {
          const size = Number(searchParams.get("per_page"));
          const from = (Number(searchParams.get("page")) - 1) * size;
          return [200, comments.slice(from, from + size)];
        }
        if (method === "POST" && pathname === "/repos/example/castle/issues/7/comments") {
          const comment = { id: comments.length + 1, body: JSON.parse(text).body, html_url: `https://github.example/${comments.length + 1}`, user: { login: identity.login, type: identity.type } };
          comments.push(comment);
          return [201, comment];
        }
        const index = comments.findIndex(({ id }) => pathname === `/repos/example/castle/issues/comments/${id}`);
        const found = comments[index];
        if (method === "PATCH" && found !== undefined) {
          comments[index] = { ...found, body: JSON.parse(text).body };
          return [200, comments[index]];
        }
        return [404, { message: "Not Found" }];
      })();
      return refusal === undefined ? answer(...result) : answer(refusal.status, { message: refusal.message ?? "no" });
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    comments,
    requests,
    tokens,
    identity,
    refuse: (what: string, ...answers: readonly Refusal[]) => void refusals.set(what, [...answers]),
    close: () => new Promise<void>((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }),
  };
};
