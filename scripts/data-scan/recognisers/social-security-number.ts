import { standsAlone } from "../boundaries";
import { maskOf } from "../masks";
import type { Confidence } from "../types";
import { anyOf } from "../words";
import { findEach } from "./find-each";
import { isPublishedSocialSecurity } from "./published";
import type { Recogniser } from "./recogniser";

const grouped = /(?<![\dA-Za-z])\d{3}([-. \u2010-\u2013\u00a0])\d\d\1\d{4}(?![\dA-Za-z])/g;
/** Nine digits in one piece are anything, unless such a number is spoken of. */
const anyShape = /(?<![\dA-Za-z])\d{3}(?:([-. \u2010-\u2013\u00a0])\d\d\1|\d\d)\d{4}(?![\dA-Za-z])/g;
export const speaksOfSocialSecurity = anyOf("ssns?", "ssn\\d*", "social security", "social security (?:number|no|num|#)", "soc sec", "socsec", "ss #", "ss no", "social", "tin", "tax id", "taxpayer", "itin", "taxpayer identification");
const mentionsSocialSecurity = /ssn|\bss ?#|soc(?:ial)?[\s_-]?sec|taxpayer|tax[\s_-]?id|\bi?tin\b|social/gi;
const speaksOfOthers = anyOf("phone", "fax", "tel", "mobile", "order", "part", "invoice", "sku", "isbn", "ean", "zip", "serial", "version", "build", "ticket", "tracking", "account", "model", "uuid", "guid", "hash", "sha", "offset", "cas");

/** SSA, "SSN randomization" (2011): no area 000, 666 or 900 to 999, no group 00, no serial 0000. */
const isIssuable = (digits: string): boolean => {
  const area = Number(digits.slice(0, 3));
  return area !== 0 && area !== 666 && area < 900 && digits.slice(3, 5) !== "00" && digits.slice(5) !== "0000";
};

/** IRS, "General ITIN information": begins with 9, fourth and fifth digit 50 to 65, 70 to 88, 90 to 92 or 94 to 99. */
const isTaxpayer = (digits: string): boolean => {
  const group = Number(digits.slice(3, 5));
  return digits.startsWith("9") && ((group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group <= 92) || group >= 94);
};

const recogniserOf = (id: string, title: string, isValid: (digits: string) => boolean): Recogniser => ({
  id,
  title,
  severity: "critical",
  find: (text, { labelOf, near, mentions }) => {
    const isMentioned = mentions(mentionsSocialSecurity);
    return findEach(text, isMentioned ? anyShape : grouped, ({ 0: value, 1: separator }, start, end) => {
      if (separator === undefined && !isMentioned?.(start)) return undefined;
      const digits = value.replace(/\D/g, "");
      if (!isValid(digits) || !standsAlone(text, start, end)) return undefined;
      const confidence = confidenceOf(separator, labelOf(start), () => near(start, end));
      return confidence && { start, end, confidence, masked: maskOf(value), isPublished: isPublishedSocialSecurity(digits) };
    });
  },
});

const confidenceOf = (separator: string | undefined, label: string, near: () => string): Confidence | undefined => {
  const isNamed = speaksOfSocialSecurity(label);
  if (!isNamed && (speaksOfOthers(label) || separator === undefined)) return undefined;
  const isSpokenOf = isNamed || speaksOfSocialSecurity(near());
  if (!isSpokenOf && (separator === " " || separator === ".")) return "possible";
  return isSpokenOf ? "certain" : "likely";
};

export const socialSecurityNumber = recogniserOf("social-security-number", "US Social Security number", isIssuable);
export const taxpayerNumber = recogniserOf("individual-taxpayer-number", "US individual taxpayer identification number", isTaxpayer);
