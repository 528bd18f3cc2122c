import { sourceOfBytes, UnreadableReport } from "../../../../scripts/findings";
import { childOf, childrenOf, readXml, textIn } from "../../../../scripts/findings/parse/xml";

const of = (text: string | Uint8Array) => sourceOfBytes("report.xml", typeof text === "string" ? Buffer.from(text) : text);
const kindOf = (text: string | Uint8Array): string => {
  try {
    readXml(of(text));
  } catch (error) {
    if (error instanceof UnreadableReport) return error.kind;
    throw error;
  }
  return "read";
};
const bomb = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, index) => `<!ENTITY lol${index + 1} "${`&lol${index || ""};`.repeat(10)}">`).join("")}]><a>&lol9;</a>`;

test("elements, attributes, text and CDATA, without prefixes", () => {
  const root = readXml(of('\u{feff}<?xml version="1.0" encoding="UTF-8"?>\n<x:report xmlns:x="urn:x" made="now"><!-- none --><site name="a &amp; b"> one <![CDATA[<two>]]> </site><site/></x:report>\n'));
  expect(root).toMatchObject({ name: "report", attributes: { made: "now" } });
  expect(childrenOf(root, "site")).toHaveLength(2);
  expect(childOf(root, "site")!.attributes).toEqual({ name: "a & b" });
  expect(textIn(root, "site")).toBe("one <two>");
  expect(textIn(root, "none")).toBeUndefined();
});

test("a document that is cut at any byte is never read", () => {
  const whole = Buffer.from('<?xml version="1.0"?><report a="é"><!-- c --><site><![CDATA[x]]> &lt;y </site><b/></report>');
  expect(kindOf(whole)).toBe("read");
  const kinds = Array.from({ length: whole.length }, (_, length) => kindOf(whole.subarray(0, length)));
  expect(kinds[0]).toBe("empty");
  expect(new Set(kinds.slice(1))).toEqual(new Set(["truncated", "encoding"]));
});

test.each([
  ["a document type", '<!DOCTYPE a SYSTEM "a.dtd"><a/>', "unsafe"],
  ["an external entity", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "unsafe"],
  ["an external parameter entity", '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]><a/>', "unsafe"],
  ["a billion laughs", bomb, "unsafe"],
  ["an entity that nobody defined", "<a>&x;</a>", "malformed"],
  ["a character that XML has not", "<a>&#0;</a>", "malformed"],
  ["an attribute twice", '<a severity="low" severity="high"/>', "malformed"],
  ["two roots", "<a/><b/>", "malformed"],
  ["tags that cross", "<a><b></a></b>", "malformed"],
  ["an attribute without quotes", "<a b=c/>", "malformed"],
  ["text in front", "report: <a/>", "malformed"],
  ["text behind", "<a/> end", "malformed"],
  ["NUL", "<a>\0</a>", "encoding"],
  ["Latin 1 that says so", Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', "latin1"), "encoding"],
  ["UTF-7", '<?xml version="1.0" encoding="UTF-7"?><a>+ADw-b+AD4-</a>', "encoding"],
  ["100,000 elements in each other", "<a>".repeat(100_000), "unsafe"],
  ["blanks alone", " \n ", "empty"],
  ["a byte order mark alone", "\u{feff}", "empty"],
  ["UTF-16 without its mark", Buffer.from("<a/>", "utf16le"), "encoding"],
  ["UTF-16 with its mark", Buffer.from('\u{feff}<?xml version="1.0" encoding="UTF-16"?><a>é</a>', "utf16le"), "read"],
])("%s", (_, text, kind) => {
  expect(kindOf(text)).toBe(kind);
});

test("`each` hands elements over and keeps the rest", () => {
  const taken: (string | undefined)[] = [];
  const root = readXml(of("<r><site><item><name>a</name></item><other/><item><name>b</name></item></site></r>"), { each: { "/r/site/item": (item) => taken.push(textIn(item, "name")) } });
  expect(taken).toEqual(["a", "b"]);
  expect(childOf(root, "site")!.children.map(({ name }) => name)).toEqual(["other"]);
});

test("a message names elements, never text", () => {
  expect(() => readXml(of("<r><token>hunter2 &x; </token></r>"))).toThrow(/^the report is not XML \(in \/r\/token\)$/);
});

test("__proto__ is an attribute like any other", () => {
  const { attributes } = readXml(of('<r __proto__="x" a="b"/>'));
  expect(Object.entries(attributes)).toEqual([["__proto__", "x"], ["a", "b"]]);
  expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
});

test("text goes on behind an element, and loses only the blanks at its ends", () => {
  expect(readXml(of("<r>\n  one <b/> \n two\n</r>")).text).toBe("one  \n two");
});
