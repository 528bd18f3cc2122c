import { unzipSync, zipSync } from "fflate";

/** What has to come of it. */
export type Outcome =
  /** A typed error, nothing else. */
  | "refused"
  /** A typed error, or a report that says itself that it failed or contradicts itself, or no finding less than before. */
  | "refused or told"
  /** The same findings as before. */
  | "same";

export interface Variant {
  readonly name: string;
  readonly bytes: Buffer;
  readonly outcome: Outcome;
}

export type Syntax = "json" | "xml" | "zip" | "text";

const variant = (name: string, bytes: Buffer | string, outcome: Outcome = "refused"): Variant => ({ name, bytes: typeof bytes === "string" ? Buffer.from(bytes) : bytes, outcome });
const mark = Buffer.from([0xef, 0xbb, 0xbf]);

const cuts = (whole: Buffer, outcome: Outcome): readonly Variant[] => Array.from({ length: 9 }, (_, tenth) => variant(`cut at ${tenth + 1} tenths`, whole.subarray(0, Math.floor((whole.length * (tenth + 1)) / 10)), outcome));

const empties: readonly Variant[] = [
  variant("no bytes", ""),
  variant("blanks", " \r\n\t".repeat(100)),
  variant("blanks without end", " ".repeat(1_000_000)),
  variant("a byte order mark alone", mark),
  variant("NUL alone", Buffer.alloc(10_000)),
];

const encodings = (whole: Buffer): readonly Variant[] => {
  const text = whole.toString("utf8").replace(/^\u{feff}/u, "");
  const middle = Math.floor(whole.length / 2);
  return [
    variant("a byte of Latin 1 in the middle", Buffer.concat([whole.subarray(0, middle), Buffer.from([0xe9]), whole.subarray(middle)])),
    variant("UTF-16 without its mark", Buffer.from(text, "utf16le")),
    variant("UTF-16 with its mark", Buffer.from(`\u{feff}${text.replace(/encoding="[^"]*"/i, 'encoding="UTF-16"')}`, "utf16le"), "same"),
    variant("a byte order mark in front", Buffer.concat([mark, Buffer.from(text)]), "same"),
    variant("NUL behind it", Buffer.concat([whole, Buffer.alloc(1)])),
  ];
};

/** Puts a member in front of the first object, at the top or in the list that is there. */
const withMember = (text: string, member: string): string => text.replace("{", `{${member},`);
const keysOf = (value: unknown): readonly string[] => (typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : []);

const ofJson = (whole: Buffer): readonly Variant[] => {
  const text = whole.toString("utf8").replace(/^\u{feff}/u, "");
  const value: unknown = JSON.parse(text);
  const first: unknown = Array.isArray(value) ? value[0] : value;
  const wrong = (key: string, instead: unknown) => JSON.stringify(Array.isArray(value) ? [{ ...(first as object), [key]: instead }, ...value.slice(1)] : { ...(value as object), [key]: instead });
  const severity = /("\w*severity\w*"\s*:\s*)(?:"[^"]*"|[\d.]+)/i;
  return [
    ...cuts(whole, "refused"),
    ...encodings(whole),
    ...keysOf(first).slice(0, 12).flatMap((key) => [variant(`a number for ${key}`, wrong(key, 7), "refused or told"), variant(`a word for ${key}`, wrong(key, "none"), "refused or told")]),
    variant("a number at the top", "7"),
    variant("null at the top", "null", "refused or told"),
    variant("a list of numbers", "[7]"),
    variant("a key twice", withMember(withMember(text, '"twice": 1'), '"twice": 2')),
    variant("a key twice, the first of all", withMember(text, `${JSON.stringify(keysOf(first)[0])}: []`)),
    variant("NaN for a severity", severity.test(text) ? text.replace(severity, "$1NaN") : withMember(text, '"severity": NaN')),
    variant("a number without bounds", withMember(text, '"score": 1e999')),
    variant("nesting without end", withMember(text, `"deep": ${"[".repeat(100_000)}${"]".repeat(100_000)}`)),
    variant("the report twice", `${text}${text}`),
    variant("a log's line in front", `Scanning …\n${text}`),
    variant("XML instead", "<report/>"),
  ];
};

const ofXml = (whole: Buffer): readonly Variant[] => {
  const text = whole.toString("utf8").replace(/^\u{feff}/u, "");
  const [, prologue = "", body = text] = /^(\s*<\?xml[^>]*\?>\s*)?([\s\S]*)$/.exec(text) ?? [];
  const typed = (declarations: string) => `${prologue}<!DOCTYPE report ${declarations}>${body}`;
  const laughs = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join("");
  const inside = (content: string) => text.replace(/<\/[^<>]+>\s*$/, (end) => `${content}${end}`);
  return [
    ...cuts(whole, "refused"),
    ...encodings(whole),
    variant("a billion laughs", typed(`[<!ENTITY l0 "lol">${laughs}]`)),
    variant("an external entity", typed('[<!ENTITY x SYSTEM "file:///etc/passwd">]')),
    variant("an external document type", typed('SYSTEM "http://127.0.0.1:9/x.dtd"')),
    variant("an entity that nobody defined", inside("<x>&undefined;</x>")),
    variant("an attribute twice", inside('<x severity="1" severity="4"/>')),
    variant("tags that cross", inside("<x><y></x></y>")),
    variant("nesting without end", inside(`${"<x>".repeat(100_000)}${"</x>".repeat(100_000)}`)),
    variant("another root", `${prologue}<nothing>${body.replace(/<!--[\s\S]*?-->/g, "")}</nothing>`),
    variant("an encoding that hides tags", `<?xml version="1.0" encoding="UTF-7"?>${body}`),
    variant("the report twice", `${text}${body}`),
    variant("JSON instead", "{}"),
  ];
};

const ofZip = (whole: Buffer): readonly Variant[] => {
  const entries = unzipSync(whole);
  const names = Object.keys(entries);
  const largest = names.reduce((one, other) => (entries[one]!.length >= entries[other]!.length ? one : other));
  const packed = (files: Readonly<Record<string, Uint8Array>>) => Buffer.from(zipSync({ ...files }, { level: 1 }));
  const liar = packed({ ...entries, [largest]: new Uint8Array(20 * 2 ** 20) });
  // The size that the directory claims for the bomb (APPNOTE.TXT, section 4.3.12: 24 bytes in).
  for (let at = liar.indexOf("PK\x01\x02", 0, "latin1"); at !== -1; at = liar.indexOf("PK\x01\x02", at + 4, "latin1")) if (liar.readUInt32LE(at + 24) === 20 * 2 ** 20) liar.writeUInt32LE(4_000, at + 24);
  return [
    ...cuts(whole, "refused"),
    variant("a path that leaves its folder", packed({ ...entries, "../../etc/cron.d/x": new Uint8Array(3) })),
    variant("a bomb", packed({ ...entries, [largest]: new Uint8Array(30 * 2 ** 20) })),
    variant("a bomb that claims to be small", liar),
    variant("nothing in it", packed({})),
    variant("other files in it", packed({ "readme.txt": new Uint8Array(3) })),
    variant("itself in it", packed({ "nested.fpr": whole })),
    variant("its content cut", packed({ ...entries, [largest]: entries[largest]!.subarray(0, entries[largest]!.length >> 1) })),
    variant("an entity bomb in it", packed({ ...entries, [largest]: Buffer.from('<!DOCTYPE a [<!ENTITY x "x">]><FVDL>&x;</FVDL>') })),
    variant("JSON instead", "{}"),
  ];
};

/** Where lines are all there is, a cut is only seen by what stands at the end. */
const ofText = (whole: Buffer): readonly Variant[] => [...cuts(whole, "refused or told"), ...encodings(whole), variant("JSON instead", "{}"), variant("XML instead", "<report/>")];

export const variantsOf = (syntax: Syntax, whole: Buffer): readonly Variant[] => [...empties, ...{ json: ofJson, xml: ofXml, zip: ofZip, text: ofText }[syntax](whole)];
