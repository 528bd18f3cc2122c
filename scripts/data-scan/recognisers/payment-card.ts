import creditCardType from "credit-card-type";
import { standsAlone } from "../boundaries";
import { passesLuhn } from "../checksums";
import { maskOf } from "../masks";
import type { Confidence } from "../types";
import { anyOf } from "../words";
import { findEach } from "./find-each";
import { isPublishedCard } from "./published";
import type { Recogniser } from "./recogniser";

/**
 * ISO/IEC 7812-1: 12 to 19 digits, in one piece or in the groups that are embossed on cards (4-4-4-4, 4-4-4-4-3, 4-6-5, 4-6-4). Issuers
 * are known by `credit-card-type` (Braintree's list, MIT). Libraries that check whole input fields (`card-validator`, `validator`) were not
 * taken: they judge one given string, and here the question is where in a text a number begins and ends.
 */
const shapes = /\d(?:\d{11,18}|\d{3}([ \u00a0.-])(?:\d{4}\1\d{4}\1\d{4}(?:\1\d{3}(?!\d))?|\d{6}\1\d{4,5}))(?![\dA-Za-z])/g;

const speaksOfCards = anyOf("pans?", "cards?", "credit", "debit", "visa", "mastercard", "amex", "american express", "discover", "jcb", "diners", "maestro", "unionpay", "cc", "ccn", "ccnum", "cc number", "cvv2?", "cvc2?", "payments?", "primary account");
/** Numbers that pass Luhn by their own rule (IMEI, ICCID) or by chance, one in ten. */
const speaksOfOthers = anyOf(
  "order", "orders", "invoice", "tracking", "trace", "track", "shipment", "parcel", "imei", "imeisv", "iccid", "isbn", "ean", "gtin", "upc", "sku", "serial", "timestamp", "epoch", "nanos", "micros", "usec", "snowflake", "tweet", "span", "request", "uuid", "guid", "sha", "sha1", "sha256", "md5", "hash", "checksum", "digest", "nonce", "seed", "offset", "version", "build", "ticket", "barcode", "sequence",
);

/** Brands whose ranges are so wide that Luhn alone proves nothing: they count where cards are spoken of. */
const wideBrands = new Set(["maestro", "unionpay", "troy", "verve", "hiper", "hipercard"]);

const brandsOf = (digits: string): readonly string[] =>
  creditCardType(digits)
    .filter(({ lengths, patterns }) => lengths.includes(digits.length) && patterns.some((pattern) => startsWithin(digits, pattern)))
    .map(({ type }) => type);

/** The library also suggests brands for what is typed so far; a whole number has to lie in a range. */
const startsWithin = (digits: string, pattern: number | readonly number[]): boolean => {
  const [first, last] = typeof pattern === "number" ? [pattern, pattern] : [pattern[0]!, pattern[1]!];
  const start = Number(digits.slice(0, String(first).length));
  return start >= first && start <= last;
};

/** Within a longer row of such groups, as tables of numbers and IBANs have them. */
const isWithinRow = (text: string, start: number, end: number, separator: string | undefined): boolean =>
  separator !== undefined && ((text[start - 1] === separator && /(?:^|[^-.\d])(?:\d\d|[A-Z]{2})\d\d$/.test(text.slice(Math.max(0, start - 6), start - 1))) || (text[end] === separator && /^\d{4}(?!\d)/.test(text.slice(end + 1, end + 6))));

const confidenceOf = (digits: string, brands: readonly string[], label: string, near: () => string): Confidence | undefined => {
  const isNamed = speaksOfCards(label);
  if (!isNamed && speaksOfOthers(label)) return undefined;
  if (isNamed || speaksOfCards(near())) return "certain";
  if (isPublishedCard(digits)) return "likely";
  if (brands.every((brand) => wideBrands.has(brand))) return undefined;
  return speaksOfOthers(near()) ? "possible" : "likely";
};

export const paymentCard: Recogniser = {
  id: "payment-card",
  title: "Payment card number",
  severity: "critical",
  find: (text, { labelOf, near }) =>
    findEach(text, shapes, ({ 0: value, 1: separator }, start, end) => {
      const digits = separator === undefined ? value : value.replace(/\D/g, "");
      if (!passesLuhn(digits) || /^(\d)\1*$/.test(digits) || !standsAlone(text, start, end) || isWithinRow(text, start, end, separator)) return undefined;
      const brands = brandsOf(digits);
      const confidence = brands.length === 0 ? undefined : confidenceOf(digits, brands, labelOf(start), () => near(start, end));
      return confidence && { start, end, confidence, masked: maskOf(value), isPublished: isPublishedCard(digits) };
    }),
};
