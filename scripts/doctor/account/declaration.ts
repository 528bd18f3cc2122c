import type { CapabilityKey, Fields } from "./capability";

/** A mode with its fields, as `environments/<name>.ts` declares it. */
export interface Declaration {
  readonly mode: "own" | "adopt" | "external";
  readonly fields: Fields;
}

/** What the account does not tell has to be asked of the team that runs it. */
const toAsk: Readonly<Record<string, string>> = { accountId: "<id of the account that holds it>" };

const written = (value: unknown): string =>
  typeof value === "object" && value !== null
    ? `{ ${Object.entries(value)
        .map(([name, each]) => `${/^[A-Za-z]\w*$/.test(name) ? name : JSON.stringify(name)}: ${written(each)}`)
        .join(", ")} }`
    : JSON.stringify(value);

/** The line to write: `ownership: { guardDuty: { mode: "external" } }`. */
export const lineOf = (key: CapabilityKey, { mode, fields }: Declaration): string => {
  const known = Object.entries(fields).flatMap(([name, value]) => ((value ?? toAsk[name]) === undefined ? [] : [[name, value ?? toAsk[name]]]));
  return `ownership: ${written({ [key]: { mode, ...Object.fromEntries(known) } })}`;
};

/** Whether all that both sides know is the same. */
export const agrees = (declared: Fields, found: Fields): boolean =>
  Object.entries(declared).every(([name, value]) => value === undefined || found[name] === undefined || found[name] === value);
