import { anyOf } from "../words";
import { findLabelled } from "./labelled";
import { isPlaceholder } from "./published";
import type { Recogniser } from "./recogniser";

const named = anyOf("mrns?", "mrn\\d*", "medical record", "medical record (?:number|no|num|nr|id|#)", "med rec(?: no| num| number| #)?", "health record (?:number|no|id)", "mr #", "emrn", "epi mrn");
const ofPatients = anyOf("patient (?:id|no|num|number|identifier|#|account|acct)", "pt id", "patientid", "hospital (?:number|no)", "chart (?:number|no|id)", "unit record number", "medical record id");
const speaksOfOthers = anyOf("phone", "fax", "zip", "postal", "date", "dob", "birth", "timestamp", "created", "updated", "uuid", "version", "port", "npi", "ssn");

/** 45 CFR 164.514(b)(2)(i)(H), "medical record numbers". Each hospital has its own shape: letters, then 5 to 12 digits are common. */
export const medicalRecordNumber: Recogniser = {
  id: "medical-record-number",
  title: "Medical record or patient number",
  severity: "critical",
  find: (text, surroundings) =>
    findLabelled(text, surroundings, {
      shape: /[A-Z]{0,4}-?\d{5,12}/g,
      mentioned: /mrn|med(?:ical)?[\s_-]?rec|health[\s_-]?record|patient|pt[\s_-]?id|hospital|chart|mr ?#/gi,
      confidence: (value, label) => {
        if (/^(?:19|20)\d{6}$/.test(value) || speaksOfOthers(label) || /^0+$/.test(value.replace(/\D/g, ""))) return undefined;
        return named(label) ? "certain" : ofPatients(label) ? "likely" : undefined;
      },
      isPublished: isPlaceholder,
    }),
};
