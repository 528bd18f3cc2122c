import { parameterOf, urlOf } from "../../../scripts/findings/web-location";

test.each([
  ["https://shop.example.org/item?id=1&page=2#top", "https://shop.example.org/item?id&page"],
  ["https://user:secret@shop.example.org/item", "https://shop.example.org/item"],
  ["https://shop.example.org/item;jsessionid=0123/more?a=1", "https://shop.example.org/item/more?a"],
  ["https://shop.example.org/?a=1&a=2&b=", "https://shop.example.org/?a&b"],
  ["https://shop.example.org/?eyJhbGciOiJIUzI1NiJ9", "https://shop.example.org/"],
  ["https://shop.example.org/?%3Cscript%3E=1&%zz=2&user%5Bname%5D=3", "https://shop.example.org/?user[name]"],
  ["/item?id=a?b=c", "/item?id"],
  ["https://shop.example.org/#/route?token=1", "https://shop.example.org/"],
  ["", ""],
])("%p is %p", (url, expected) => {
  expect(urlOf(url)).toBe(expected);
});

test("a long one is cut, and soon", () => {
  expect(urlOf(`https://shop.example.org/${"a;b?".repeat(500_000)}`).length).toBeLessThanOrEqual(2000);
});

test.each([
  ["q", "q"],
  [" X-Frame-Options ", "X-Frame-Options"],
  ["user[name]", "user[name]"],
  ["two words", undefined],
  ["x".repeat(81), undefined],
  ["", undefined],
  [undefined, undefined],
])("the parameter %p is %p", (text, expected) => {
  expect(parameterOf(text)).toBe(expected);
});
