import { anyOf } from "../words";
import { findLabelled } from "./labelled";
import type { Recogniser } from "./recogniser";

const named = anyOf("phones?", "phone (?:number|no|num)", "mobile", "cell", "cell phone", "telephone", "tel", "fax", "home phone", "work phone", "contact (?:number|no)", "msisdn");

/** Numbering plans say where a number is valid, not whose it is: it is said, as low, where it is called a phone number. */
export const phoneNumber: Recogniser = {
  id: "phone-number",
  title: "Phone number",
  severity: "low",
  find: (text, surroundings) =>
    findLabelled(text, surroundings, {
      // ITU-T E.164, or ten digits of the North American plan in their groups.
      shape: /\+\d{8,15}|(?:\+?1[ .-]?)?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-]?)[2-9]\d\d[ .-]?\d{4}(?!\d)/g,
      mentioned: /phone|mobile|cell|\btel|fax|contact|msisdn/gi,
      // ATIS-0300115: 555-0100 to 555-0199 are kept for fiction.
      confidence: (value, label) => (named(label) && !/555[ .-]?01\d\d$/.test(value) ? "likely" : undefined),
    }),
};
