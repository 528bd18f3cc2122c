import { AddressError, parseCidr, worldOf, type Family } from "../addresses";
import { exposuresToWorld, type Exposure } from "./exposure";
import { administrationPorts, familyOf, port, type NetworkAclRule } from "./rule";

/**
 * Completes a list of rules by guards, denials of administration ports that stand before whatever would let the world
 * in, and proves the result. Three bands of numbers: known peers below 1000, guards from 1000 to 1999, the world from 2000.
 */

/** Numbers kept for guards; no rule of a list may have one. */
export const guardBand = { from: 1000, to: 1999 } as const;

/** Rules AWS accepts, a direction and family, by default; its own last denial counts (Amazon VPC User Guide, "Amazon VPC quotas"). */
const mostRules = 19;
const highestNumber = 32766;

/** A fault in a list of rules, for people. */
export interface RuleFault {
  readonly problem: string;
  readonly remedy: string;
}

export type GeneratedRules =
  | { readonly rules: readonly NetworkAclRule[]; readonly faults?: undefined }
  | { readonly rules?: undefined; readonly faults: readonly RuleFault[] };

/** Fixed by family, protocol and port, so that guards never trade places. */
const guardNumber = ({ family, protocol, port: guarded }: Exposure): number =>
  guardBand.from + administrationPorts.indexOf(guarded) * 10 + (protocol === "tcp" ? 0 : 1) + (family === "ipv4" ? 0 : 5);

const guardOf = (exposure: Exposure): NetworkAclRule => ({
  number: guardNumber(exposure),
  direction: "ingress",
  action: "deny",
  traffic: { protocol: exposure.protocol, ports: port(exposure.port) },
  cidr: worldOf(exposure.family),
});

const isGuardNumber = (number: number): boolean => number >= guardBand.from && number <= guardBand.to;

const numberFaults = (rule: NetworkAclRule): readonly RuleFault[] => {
  const name = `The ${rule.direction} rule ${rule.number}`;
  if (!Number.isInteger(rule.number) || rule.number < 1 || rule.number > highestNumber) {
    return [{ problem: `${name} has a number outside 1 to ${highestNumber}.`, remedy: "Give it one within." }];
  }
  return isGuardNumber(rule.number)
    ? [
        {
          problem: `${name} has a number kept for guards.`,
          remedy: `Take one below ${guardBand.from} for known peers, from ${guardBand.to + 1} for the world.`,
        },
      ]
    : [];
};

const trafficFaults = (rule: NetworkAclRule): readonly RuleFault[] => {
  if (!("ports" in rule.traffic)) return [];
  const { from, to } = rule.traffic.ports;
  return Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= 65535
    ? []
    : [{ problem: `The ${rule.direction} rule ${rule.number} has the ports ${from} to ${to}.`, remedy: "Write an ascending range within 0 to 65535." }];
};

const peerFaults = (rule: NetworkAclRule): readonly RuleFault[] => {
  try {
    parseCidr(rule.cidr);
    return [];
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    return [{ problem: `The ${rule.direction} rule ${rule.number}: ${error.problem}`, remedy: error.remedy }];
  }
};

const duplicateFaults = (rules: readonly NetworkAclRule[]): readonly RuleFault[] => {
  const names = rules.map((rule) => `${rule.direction} rule ${rule.number}`);
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  return twice.map((name) => ({ problem: `The ${name} stands twice.`, remedy: "Give one of them another number." }));
};

const quotaFaults = (rules: readonly NetworkAclRule[]): readonly RuleFault[] =>
  (["ingress", "egress"] as const).flatMap((direction) =>
    (["ipv4", "ipv6"] satisfies readonly Family[]).flatMap((family) => {
      const count = rules.filter((rule) => rule.direction === direction && familyOf(rule.cidr) === family).length;
      return count > mostRules
        ? [{ problem: `There are ${count} ${family} ${direction} rules, guards included; AWS accepts ${mostRules}.`, remedy: "Join neighbouring ranges." }]
        : [];
    }),
  );

const exposureFaults = (rules: readonly NetworkAclRule[]): readonly RuleFault[] =>
  exposuresToWorld(rules).map(({ family, protocol, port: open, admittedBy }) => ({
    problem: `${protocol} ${open} would be open to the world (${worldOf(family)}) through rule ${admittedBy.join(", ")}.`,
    remedy: `Rules that admit the world take numbers from ${guardBand.to + 1}, behind the guards.`,
  }));

/**
 * The rules with their guards, or what is wrong with the list. Guards appear only for ports that would otherwise be
 * open to the world; when rules come back, no port of `administrationPorts` is.
 */
export const generateRules = (rules: readonly NetworkAclRule[]): GeneratedRules => {
  const listFaults = [...rules.flatMap((rule) => [...numberFaults(rule), ...trafficFaults(rule), ...peerFaults(rule)]), ...duplicateFaults(rules)];
  if (listFaults.length > 0) return { faults: listFaults };
  const guarded = [...rules, ...exposuresToWorld(rules).map(guardOf)].sort((one, other) => one.number - other.number);
  const faults = [...quotaFaults(guarded), ...exposureFaults(guarded)];
  return faults.length > 0 ? { faults } : { rules: guarded };
};
