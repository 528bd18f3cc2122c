import type { FoundValue } from "../types";
import type { Recogniser } from "./recogniser";

const beginnings = /\\?"resourceType\\?"\s{0,20}:\s{0,20}\\?"(Patient|RelatedPerson|Person)\\?"|<(Patient|RelatedPerson|Person) xmlns="http:\/\/hl7\.org\/fhir"/g;
/** A resource of one person is read so far from its type, in characters. */
const reach = 4000;

/** Elements of the resource Patient (HL7 FHIR R4) that are values of one person; a definition of the type has none. */
const elements: Readonly<Record<string, RegExp>> = {
  "birth date": /birthDate\\?"\s{0,20}:\s{0,20}\\?"\d{4}|<birthDate value="\d{4}/,
  name: /(?:family|given|text)\\?"\s{0,20}:\s{0,20}(?:\[\s{0,40})?\\?"[^"\\]{2}|<(?:family|given) value="[^"]{2}/,
  address: /(?:line|city|postalCode)\\?"\s{0,20}:\s{0,20}(?:\[\s{0,40})?\\?"[^"\\]{2}|<(?:line|postalCode) value="[^"]{2}/,
  identifier: /"identifier\\?"\s{0,20}:[^\]]{0,400}value\\?"\s{0,20}:\s{0,20}\\?"[^"\\]{4}|<identifier>/,
  contact: /"telecom\\?"\s{0,20}:[^\]]{0,400}value\\?"\s{0,20}:\s{0,20}\\?"[^"\\]{5}|<telecom>/,
};

export const fhirPatient: Recogniser = {
  id: "fhir-patient",
  title: "FHIR resource of a person",
  severity: "critical",
  find: (text) => {
    const found = [...text.matchAll(beginnings)];
    return found.flatMap(({ 0: beginning, 1: json, 2: xml, index }, number): readonly FoundValue[] => {
      const next = found[number + 1]?.index ?? text.length;
      // Keys of JSON have no order: the type may stand last, but not behind another resource.
      const before = number === 0 ? Math.max(0, index - 1000) : index;
      const resource = text.slice(before, Math.min(next, index + reach));
      const filled = Object.keys(elements).filter((element) => elements[element]!.test(resource));
      if (filled.length < 2) return [];
      return [{ start: index, end: index + beginning.length, confidence: filled.length > 2 ? "certain" : "likely", masked: `${json ?? xml} (${filled.join(", ")})` }];
    });
  },
};
