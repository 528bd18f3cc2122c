import { anyOf } from "../words";
import { findLabelled } from "./labelled";
import type { Recogniser } from "./recogniser";

const named = anyOf("icd(?: ?(?:10|9))?(?: cm)?", "icd10(?:cm)?", "icd10? ?(?:cm )?codes?", "diagnos[ei]s", "diagnos[ei]s codes?", "diagnostic codes?", "dx", "dx\\d*", "dx codes?", "diag", "diag codes?", "admitting", "principal", "condition codes?", "conditions?", "comorbidit(?:y|ies)");
const ofSomebody = anyOf("patients?", "pt", "members?", "beneficiary", "subscriber", "mrn", "ssn", "dob", "birth", "name", "first name", "last name", "admitted", "admission", "discharged?", "encounter", "claim", "visit", "insured", "resident");

/**
 * CDC, ICD-10-CM: a letter, a digit, a digit or letter, then up to four after a dot. A bare code is a word like any other (`A10`, `F16`),
 * and a code with its name is a code list; it counts beside a word for a diagnosis, and fully only where somebody is spoken of.
 */
export const diagnosisCode: Recogniser = {
  id: "diagnosis-code",
  title: "Diagnosis of a person (ICD-10-CM)",
  severity: "medium",
  find: (text, surroundings) =>
    findLabelled(text, surroundings, {
      shape: /[A-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4}|[\dA-Z]{1,4})?(?![\dA-Za-z])/g,
      mentioned: /icd|diag|\bdx|_dx|admitting|condition|comorbid/gi,
      confidence: (_value, label, near) => (named(label) ? (ofSomebody(near()) ? "certain" : "possible") : undefined),
    }),
};
