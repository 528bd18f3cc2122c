import { setTimeout as delay } from "node:timers/promises";
import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import type { Verdict } from "../gate";
import { idPrefixOf, productArnOf, type Destination } from "./asff";
import { batchesOf, limits } from "./batches";
import { changesOf } from "./changes";
import type { Refusal, SecurityHub, Wait } from "./hub";

/** What an import did. */
export interface ImportReport {
  readonly created: number;
  readonly updated: number;
  readonly archived: number;
  readonly unchanged: number;
  /** Ids that are not in the verdict but stay, since nothing proves that they are gone. */
  readonly unproven: readonly string[];
  /** What Security Hub did not take after all attempts. */
  readonly refusals: readonly Refusal[];
}

/** Attempts for what a call refuses, and the wait before the second one, in milliseconds; it doubles. */
const attempts = 5;
const firstWait = 500;

/**
 * Brings Security Hub to what the verdict says. It may be cut off anywhere and run again: ids and times come from the verdict, and what stands
 * already is not sent again.
 * @throws PortcullisError (usage) `verdict-not-importable`, `verdict-superseded`; and what the hub throws
 */
export const importVerdict = async (verdict: Verdict, destination: Destination, hub: SecurityHub, wait: Wait = delay): Promise<ImportReport> => {
  const standing = await hub.findings(productArnOf(destination), idPrefixOf(verdict));
  const changes = changesOf(verdict, destination, standing);
  const { batches, tooLarge } = batchesOf([...changes.archived, ...changes.created, ...changes.updated]);
  const refusals: Refusal[] = tooLarge.map(({ Id }) => ({ id: Id!, code: "TooLarge", message: `larger than ${limits.findingBytes} bytes` }));
  for (const batch of batches) refusals.push(...(await send(batch, hub, wait)));
  const refused = new Set(refusals.map(({ id }) => id));
  const taken = (findings: readonly AwsSecurityFinding[]) => findings.filter(({ Id }) => !refused.has(Id!)).length;
  return { created: taken(changes.created), updated: taken(changes.updated), archived: taken(changes.archived), unchanged: changes.unchanged, unproven: changes.unproven, refusals };
};

/** What is malformed stays so; anything else may go another time. */
const isFinal = ({ code }: Refusal): boolean => code.startsWith("Invalid");

const send = async (batch: readonly AwsSecurityFinding[], hub: SecurityHub, wait: Wait): Promise<readonly Refusal[]> => {
  const final: Refusal[] = [];
  let pending = batch;
  let refusals: readonly Refusal[] = [];
  for (let attempt = 1; attempt <= attempts && pending.length > 0; attempt += 1) {
    if (attempt > 1) await wait(firstWait * 2 ** (attempt - 2));
    refusals = await refusalsOf(pending, hub);
    final.push(...refusals.filter(isFinal));
    const again = new Set(refusals.filter((refusal) => !isFinal(refusal)).map(({ id }) => id));
    pending = pending.filter(({ Id }) => again.has(Id!));
  }
  return [...final, ...refusals.filter((refusal) => !isFinal(refusal))];
};

/** Where the answer counts more refusals than it names, none of the call is taken for granted. */
const refusalsOf = async (sent: readonly AwsSecurityFinding[], hub: SecurityHub): Promise<readonly Refusal[]> => {
  const { refused, refusals } = await hub.import(sent);
  const ids = new Set(sent.map(({ Id }) => Id));
  const named = refusals.filter(({ id }) => ids.has(id));
  return named.length >= refused ? named : sent.map(({ Id }) => named.find(({ id }) => id === Id) ?? { id: Id!, code: "Unnamed", message: "the answer counts more refusals than it names" });
};
