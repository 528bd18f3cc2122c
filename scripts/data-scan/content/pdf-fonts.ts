import { unpackedStream, type PdfObject } from "./pdf-objects";

/** Codes of a font → characters, and how many bytes a code has. */
export interface PdfFont {
  readonly characters: ReadonlyMap<number, string>;
  readonly codeBytes: 1 | 2;
}

const textOfHex = (hex: string): string => {
  const bytes = Buffer.from(hex.length % 4 === 0 ? hex : hex.padStart(Math.ceil(hex.length / 4) * 4, "0"), "hex");
  return bytes.swap16().toString("utf16le");
};
/** Longest range of codes: all that two bytes can say. */
const longestRange = 65_536;

/** ISO 32000-1, 9.10.3: `bfchar` maps one code, `bfrange` a row of them. */
const fontOf = (map: string): PdfFont => {
  const characters = new Map<number, string>();
  let widest = 0;
  for (const [, block] of map.matchAll(/beginbfchar([^]*?)endbfchar/g))
    for (const [, code, to] of block!.matchAll(/<([\da-f]{1,8})>\s{0,8}<([\da-f]{1,64})>/gi)) {
      widest = Math.max(widest, code!.length);
      characters.set(parseInt(code!, 16), textOfHex(to!));
    }
  for (const [, block] of map.matchAll(/beginbfrange([^]*?)endbfrange/g))
    for (const [, from, until, to, list] of block!.matchAll(/<([\da-f]{1,8})>\s{0,8}<([\da-f]{1,8})>\s{0,8}(?:<([\da-f]{1,64})>|\[([^\]]{0,65536})\])/gi)) {
      widest = Math.max(widest, from!.length);
      const first = parseInt(from!, 16);
      const last = Math.min(parseInt(until!, 16), first + longestRange);
      const each = list?.match(/[\da-f]{1,64}/gi);
      for (let code = first; code <= last; code += 1) {
        const hex = each ? each[code - first] : to;
        if (hex !== undefined) characters.set(code, each ? textOfHex(hex) : shifted(textOfHex(hex), code - first));
      }
    }
  return { characters, codeBytes: widest > 2 ? 2 : 1 };
};

const shifted = (text: string, by: number): string => text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + by);

/** Fonts by the name by which contents call them. Two pages may call two fonts by one name: then each is tried. */
export const fontsOf = (objects: readonly PdfObject[]): ReadonlyMap<string, readonly PdfFont[]> => {
  const byId = new Map(objects.map((object) => [object.id, object]));
  const known = new Map<number, PdfFont | undefined>();
  const fontAt = (id: number): PdfFont | undefined => {
    if (!known.has(id)) {
      const map = byId.get(Number(/\/ToUnicode\s{1,4}(\d+)\s/.exec(byId.get(id)?.value ?? "")?.[1] ?? -1));
      const bytes = map && unpackedStream(map);
      known.set(id, bytes && fontOf(bytes.toString("latin1")));
    }
    return known.get(id);
  };
  const fonts = new Map<string, PdfFont[]>();
  const takeNames = (dictionary: string): void => {
    for (const [, name, id] of dictionary.matchAll(/\/([\w.+-]{1,127})\s{1,4}(\d{1,10})\s{1,4}\d{1,5}\s{1,4}R/g)) {
      const font = fontAt(Number(id));
      const named = fonts.get(name!) ?? [];
      if (font !== undefined && !named.includes(font)) fonts.set(name!, [...named, font]);
    }
  };
  for (const { value } of objects)
    for (const [, dictionary, reference] of value.matchAll(/\/Font\s{0,4}(?:<<([^>]{0,8192})>>|(\d{1,10})\s{1,4}\d{1,5}\s{1,4}R)/g)) takeNames(dictionary ?? byId.get(Number(reference))?.value ?? "");
  return fonts;
};
