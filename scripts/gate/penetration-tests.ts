import { z } from "zod";
import type { Clock } from "../clock";
import { DocumentError, readDocument, type TextFile } from "../documents";
import { severities, type Severity } from "../findings";
import { dayOf, daysBetween, samePerson, startOfDay } from "../waivers";
import { reason } from "./reason";
import type { GateSubject, Reason } from "./verdict";

const text = z.string().trim().min(1, "is empty");
const day = z.string("must be a day written YYYY-MM-DD").refine((written) => startOfDay(written) !== undefined, "must be a day written YYYY-MM-DD");
const count = z.int("must be a whole number").min(0);

const evidenceSchema = z
  .strictObject({
    version: z.literal(1),
    /** What was tested. Applications are named as pipelines are. */
    scope: z.strictObject({
      applications: z.array(text).min(1, "names no application"),
      urls: z.array(z.url({ protocol: /^https?$/, error: "must be a URL" })).optional(),
      accounts: z.array(z.string("must be 12 digits, in quotes").regex(/^\d{12}$/, "must be 12 digits")).optional(),
    }),
    commit: z.string("must be a commit, in quotes").regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, "must be the whole id of a commit").optional(),
    /** Semantic version. */
    release: z.string("must be a version, in quotes").regex(/^v?\d+\.\d+\.\d+\S*$/, "must be a version such as 3.0.1").optional(),
    /** `email` is what the author of the change is compared with. */
    tester: z.strictObject({ name: text, email: text, organisation: text, independent: z.boolean() }),
    /** First and last day of the test. */
    from: day,
    to: day,
    /** How many findings the report's summary counts, by severity; one that is left out counts none. */
    counts: z.strictObject(Object.fromEntries(severities.map((severity) => [severity, count.optional()])) as Record<Severity, z.ZodOptional<typeof count>>),
    /** `retested`: day on which the tester saw that it is fixed. */
    findings: z.array(z.strictObject({ id: text, severity: z.enum(severities), title: text, status: z.enum(["open", "fixed", "accepted"]), retested: day.optional() })),
    /** Last day on which the tester vouches for it. */
    expires: day,
    /** The report itself, which the gate never sees. */
    report: z.strictObject({ sha256: z.string("must be a SHA-256, in quotes").regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hexadecimal") }),
  })
  .superRefine(({ commit, release, from, to, expires }, context) => {
    const fault = (path: string, message: string) => void context.addIssue({ code: "custom", path: [path], message });
    if (commit === undefined && release === undefined) fault("release", "is missing: say which commit or release was tested");
    if (from > to) fault("to", "is before from");
    if (to > expires) fault("expires", "is before the test ended");
  });

/** Evidence of one penetration test, JSON or YAML. */
export type PenetrationTest = Readonly<z.infer<typeof evidenceSchema>>;

/** What the policy demands of an environment and class of data. */
export interface PenetrationTestRequirement {
  /** Days for which a test holds after it ended. */
  readonly validDays: number;
  /** True where each major release needs one of its own. */
  readonly eachMajorRelease: boolean;
}

export interface PenetrationTestQuestion {
  /** As they were given; one that cannot be read blocks. */
  readonly documents: readonly TextFile[];
  /** @default none is demanded; what is given must hold nothing open all the same */
  readonly requirement?: PenetrationTestRequirement;
  /** With the semantic version of what is judged, where the pipeline has one. */
  readonly subject: Pick<GateSubject, "pipeline" | "environment" | "classification" | "commit"> & { readonly release?: string };
  readonly clock: Clock;
  /** Who wrote the change. @default not known: then nobody can say that the tester is another */
  readonly changeAuthor?: string;
}

interface Read {
  readonly name: string;
  readonly test: PenetrationTest;
}

const read = ({ name, text: written }: TextFile): Read | Reason => {
  try {
    return { name, test: readDocument(written, evidenceSchema) };
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const { faults } = error;
    const more = faults.length === 1 ? "" : ` (and ${faults.length - 1} more)`;
    return reason("penetration-test-unreadable", `${name}:${faults[0]!.line}`, `The evidence of a penetration test cannot be read: ${faults[0]!.text}${more}.`, "Correct the line; docs/waivers.md shows a whole document.");
  }
};

const majorOf = (release: string): number => Number(/^v?(\d+)\./.exec(release)?.[1] ?? Number.NaN);

/** What must block, whoever accepted it: in a pentest nothing is accepted by whoever writes it down. */
const stops = (severity: Severity): boolean => severity === "critical" || severity === "high" || severity === "unknown";

/** What is wrong with the test itself, whatever is demanded. */
const faultsOf = ({ name, test }: Read, today: string): readonly Reason[] => {
  const { findings, counts, from, to } = test;
  const miscounted = severities.filter((severity) => (counts[severity] ?? 0) !== findings.filter((finding) => finding.severity === severity).length);
  const repeated = findings.filter(({ id }, index) => findings.findIndex((other) => other.id === id) !== index);
  return [
    ...(miscounted.length === 0 ? [] : [reason("penetration-test-contradicts-itself", name, `Its summary counts other than its list: ${miscounted.join(", ")}.`, "Have the tester say which is right, and list every finding of the report.")]),
    ...(repeated.length === 0 ? [] : [reason("penetration-test-contradicts-itself", name, `The finding ${repeated[0]!.id} stands twice.`, "List every finding of the report once.")]),
    ...(daysBetween(today, to) > 0 ? [reason("penetration-test-from-the-future", name, `The test ends on ${to}, which is still to come.`, "Give the evidence once the test has ended.")] : []),
    ...findings.flatMap(({ id, severity, title, status, retested }) => {
      const where = `${name}, finding ${id}`;
      if (!stops(severity)) return [];
      if (status === "open") return [reason("penetration-test-open-finding", where, `A ${severity} finding is open: ${title}.`, "Fix it and have it tested again.")];
      if (status === "accepted") return [reason("penetration-test-open-finding", where, `A ${severity} finding was accepted, not fixed: ${title}.`, "Fix it and have it tested again; from high on nothing is accepted.")];
      if (retested === undefined) return [reason("penetration-test-not-retested", where, `A ${severity} finding is said to be fixed, and nobody tested it again: ${title}.`, "Have the tester look at it, and write the day as retested.")];
      if (daysBetween(from, retested) < 0 || daysBetween(today, retested) > 0)
        return [reason("penetration-test-not-retested", where, `A ${severity} finding was tested again on ${retested}, which is ${retested < from ? "before the test" : "still to come"}.`, "Correct the day.")];
      return [];
    }),
  ];
};

/** Why a test does not fulfil what is demanded; none where it does. */
const shortcomings = ({ name, test }: Read, requirement: PenetrationTestRequirement, { subject, changeAuthor }: PenetrationTestQuestion, today: string): readonly Reason[] => {
  const { to, expires, tester, release, commit } = test;
  const refuse = (kind: string, problem: string, remedy: string) => [reason(`penetration-test-${kind}`, name, problem, remedy)];
  const age = daysBetween(to, today);
  const isOfAuthor = changeAuthor !== undefined && [tester.name, tester.email].some((known) => samePerson(known, changeAuthor));
  return [
    ...(daysBetween(today, expires) < 0 ? refuse("expired", `It expired at the end of ${expires}.`, "Have the application tested again.") : []),
    ...(age > requirement.validDays ? refuse("stale", `It ended ${age} days ago; ${subject.classification} data in ${subject.environment} demand one every ${requirement.validDays} days.`, "Have the application tested again.") : []),
    ...(tester.independent ? [] : refuse("not-independent", "Its tester is not independent.", "Have the application tested by somebody who does not write it.")),
    ...(changeAuthor === undefined ? refuse("author-unknown", "Nobody says who wrote this change, so nobody knows whether the tester did.", "Name the author by --author.") : []),
    ...(isOfAuthor ? refuse("not-independent", "Its tester wrote this change.", "Have the application tested by somebody who does not write it.") : []),
    ...(requirement.eachMajorRelease && commit !== subject.commit ? otherRelease(release, subject.release).flatMap((problem) => refuse("other-release", problem, "Have this major release tested, and name it by --release and in the evidence.")) : []),
  ];
};

const otherRelease = (tested: string | undefined, judged: string | undefined): readonly string[] => {
  if (judged === undefined) return ["Nobody says which release is judged, and each major release needs a test of its own."];
  if (tested === undefined) return ["It is of another commit and names no release, and each major release needs a test of its own."];
  return majorOf(tested) === majorOf(judged) ? [] : [`It is of release ${tested}, and ${judged} is judged: each major release needs a test of its own.`];
};

/**
 * Judges the evidence of penetration tests. Every one that is given must be readable and hold nothing open from high on (unknown counts
 * too); where one is demanded, one at least must be of this application, young enough, in force, and of somebody else than the author.
 * Days are days in UTC, and a test holds until its last day has ended.
 */
export const judgePenetrationTests = (question: PenetrationTestQuestion): readonly Reason[] => {
  const { documents, requirement, subject, clock } = question;
  const today = dayOf(clock.now());
  const all = documents.map(read);
  const unreadable = all.filter((each): each is Reason => "problem" in each);
  const tests = all.filter((each): each is Read => "test" in each);
  const own = tests.filter(({ test }) => test.scope.applications.includes(subject.pipeline));
  const faults = [...unreadable, ...own.flatMap((each) => faultsOf(each, today))];
  if (requirement === undefined) return faults;
  if (own.length > 0) {
    const lacking = own.map((each) => shortcomings(each, requirement, question, today));
    return lacking.some((reasons) => reasons.length === 0) ? faults : [...faults, ...lacking.flat()];
  }
  const remedy = "Have the application tested, and give the evidence to the gate.";
  if (tests.length === 0) return [...faults, reason("penetration-test-missing", subject.pipeline, `${subject.classification} data in ${subject.environment} demand a penetration test, and none ${unreadable.length > 0 ? "can be read" : "is given"}.`, remedy)];
  return [...faults, ...tests.map(({ name }) => reason("penetration-test-foreign", name, `It is of another application than ${subject.pipeline}.`, remedy))];
};
