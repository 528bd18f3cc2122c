import type { Random } from "./random";

/**
 * Values that are made at run time, so that no real-looking person lies in this repository. Check digits are computed here in another
 * way than in what is tested: by trying which digit fits the rule as its standard words it.
 */

const luhnSum = (digits: string): number =>
  [...digits].reverse().reduce((sum, digit, index) => sum + (index % 2 === 0 ? Number(digit) : Number(digit) * 2 > 9 ? Number(digit) * 2 - 9 : Number(digit) * 2), 0);
const withLuhn = (digits: string, prefix = ""): string => [..."0123456789"].map((check) => digits + check).find((number) => luhnSum(prefix + number) % 10 === 0)!;

export const grouped = (digits: string, sizes: readonly number[], separator: string): string => {
  let at = 0;
  return sizes.map((size) => digits.slice(at, (at += size))).join(separator);
};

/** Prefixes and lengths by the schemes' own documents. */
const brands: readonly (readonly [prefix: string, length: number, groups: readonly number[]])[] = [
  ["4", 16, [4, 4, 4, 4]],
  ["51", 16, [4, 4, 4, 4]],
  ["55", 16, [4, 4, 4, 4]],
  ["2221", 16, [4, 4, 4, 4]],
  ["2720", 16, [4, 4, 4, 4]],
  ["34", 15, [4, 6, 5]],
  ["37", 15, [4, 6, 5]],
  ["6011", 16, [4, 4, 4, 4]],
  ["65", 16, [4, 4, 4, 4]],
  ["3530", 16, [4, 4, 4, 4]],
  ["36", 14, [4, 6, 4]],
];
export const card = (random: Random): string => {
  const [prefix, length, groups] = random.one(brands);
  const digits = withLuhn(prefix + random.digits(length - prefix.length - 1));
  return random.one([digits, grouped(digits, groups, " "), grouped(digits, groups, "-")]);
};
/** Of an issuer, but its check digit is another. */
export const wrongCard = (random: Random): string => {
  const right = withLuhn(`4${random.digits(14)}`);
  return right.slice(0, -1) + ((Number(right.at(-1)) + random.between(1, 9)) % 10);
};
/** Passes, but no scheme's numbers begin with 0, 1, 7 or 9. */
export const cardOfNobody = (random: Random): string => withLuhn(random.one(["0", "1", "7", "9"]) + random.digits(14));
/** 3GPP TS 23.003: type allocation codes of telephones begin with 35, 86, 01; the last digit is Luhn's. */
export const imei = (random: Random): string => withLuhn(random.one(["35", "86", "01"]) + random.digits(12));

export const socialSecurity = (random: Random, separator = "-"): string => {
  const area = random.one([random.between(1, 665), random.between(667, 899)]);
  return [String(area).padStart(3, "0"), String(random.between(1, 99)).padStart(2, "0"), String(random.between(1, 9999)).padStart(4, "0")].join(separator);
};
/** Areas and groups that were never and will never be given out. */
export const neverSocialSecurity = (random: Random): string => random.one([`000-${random.between(10, 99)}-${random.between(1000, 9999)}`, `666-${random.between(10, 99)}-${random.between(1000, 9999)}`, `${random.between(100, 665)}-00-${random.between(1000, 9999)}`, `${random.between(100, 665)}-${random.between(10, 99)}-0000`]);
export const taxpayer = (random: Random, separator = "-"): string => [`9${random.digits(2)}`, String(random.one([random.between(50, 65), random.between(70, 88), random.between(94, 99)])), random.digits(4)].join(separator);

export const provider = (random: Random): string => withLuhn(random.one(["1", "2"]) + random.digits(8), "80840");
export const wrongProvider = (random: Random): string => {
  const right = provider(random);
  return right.slice(0, -1) + ((Number(right.at(-1)) + random.between(1, 9)) % 10);
};

export const dea = (random: Random): string => {
  const digits = random.digits(6);
  const [one, two, three, four, five, six] = [...digits].map(Number) as [number, number, number, number, number, number];
  return `${random.one(["A", "B", "F", "G", "M"])}${random.from("ABCDEFGHKLMNPRSTW", 1)}${digits}${String(one + three + five + 2 * two + 2 * four + 2 * six).at(-1)}`;
};
export const wrongDea = (random: Random): string => {
  const right = dea(random);
  return right.slice(0, -1) + ((Number(right.at(-1)) + random.between(1, 9)) % 10);
};

const medicareLetters = "ACDEFGHJKMNPQRTUVWXY";
export const medicare = (random: Random, separator = "-"): string => {
  const letter = () => random.from(medicareLetters, 1);
  const either = () => random.from(`${medicareLetters}0123456789`, 1);
  return [`${random.between(1, 9)}${letter()}${either()}${random.digits(1)}`, `${letter()}${either()}${random.digits(1)}`, `${letter()}${letter()}${random.digits(2)}`].join(separator);
};

/** ISO 7064: the check digits are 98 minus the rest by 97 of the number with 00 in their place. */
export const iban = (random: Random, shift = 0): string => {
  const [country, length] = random.one([["DE", 18], ["AT", 16], ["FR", 23], ["NL", 14], ["ES", 20]] as const);
  const account = country === "NL" ? `${random.from("ABCDEFGHIKLMNOPRSTUVW", 4)}${random.digits(10)}` : random.digits(length);
  const asNumber = BigInt([...`${account}${country}00`].map((character) => parseInt(character, 36)).join(""));
  const check = ((Number(98n - (asNumber % 97n)) + shift - 2 + 97) % 97) + 2;
  const number = `${country}${String(check).padStart(2, "0")}${account}`;
  return random.one([number, number.match(/.{1,4}/g)!.join(" ")]);
};

export const diagnosis = (random: Random): string => random.one(["E11.9", "I10", "J45.909", "F32.1", "C50.911", "M54.50", "K21.9", "N18.6", "S72.001A", "U07.1", "B20", "G40.909"]);
export const record = (random: Random): string => random.one([random.digits(8), random.digits(7), `MR${random.digits(6)}`, `A${random.digits(9)}`, `H-${random.digits(7)}`]).replace(/^(19|20)/, "31");
export const phone = (random: Random): string => {
  const [area, exchange, line] = [random.between(201, 989), random.between(556, 989), random.digits(4)];
  return random.one([`(${area}) ${exchange}-${line}`, `${area}-${exchange}-${line}`, `+1 ${area} ${exchange} ${line}`, `${area}.${exchange}.${line}`]);
};
export const birthDate = (random: Random): string => `${random.between(1930, 2005)}-${String(random.between(1, 12)).padStart(2, "0")}-${String(random.between(1, 28)).padStart(2, "0")}`;
/** A host that is none: put together, so that it does not look like an address in this file. */
export const mail = (random: Random): string => [`${random.from("abcdefghiklmnoprstu", 6)}`, `post${random.below(90)}.${["net", "org", "de"][random.below(3)]}`].join("@");
export const name = (random: Random): string => `${random.one(["Orla", "Bram", "Ines", "Tove", "Juno"])} ${random.one(["Quill", "Ashdown", "Vance", "Marlow"])}`;
export const uuid = (random: Random): string => [8, 4, 4, 4, 12].map((length) => random.from("0123456789abcdef", length)).join("-");
