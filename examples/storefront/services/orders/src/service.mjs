import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { orderSchema, priceOf } from "./order.mjs";

/** Nobody sends a longer order in good faith, in bytes. */
const longestBody = 64 * 1024;

/** For an interface that no browser shows: nothing is kept, framed, or guessed. */
const headers = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "content-type": "application/json; charset=utf-8",
  "cross-origin-resource-policy": "same-origin",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-content-type-options": "nosniff",
};

/** A request that is answered with its own status, and no more than this. */
class Refused extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** @param {import("node:http").IncomingMessage} request */
const bodyOf = async (request) => {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > longestBody) throw new Refused(413, "the order is too long");
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new Refused(400, "the body is no JSON");
  }
};

/**
 * The service. It keeps orders in memory, for what is shown here is how it is delivered.
 * @param {() => string} newId names an order
 */
export const createService = (newId = randomUUID) => {
  /** @type {Map<string, object>} */
  const orders = new Map();

  /** @param {import("node:http").IncomingMessage} request */
  const answer = async (request) => {
    const path = request.url ?? "/";
    if (path === "/health") return { status: 200, body: { status: "up" } };
    if (path === "/orders" && request.method === "POST") {
      const parsed = orderSchema.safeParse(await bodyOf(request));
      if (!parsed.success) throw new Refused(422, parsed.error.issues.map(({ path: place, message }) => `${place.join(".")}: ${message}`).join("; "));
      const order = { id: newId(), ...parsed.data, ...priceOf(parsed.data) };
      orders.set(order.id, order);
      return { status: 201, body: order };
    }
    const order = request.method === "GET" && path.startsWith("/orders/") ? orders.get(path.slice("/orders/".length)) : undefined;
    if (order === undefined) throw new Refused(404, "there is nothing here");
    return { status: 200, body: order };
  };

  return createServer((request, response) => {
    answer(request)
      .catch((error) => (error instanceof Refused ? { status: error.status, body: { error: error.message } } : { status: 500, body: { error: "this is our fault" } }))
      .then(({ status, body }) => response.writeHead(status, headers).end(JSON.stringify(body)));
  });
};
