import { makeCheckout } from "./checkout.mjs";

/** What the benchmarks of one run share, made when it is first asked for, and removed at the end. */
export function openWorkspace() {
  const checkouts = [];
  const kept = new Map();
  const newCheckout = async () => {
    const checkout = await makeCheckout();
    checkouts.push(checkout);
    return checkout;
  };
  const builtCheckout = async () => {
    const checkout = await newCheckout();
    await checkout.build();
    return checkout;
  };
  return {
    newCheckout,
    builtCheckout,
    /** The same answer for everyone who asks by this name. */
    once: (name, make) => {
      if (!kept.has(name)) kept.set(name, make());
      return kept.get(name);
    },
    close: async () => {
      await Promise.allSettled(checkouts.map((checkout) => checkout.remove()));
    },
  };
}
