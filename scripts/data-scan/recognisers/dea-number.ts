import { passesDea } from "../checksums";
import { anyOf } from "../words";
import { findLabelled } from "./labelled";
import type { Recogniser } from "./recogniser";

const nearby = anyOf("dea", "dea\\d*", "drug enforcement", "prescriber", "prescription", "rx", "controlled substances?", "registrant");

/** DEA registration: a letter of the registrant's kind, a letter of the name (or 9), six digits and their check digit. */
export const deaNumber: Recogniser = {
  id: "dea-number",
  title: "DEA registration number",
  severity: "medium",
  find: (text, surroundings) =>
    findLabelled(text, surroundings, {
      shape: /[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}(?!\d)/g,
      mentioned: /\bdea|_dea|drug enforcement|prescri|\brx\b|controlled substance|registrant/gi,
      confidence: (value, label, near) => (passesDea(value.slice(2)) && (nearby(label) || nearby(near())) ? "certain" : undefined),
    }),
};
