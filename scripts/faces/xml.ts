/** What XML 1.0 can hold at all (https://www.w3.org/TR/xml/#charsets); the rest becomes the replacement character. */
const impossible = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;" };

/** For XML text and quoted attributes. */
export const xml = (text: string): string => text.replace(impossible, "\ufffd").replace(/[&<>"'\t\n\r]/g, (character) => entities[character]!);

/** ` name="value"` for each. */
export const xmlAttributes = (values: Readonly<Record<string, string | number>>): string => Object.entries(values).map(([name, value]) => ` ${name}="${xml(String(value))}"`).join("");
