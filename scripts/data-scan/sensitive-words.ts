import { anyOf } from "./words";

/** Names of keys and columns whose values are sensitive, whatever they look like. */
export const speaksOfSensitive = anyOf(
  "ssns?", "ssn (?:hash|enc|encrypted|token|masked|cipher)", "social security(?: number)?", "tax id", "itin", "pan", "card", "card (?:number|no|num|token|hash)", "credit card(?: number)?", "ccn?", "mrns?", "mrn (?:hash|enc|encrypted|token)", "medical record(?: number)?",
  "patient (?:id|number|no|name)", "patient", "member (?:id|number)", "npi", "dea", "mbi", "diagnosis", "dx", "icd10", "icd(?: code)?", "iban", "account (?:number|no)", "dob", "birth ?date", "date of birth", "email", "e mail", "phone", "full ?name", "first ?name", "last ?name",
);
export const mentionsSensitive = /ssn|social|tax|itin|pan\b|card|ccn?\b|mrn|medical|patient|member|npi|dea|mbi|diagnos|dx|icd|iban|account|dob|birth|mail|phone|name/gi;
