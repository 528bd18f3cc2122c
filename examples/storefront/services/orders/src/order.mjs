import { z } from "zod";

/** Prices are whole cents: a sum of them is exact. */
const line = z.strictObject({
  article: z.string().regex(/^[A-Z0-9-]{3,20}$/),
  pieces: z.int().min(1).max(999),
  centsEach: z.int().min(1).max(10_000_000),
});

/** What a customer sends. */
export const orderSchema = z.strictObject({
  customer: z.uuid(),
  lines: z.array(line).min(1).max(100),
});

/** @typedef {z.infer<typeof orderSchema>} Order */

/** Orders of this size and more are sent free of charge, in cents. */
const freeDeliveryFrom = 5_000;
const deliveryCents = 490;

/**
 * What an order costs, in cents.
 * @param {Order} order
 */
export const priceOf = ({ lines }) => {
  const goodsCents = lines.reduce((sum, { pieces, centsEach }) => sum + pieces * centsEach, 0);
  const delivery = goodsCents >= freeDeliveryFrom ? 0 : deliveryCents;
  return { goodsCents, deliveryCents: delivery, totalCents: goodsCents + delivery };
};
