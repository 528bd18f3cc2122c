import { createHash } from "node:crypto";
import type { Verdict } from "./verdict";

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number => (one < other ? -1 : 1);

const inKeyOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inKeyOrder);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(byName)
      .map(([key, each]) => [key, inKeyOrder(each)]),
  );
};

/**
 * Canonical JSON (RFC 8785): JSON.stringify writes numbers and strings as it asks for, and keys come in the order of their code units. No key of
 * a verdict is a number, which JavaScript would put first. The package canonicalize takes twice the time for 100,000 findings.
 */
const canonical = (verdict: Omit<Verdict, "sha256">): string => JSON.stringify(inKeyOrder(verdict));

const hashOfVerdict = (verdict: Omit<Verdict, "sha256">): string => createHash("sha256").update(canonical(verdict)).digest("hex");

/** Binds a verdict to every word in it, and by the hashes of its inputs to them. */
export const seal = (verdict: Omit<Verdict, "sha256">): Verdict => ({ ...verdict, sha256: hashOfVerdict(verdict) });

/** Whether a verdict is as it was sealed. The hash is no signature: it shows damage, not who wrote it. */
export const isSealed = ({ sha256, ...verdict }: Verdict): boolean => sha256 === hashOfVerdict(verdict);
