import { passesLuhn } from "../checksums";
import { anyOf } from "../words";
import { findLabelled } from "./labelled";
import { isPublishedProvider } from "./published";
import type { Recogniser } from "./recogniser";

const named = anyOf("npis?", "npi\\d*", "national provider", "national provider (?:id|identifier|number)", "provider (?:id|identifier|number|npi)", "prescriber (?:id|identifier|npi)", "npi (?:number|no|id|#)");
const nearby = anyOf("npi", "national provider", "provider", "prescriber", "physician", "practitioner", "clinician", "attending", "rendering");
const speaksOfOthers = anyOf("phone", "fax", "tel", "mobile", "order", "invoice", "timestamp", "time", "epoch", "created", "updated", "expires", "account", "seed", "zip");

/** CMS, "NPI check digit": ten digits that begin with 1 or 2 and pass Luhn behind the prefix 80840. Public, and says who treats whom. */
export const nationalProviderIdentifier: Recogniser = {
  id: "national-provider-identifier",
  title: "National Provider Identifier",
  severity: "medium",
  find: (text, surroundings) =>
    findLabelled(text, surroundings, {
      shape: /[12]\d{9}(?!\d)/g,
      mentioned: /npi|provider|prescriber|physician|practitioner|clinician/gi,
      confidence: (value, label, near) => {
        if (!passesLuhn(`80840${value}`)) return undefined;
        if (named(label)) return "certain";
        return !speaksOfOthers(label) && nearby(near()) ? "likely" : undefined;
      },
      isPublished: isPublishedProvider,
    }),
};
