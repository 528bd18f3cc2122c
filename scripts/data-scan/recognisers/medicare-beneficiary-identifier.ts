import { standsAlone } from "../boundaries";
import { maskOf } from "../masks";
import { anyOf } from "../words";
import { findEach } from "./find-each";
import { isPublishedMedicare } from "./published";
import type { Recogniser } from "./recogniser";

const nearby = anyOf("mbi", "medicare", "beneficiary", "hicn?", "cms");
/** CMS, "Understanding the MBI format": eleven characters without S, L, O, I, B and Z; letter or digit at places 3 and 6. */
const shapes = /[1-9][AC-HJKMNP-RT-Y][\dAC-HJKMNP-RT-Y]\d(-?)[AC-HJKMNP-RT-Y][\dAC-HJKMNP-RT-Y]\d\1[AC-HJKMNP-RT-Y]{2}\d\d/g;

export const medicareBeneficiaryIdentifier: Recogniser = {
  id: "medicare-beneficiary-identifier",
  title: "Medicare beneficiary identifier",
  severity: "critical",
  find: (text, { labelOf, near }) =>
    findEach(text, shapes, ({ 0: value, 1: separator }, start, end) => {
      if (!standsAlone(text, start, end)) return undefined;
      const isSpokenOf = nearby(labelOf(start)) || nearby(near(start, end));
      const confidence = isSpokenOf ? "certain" : separator === "-" ? "likely" : "possible";
      return { start, end, confidence, masked: maskOf(value), isPublished: isPublishedMedicare(value.replaceAll("-", "")) };
    }),
};
