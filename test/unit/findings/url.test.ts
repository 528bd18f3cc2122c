import { withoutQuery } from "../../../scripts/findings/url";

test.each([
  ["https://shop.example/a?b=c#d", "https://shop.example/a"],
  ["https://user:word@shop.example:8443/a", "https://shop.example:8443/a"],
  ["/a@b?c", "/a@b"],
  ["https://shop.example/a@b", "https://shop.example/a@b"],
  ["", ""],
])("%s", (url, plain) => {
  expect(withoutQuery(url)).toBe(plain);
});
