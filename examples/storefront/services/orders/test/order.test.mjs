import assert from "node:assert/strict";
import { test } from "node:test";
import { orderSchema, priceOf } from "../src/order.mjs";

const customer = "6f1d1a3c-5a53-4e0c-9d57-0f3f2d1f9d11";
const order = (/** @type {number} */ centsEach, pieces = 1) => ({ customer, lines: [{ article: "MUG-01", pieces, centsEach }] });

test("a small order pays for its delivery", () => {
  assert.deepEqual(priceOf(order(1_200, 2)), { goodsCents: 2_400, deliveryCents: 490, totalCents: 2_890 });
});

test("delivery is free from exactly fifty on", () => {
  assert.equal(priceOf(order(4_999)).deliveryCents, 490);
  assert.equal(priceOf(order(5_000)).deliveryCents, 0);
});

test("an order has a customer, at least one line, whole pieces, and nothing else", () => {
  assert.ok(orderSchema.safeParse(order(100)).success);
  for (const wrong of [{ customer, lines: [] }, { ...order(100), customer: "me" }, order(100, 0.5), order(-1), { ...order(100), discount: 100 }]) {
    assert.ok(!orderSchema.safeParse(wrong).success, JSON.stringify(wrong));
  }
});
