import { standsAlone } from "../boundaries";
import { passesMod97 } from "../checksums";
import { maskOf } from "../masks";
import { findEach } from "./find-each";
import { isPublishedIban } from "./published";
import type { Recogniser } from "./recogniser";

/** SWIFT, "IBAN Registry" (ISO 13616): how many characters each country's numbers have. */
const lengths: Readonly<Record<string, number>> = Object.fromEntries(
  "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20"
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const shapes = /[A-Z]{2}\d\d(?:[\dA-Z]{11,30}|(?:[ -][\dA-Z]{4}){2,7}(?:[ -][\dA-Z]{1,3})?)/g;

/** In groups the words behind may look like one more group: it ends where its country says. */
const numberAt = (value: string): { readonly iban: string; readonly length: number } | undefined => {
  const wanted = lengths[value.slice(0, 2)];
  if (wanted === undefined) return undefined;
  let iban = "";
  for (let index = 0; index < value.length; index += 1) {
    if (value[index] !== " " && value[index] !== "-") iban += value[index];
    if (iban.length === wanted) return { iban, length: index + 1 };
  }
  return undefined;
};

export const bankAccount: Recogniser = {
  id: "bank-account",
  title: "International bank account number",
  severity: "high",
  find: (text) =>
    findEach(text, shapes, ({ 0: value }, start) => {
      const number = numberAt(value);
      if (number === undefined || !passesMod97(number.iban) || !standsAlone(text, start, start + number.length)) return undefined;
      return { start, end: start + number.length, confidence: "certain", masked: maskOf(value.slice(0, number.length)), isPublished: isPublishedIban(number.iban) };
    }),
};
