import { answering, targetOf } from "../../../../modules/scan-tools/target";

const place = { pipeline: "castle-prod-orders", languages: ["node"], settings: {} } as const;

test.each([undefined, "", "orders.dev.example.org", "http://orders.dev.example.org", "https://orders.dev.example.org/path", "https://user@orders.dev.example.org", "https://orders.dev.example.org$(id)"])("%s is no address to look at", (address) => {
  expect(() => targetOf({ ...place, address })).toThrow(/castle-prod-orders: dynamic analysis needs the application's address as https:/);
});

test("redirects are followed over HTTPS alone, and their end is compared with the host that was named", () => {
  const [ask, compare] = answering(targetOf({ ...place, address: "https://orders.dev.example.org" }));
  expect(ask).toMatch(/--fail .*--proto '=https'/);
  expect(compare).toContain(`"$landed/" == https://orders.dev.example.org/*`);
});
