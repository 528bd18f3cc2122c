import { asList, blocksAt, fail, hasReference, isRecord, pass, unknown } from "../attributes";
import type { Rule } from "../rule";

const field = (selector: unknown): readonly Readonly<Record<string, unknown>>[] => (isRecord(selector) ? asList(selector.field_selector).filter(isRecord) : []);

/** Management events, reads and writes, from every source but those that AWS lets one leave out for volume. */
const recordsAll = (selector: unknown): boolean => {
  const fields = field(selector);
  const category = fields.find((entry) => entry.field === "eventCategory");
  return asList(category?.equals).includes("Management") && fields.every((entry) => entry.field === "eventCategory");
};
const recordsAllClassic = (selector: Readonly<Record<string, unknown>>): boolean =>
  (selector.read_write_type ?? "All") === "All" && ![false, "false"].includes((selector.include_management_events ?? true) as boolean) && asList(selector.exclude_management_event_sources).length === 0;

export const trailRecordsManagementEvents: Rule = {
  id: "trail-records-management-events",
  title: "Every trail records all management events, reads and writes",
  risk: "high",
  types: ["aws_cloudtrail"],
  source: "CIS AWS Foundations 5.0, 3.1; CloudTrail User Guide, 'Logging management events'",
  remedy: "Leave the selectors out, or keep one that selects eventCategory Management without further fields (classic: read_write_type All with management events).",
  evaluate: (trail) => {
    const [advanced, classic] = [blocksAt(trail, "advanced_event_selector"), blocksAt(trail, "event_selector")];
    if (advanced === undefined || classic === undefined) return unknown("the event selectors are not known yet");
    // Without any selector CloudTrail records all management events.
    if (advanced.length + classic.length === 0 || advanced.some(recordsAll) || classic.some(recordsAllClassic)) return pass;
    return hasReference([advanced, classic]) ? unknown("the event selectors are not known yet") : fail("the event selectors leave out management events");
  },
};
