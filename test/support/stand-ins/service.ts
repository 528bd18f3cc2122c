import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** How a service behaves; what a program on the PATH is told by a variable. */
export type Behaviour = "clean" | "findings" | "licence-expired" | "time-out" | "half-report" | "no-report" | "findings-exit-0";

export interface Answer {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes, or a value that goes out as JSON. */
  readonly body?: unknown;
}

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  /** Of JSON; undefined where there is none. */
  readonly body: unknown;
}

export interface Service {
  readonly address: string;
  /** `GET /api/v1/info`, in order. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
}

const bodyOf = async (message: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString("utf8"));
};

/** Serves on the loopback what one function answers; what it does not know is 404, what it cannot read 400. */
export const serve = async (answer: (request: Request) => Answer | undefined): Promise<Service> => {
  const requests: string[] = [];
  const server = createServer((message, response) => {
    const { pathname, searchParams } = new URL(message.url ?? "/", "http://127.0.0.1");
    const method = message.method ?? "GET";
    requests.push(`${method} ${pathname}`);
    bodyOf(message).then(
      (body) => {
        const { status = 200, headers = {}, body: content = {} } = answer({ method, path: pathname, query: searchParams, headers: message.headers, body }) ?? { status: 404 };
        response.writeHead(status, headers).end(Buffer.isBuffer(content) ? content : JSON.stringify(content));
      },
      () => response.writeHead(400).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** A body that is what the specification has: all its keys and no other. */
export const hasKeys = (body: unknown, ...keys: readonly string[]): boolean => typeof body === "object" && body !== null && Object.keys(body).sort().join() === [...keys].sort().join();
