import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { createService } from "../src/service.mjs";

const order = { customer: "6f1d1a3c-5a53-4e0c-9d57-0f3f2d1f9d11", lines: [{ article: "MUG-01", pieces: 2, centsEach: 1_200 }] };

const service = createService(() => "one");
let address = "";
before(async () => {
  service.listen(0, "127.0.0.1");
  await once(service, "listening");
  const bound = service.address();
  assert.ok(bound !== null && typeof bound === "object");
  address = `http://127.0.0.1:${bound.port}`;
});
after(() => service.close());

const post = (/** @type {string} */ body) => fetch(`${address}/orders`, { method: "POST", body });

test("an order is priced, kept, and found again", async () => {
  const made = await post(JSON.stringify(order));
  assert.equal(made.status, 201);
  const body = await made.json();
  assert.deepEqual(body, { id: "one", ...order, goodsCents: 2_400, deliveryCents: 490, totalCents: 2_890 });
  assert.deepEqual(await (await fetch(`${address}/orders/one`)).json(), body);
});

test("what is no order is refused, and told why", async () => {
  assert.equal((await post("no JSON")).status, 400);
  const wrong = await post(JSON.stringify({ ...order, lines: [] }));
  assert.equal(wrong.status, 422);
  assert.match(/** @type {{ error: string }} */ (await wrong.json()).error, /^lines: /);
  assert.equal((await post("x".repeat(70_000))).status, 413);
});

test("it says that it is up, and nothing of what is not there", async () => {
  assert.equal((await fetch(`${address}/health`)).status, 200);
  assert.equal((await fetch(`${address}/orders/other`)).status, 404);
  assert.equal((await fetch(`${address}/orders/one`, { method: "DELETE" })).status, 404);
});

test("no browser keeps, frames or guesses an answer", async () => {
  const { headers } = await fetch(`${address}/health`);
  assert.equal(headers.get("x-content-type-options"), "nosniff");
  assert.equal(headers.get("cache-control"), "no-store");
  assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'/);
});
