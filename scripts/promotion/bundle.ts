import { unzipSync, zipSync } from "fflate";
import { z } from "zod";
import type { Clock } from "../clock";
import { blockedError, usageError } from "../errors";
import type { Session, ToolVersions } from "../terraform";
import { endpointKind } from "../aws";
import { sha256 } from "../sha256";
import { digestOf } from "../synthesis";
import type { BundleMeta } from "./types";

/** Days a bundle may be applied; the bundle bucket's lifecycle removes it then. */
export const bundleLifetimeDays = 30;

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const metaSchema = z.object({
  version: z.literal(1),
  release: z.string().min(1),
  commit: z.string().min(1),
  environment: z.string().min(1),
  stack: z.string().min(1),
  accountId: z.string().regex(/^\d{12}$/),
  region: z.string().min(1),
  endpoint: z.enum(["aws", "emulator"]),
  tools: z.object({ terraform: z.string().min(1), providers: z.record(z.string(), z.string()) }),
  lockFileHash: hex,
  hashes: z.record(z.string(), hex),
  digest: hex,
  fingerprint: z.string().min(1),
  created: z.iso.datetime(),
  expires: z.iso.datetime(),
  verdict: z.object({ result: z.enum(["pass", "block", "not-yet"]), reasons: z.array(z.any()), evidence: z.array(z.any()), findings: z.array(z.any()) }),
});

/** A plan bundle in memory: what is checked is what is applied. */
export interface Bundle {
  readonly meta: BundleMeta;
  /** plan.tfplan, plan.json, .terraform.lock.hcl and tree/…, without meta.json. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** SHA-256 of the packed bytes: the name under which the ledger knows the bundle. */
  readonly hash: string;
}

export const packBundle = (meta: Omit<BundleMeta, "version" | "hashes">, files: ReadonlyMap<string, Uint8Array>): { readonly bytes: Uint8Array; readonly bundle: Bundle } => {
  const complete: BundleMeta = { version: 1, ...meta, hashes: Object.fromEntries([...files].map(([path, content]) => [path, sha256(content)])) };
  const bytes = zipSync(
    { "meta.json": Buffer.from(JSON.stringify(complete, undefined, 2)), ...Object.fromEntries(files) },
    { mtime: new Date(1980, 0, 1), level: 6 },
  );
  return { bytes, bundle: { meta: complete, files, hash: sha256(bytes) } };
};

/** Reads a bundle and checks every hash. @throws PortcullisError (usage) `bundle-unreadable`; (blocked) `bundle-altered`, naming the field */
export const openBundle = (bytes: Uint8Array, name: string): Bundle => {
  let entries: Record<string, Uint8Array>;
  let raw: unknown;
  try {
    entries = unzipSync(bytes);
    raw = JSON.parse(Buffer.from(entries["meta.json"] ?? []).toString("utf8"));
  } catch {
    throw usageError({ id: "bundle-unreadable", problem: "this is not a whole plan bundle", where: name, remedy: "Plan again: `./portcullis plan <environment>` prints where it puts its bundles." });
  }
  const parsed = metaSchema.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw altered(name, `meta.json field ${issue.path.join(".") || "(all)"} is missing or wrong: ${issue.message}`);
  }
  const meta = parsed.data as BundleMeta;
  const files = new Map(Object.entries(entries).filter(([path]) => path !== "meta.json" && !path.endsWith("/")));
  for (const path of ["plan.tfplan", "plan.json", ".terraform.lock.hcl"])
    if (!meta.hashes[path] || !files.has(path)) throw altered(name, `${path} is missing`);
  for (const path of Object.keys(meta.hashes)) if (!files.has(path)) throw altered(name, `${path} is missing`);
  for (const [path, content] of files) {
    if (path.startsWith("/") || path.split("/").includes("..")) throw altered(name, `it holds the path ${path}`);
    if (meta.hashes[path] === undefined) throw altered(name, `${path} has no hash in meta.json`);
    if (meta.hashes[path] !== sha256(content)) throw altered(name, `${path} is not the file that was planned`);
  }
  if (digestOf(treeOf(files)) !== meta.digest) throw altered(name, "the stack's folder does not give the digest in meta.json");
  if (sha256(files.get(".terraform.lock.hcl")!) !== meta.lockFileHash) throw altered(name, "lockFileHash does not match .terraform.lock.hcl");
  return { meta, files, hash: sha256(bytes) };
};

/** The synthesised stack inside a bundle. */
export const treeOf = (files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> =>
  new Map([...files].filter(([path]) => path.startsWith("tree/")).map(([path, content]) => [path.slice("tree/".length), content]));

const altered = (name: string, what: string) =>
  blockedError({ id: "bundle-altered", problem: `the bundle is not what was planned: ${what}`, where: name, remedy: "Do not apply it. Plan again and have the new plan reviewed." });

/** Where a bundle is about to be applied. */
export interface BundleTarget {
  readonly commit: string;
  readonly session: Session;
  readonly tools: ToolVersions;
  readonly clock: Clock;
  /** Hashes of bundles that were planned here. */
  readonly known: ReadonlySet<string>;
}

/** Refuses a bundle that was made for anything else than this. @throws PortcullisError (blocked) `bundle-refused`, naming the field */
export const requireApplicable = (bundle: Bundle, target: BundleTarget, name: string): void => {
  const { meta } = bundle;
  const refuse = (field: string, is: string, shouldBe: string) =>
    blockedError({
      id: "bundle-refused",
      problem: `the bundle's ${field} is ${is}, here it is ${shouldBe}`,
      where: name,
      remedy: "A reviewed plan is good for one commit, account, place and tool version. Plan again here and have the new plan reviewed.",
    });
  if (meta.endpoint !== endpointKind(target.session)) throw refuse("endpoint", meta.endpoint, endpointKind(target.session));
  if (meta.accountId !== target.session.accountId) throw refuse("accountId", meta.accountId, target.session.accountId);
  if (meta.commit !== target.commit) throw refuse("commit", meta.commit, target.commit);
  if (meta.tools.terraform !== target.tools.terraform) throw refuse("Terraform version", meta.tools.terraform, target.tools.terraform);
  for (const [provider, version] of Object.entries(target.tools.providers))
    if (meta.tools.providers[provider] !== version) throw refuse(`version of provider ${provider}`, meta.tools.providers[provider] ?? "absent", version);
  if (target.clock.now() > new Date(meta.expires)) throw refuse("expiry", meta.expires, target.clock.now().toISOString());
  if (meta.verdict.result !== "pass")
    throw blockedError({ id: "bundle-refused", problem: "the gate did not pass this plan", where: name, details: meta.verdict.reasons.map((reason) => reason.text), remedy: meta.verdict.reasons[0]?.remedy ?? "Plan again." });
  if (!target.known.has(bundle.hash))
    throw blockedError({
      id: "bundle-refused",
      problem: "no plan was noted with this bundle's hash",
      where: `${name} (sha256 ${bundle.hash.slice(0, 16)}…)`,
      remedy: "Apply the bundle that `./portcullis plan` wrote, unchanged; or plan again.",
    });
};
