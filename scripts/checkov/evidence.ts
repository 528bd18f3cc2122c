import { toolError, usageError, type Fault, type PortcullisError } from "../errors";
import { redactText } from "../review";
import type { ScanAnswer } from "./scanner";
import type { CheckSettings } from "./settings";

/** A file that was handed to checkov, and what it must have seen in it. */
export interface ScannedFile {
  /** As people know it: a stack id, or a plan's name. */
  readonly name: string;
  readonly path: string;
  readonly kind: "synthesised" | "plans";
  readonly addresses: readonly string[];
}

const shownLines = 20;
const again = "Nothing was judged. Run it again; if it stays, checkov or a policy has changed: docs/checkov.md says what is asked of both.";

/** @param details one line each; an empty list is no doubt */
const doubt = (id: string, problem: string, details: readonly string[], remedy = again, raise: (fault: Fault) => PortcullisError = toolError): void => {
  if (details.length > 0) throw raise({ id, problem, details: [...details.slice(0, shownLines), ...(details.length > shownLines ? [`… and ${details.length - shownLines} more`] : [])], remedy });
};

/** A check that raised on one resource: `Failed to run check CKV_AWS_192 on /../folder/file.json:type.name: AttributeError: …`. */
const crashPattern = /^Failed to run check (\S+) on (\S+?):([\w-]+\.[\w-]+)(?::\s*(.*))?$/s;
/** Nobody's resources: what they must show is asked of the policies, and a check that comes with checkov may break off on them. */
const canaryPattern = /\/portcullis-checkov-[^/]+\/canaries\./;

export interface Crash {
  readonly check: string;
  readonly address: string;
  readonly error?: string;
}

/** What a complaint says of one of the files that were scanned: the one that is a finding instead of a doubt. */
export const crashIn = (complaint: string, path: string): Crash | undefined => {
  const [, check, file, address, error] = crashPattern.exec(complaint) ?? [];
  // checkov writes the path relative to its working folder, behind a slash.
  return check !== undefined && file !== undefined && address !== undefined && path.endsWith(file.replace(/^[./]+/, "/")) ? { check, address, error } : undefined;
};

/**
 * An exit code of 0 says nothing: checkov gives it where it read no file and knew no check. So everything it must have done is asked for.
 * @param named every check id that somebody has written down (waivers, exclusions, severities), with where
 * @throws PortcullisError one id a doubt, each with a page in docs/runbooks
 */
export const demandEvidence = (answer: ScanAnswer, files: readonly ScannedFile[], settings: CheckSettings, named: readonly { readonly check: string; readonly where: string }[]): void => {
  const { expected } = settings;
  doubt("checkov-version", "this is not the checkov that the checks were written for", answer.version === expected.version ? [] : [`expected ${expected.version}, found ${answer.version}`]);
  doubt("checkov-checks-lost", "checkov did not load the checks that it brings", answer.builtInChecks === expected.builtInChecks ? [] : [`expected ${expected.builtInChecks}, loaded ${answer.builtInChecks}`]);
  demandPolicies(answer, files, settings);
  doubt(
    "checkov-check-unknown",
    "a check is named that checkov does not know: it would be left out without a word",
    named.filter(({ check }) => !answer.checks.includes(check)).map(({ check, where }) => `${where}: ${check}`),
    "Correct the id, or remove the entry where the check is no more.",
    usageError,
  );
  demandFiles(answer, files);
  doubt("checkov-complained", "checkov went on after an error", answer.complaints.filter((text) => !canaryPattern.test(text) && !files.some(({ path }) => crashIn(text, path))).map((text) => redactText(text)));
};

const idOf = (file: string): string => `CKV_PORTCULLIS_${file.toUpperCase()}`;

const demandPolicies = ({ policies, canaries }: ScanAnswer, files: readonly ScannedFile[], { policyFiles }: CheckSettings): void => {
  const loaded = new Set(policies.map(({ id }) => id));
  const missing = policyFiles.filter((file) => !loaded.has(idOf(file))).map((file) => `policies/checkov/policies/${file}.py did not give ${idOf(file)}`);
  const nameless = policies.filter(({ id }) => !policyFiles.some((file) => idOf(file) === id)).map(({ id, module }) => `${id} of ${module} has no file of its name`);
  const kinds = [...new Set(files.map(({ kind }) => kind))];
  const untested = policies.flatMap(({ id }) =>
    kinds.flatMap((kind) => (["FAILED", "PASSED"] as const).filter((wanted) => !canaries.some((canary) => canary.check === id && canary.kind === kind && canary.wanted === wanted)).map((wanted) => `${id} has no ${wanted === "FAILED" ? "violations" : "compliant resources"}`)),
  );
  doubt("checkov-policy-missing", "a custom policy was not loaded", [...missing, ...nameless, ...new Set(untested)]);
  doubt(
    "checkov-policy-silent",
    "a custom policy does not say what it must",
    canaries.filter(({ wanted, heard }) => wanted !== heard).map(({ kind, check, address, wanted, heard }) => `${check} must say ${wanted} of ${address} (${kind === "plans" ? "in a plan" : "as synthesised"}) and said ${heard}`),
  );
};

const demandFiles = (answer: ScanAnswer, files: readonly ScannedFile[]): void => {
  const total = files.reduce((sum, { addresses }) => sum + addresses.length, 0);
  const answers = answer.synthesised.records.length + answer.plans.records.length;
  const unread = files.filter(({ path, kind, addresses }) => answer[kind].unparsed.includes(path) || (addresses.length > 0 && answer[kind].files[path] === undefined));
  doubt("checkov-file-unread", "checkov could not read what it was given", unread.map(({ name, kind }) => `${name} (${kind === "plans" ? "plan" : "cdk.tf.json"})`));
  const missed = files.flatMap(({ name, path, kind, addresses }) => {
    const seen = new Set(answer[kind].files[path] ?? []);
    return addresses.filter((address) => !seen.has(address)).map((address) => `${name}: ${address}`);
  });
  doubt("checkov-resources-missed", `checkov saw ${total - missed.length} of ${total} resources`, missed);
  doubt("checkov-silent", "no check had anything to say", total > 0 && answers === 0 ? [`${total} resources, ${answer.checks.length} checks, no answer`] : []);
};
