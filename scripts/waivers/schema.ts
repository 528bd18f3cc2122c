import { z } from "zod";
import { daysBetween, startOfDay } from "./dates";
import { samePerson } from "./person";
import { everyEnvironment, toolOf, type Approval } from "./waiver";

/** Longest life of a waiver, in days; the critical ones are held to less when they are judged. */
const longestLife = 90;

/** What a compensating control is that AWS WAF can be asked about. */
const virtualPatch = /^virtual-patch:[A-Za-z0-9_-]{1,128}$/;

const exact = z.string().min(1, "is empty").regex(/^[^*?\s](?:[^*?]*[^*?\s])?$/, "must be exact: no wildcard, no space at its ends");
const exactOrEvery = z.string().min(1, "is empty").regex(/^(?:\*|[^*?\s](?:[^*?]*[^*?\s])?)$/, `must be exact, or "${everyEnvironment}" for every environment`);
const day = z.string("must be a day written YYYY-MM-DD").refine((text) => startOfDay(text) !== undefined, "must be a day written YYYY-MM-DD");
/** As git or GitHub name a person: a letter of another alphabet that looks the same would be another person. */
const person = z.string().trim().min(2, "must name a person").regex(/^[\x20-\x7e]+$/, "must be written in ASCII, as git or GitHub name the person");

const first = { id: z.string().regex(/^[A-Za-z0-9][\w.-]*$/, "must be letters, digits, dots, dashes or underscores") };
const last = {
  reason: z.string().trim().min(10, "must say why, in at least 10 characters"),
  compensatingControl: z.string().trim().min(3).optional(),
  owner: person,
  approver: person,
  ticket: z.string().trim().min(1, "is empty").optional(),
  created: day,
  expires: day,
};

type Fault = (path: string, message: string) => void;
const faultsOf = (context: z.RefinementCtx): Fault => (path, message) => void context.addIssue({ code: "custom", path: [path], message });

const judgeApproval = (approval: Approval, fault: Fault): void => {
  if (samePerson(approval.owner, approval.approver)) fault("approver", "must not be the owner");
  if (startOfDay(approval.created) === undefined || startOfDay(approval.expires) === undefined) return;
  const life = daysBetween(approval.created, approval.expires);
  if (life < 0) fault("expires", "is before created");
  if (life > longestLife) fault("expires", `is ${life} days after created; a waiver lasts at most ${longestLife}`);
};

export const waiverSchema = z
  .strictObject({ ...first, rule: exact, environment: exactOrEvery, stack: exact, address: exact, fingerprint: exact.optional(), ...last })
  .superRefine((waiver, context) => {
    const fault = faultsOf(context);
    judgeApproval(waiver, fault);
    if (waiver.environment === everyEnvironment && toolOf(waiver.rule) !== "checkov") fault("environment", "must be exact: only a check of checkov can be waived for every environment");
    if (meansVirtualPatch(waiver.compensatingControl)) fault("compensatingControl", "only a finding's waiver, which names its pipeline, can rest on a virtual patch");
  });

/** A question mark stands in URLs only, where it is no wildcard. */
const place = z
  .string()
  .min(1, "is empty")
  .refine((text) => text === text.trim() && text.split(" ").every((part) => !part.includes("*") && (!part.includes("?") || part.includes("://"))), "must be exact, as the gate shows it: no wildcard, no space at its ends");

export const findingWaiverSchema = z
  .strictObject({
    ...first,
    fingerprint: z.string().regex(/^f1-[0-9a-f]{16,64}$/, "must be a fingerprint as the gate shows it: f1-…").optional(),
    rule: exact.regex(/^[^A-Z:]+:.+$/, "must be a tool and its rule, such as trivy:CVE-2021-44228").optional(),
    environment: exact,
    pipeline: exact,
    address: place.optional(),
    severity: z.enum(["critical", "high", "medium", "low", "info"]).optional(),
    revoked: z.strictObject({ at: day, evidence: z.string().trim().min(10, "must say where that can be seen, in at least 10 characters") }).optional(),
    ...last,
  })
  .superRefine((waiver, context) => {
    const fault = faultsOf(context);
    judgeApproval(waiver, fault);
    const { fingerprint, rule, address, compensatingControl } = waiver;
    if (fingerprint !== undefined && (rule !== undefined || address !== undefined)) fault("fingerprint", "stands alone: give either a fingerprint, or rule and address");
    else if (fingerprint === undefined && rule === undefined) fault("fingerprint", "is missing: give a fingerprint, or rule and address");
    else if (fingerprint === undefined && address === undefined) fault("rule", "alone would lift it wherever it is found: give its exact address beside it, or a fingerprint instead");
    else if (address !== undefined && rule === undefined) fault("address", "needs the rule beside it, such as trivy:CVE-2021-44228");
    if (meansVirtualPatch(compensatingControl) && !virtualPatch.test(compensatingControl!)) fault("compensatingControl", "must name its rule in AWS WAF, exact: virtual-patch:<id>");
  });

/** However it is written: what claims to be a virtual patch is never taken for mere text. */
const meansVirtualPatch = (control: string | undefined): boolean => /^virtual[-_ ]?patch/i.test(control ?? "");

/**
 * True where an entry means a finding, also where it forgets to name its pipeline: so that the message is about what was meant. A colon alone
 * says nothing: ids of controls have one.
 */
export const isOfFinding = (entry: unknown): boolean => {
  if (typeof entry !== "object" || entry === null) return false;
  const { pipeline, stack, rule, fingerprint } = entry as Record<string, unknown>;
  return pipeline !== undefined || String(fingerprint ?? "").startsWith("f1-") || (stack === undefined && String(rule ?? "").includes(":"));
};
