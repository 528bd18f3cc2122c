import { findEach } from "./find-each";
import type { Recogniser } from "./recogniser";

/** Segments that say who somebody is, with the fields of which one has to be filled (HL7 v2.5.1, chapters 3 and 6). */
const segments: Readonly<Record<string, readonly number[]>> = {
  // Identifier list, name, birth date, address, phone, account, SSN.
  PID: [2, 3, 4, 5, 7, 11, 13, 18, 19],
  // Name, address, phone of the next of kin.
  NK1: [2, 4, 5],
  // Location, attending doctor, visit number.
  PV1: [3, 7, 19],
  // Insured's name, birth date, policy number.
  IN1: [16, 18, 36],
  GT1: [3, 5, 6, 8],
};

/** What a template puts in later: `${name}`, `{{ name }}`, `%s`. */
const placeholders = /\$?\{[^}]{0,200}\}?|%\w/g;
/** The components after the first two name systems and kinds, which say nothing of a person: `^^^HOSP^MR`. */
const valueOf = (field = ""): string => field.split("^", 2).join("^");
const shapes = /(?:^|[\r\n\v"'`>]|\\r|\\n)((PID|PV1|NK1|IN1|GT1)\|[^\r\n\v"'`\\<]{8,4000})/g;

/** A segment of an HL7 v2 message with data of a person. Documentation names the segments, but fills no fields. */
export const hl7Message: Recogniser = {
  id: "hl7-message",
  title: "Patient data in an HL7 v2 message",
  severity: "critical",
  find: (text) =>
    text.includes("|")
      ? findEach(text, shapes, ({ 1: segment, 2: name }, _, end) => {
          const fields = segment!.replace(placeholders, "").split("|");
          const filled = segments[name!]!.filter((number) => /[\dA-Za-z]{2}/.test(valueOf(fields[number])));
          if (fields.length < 4 || filled.length === 0) return undefined;
          return { start: end - segment!.length, end, confidence: filled.length > 1 ? "certain" : "likely", masked: `${name}|… (${filled.map((number) => `${name}-${number}`).join(", ")})` };
        })
      : [],
};
