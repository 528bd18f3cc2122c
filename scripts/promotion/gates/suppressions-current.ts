import { dayOf, daysBetween, startOfDay } from "../../waivers";
import { blockFor, type Gate, managedChanges } from "./gate";

/** Days before its end from which a suppression warns. */
const warningDays = 14;

const attributeOf = (value: unknown, name: string): unknown => (typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined);

/** The end of a suppression's text, which stands for the tag where a resource takes none: a disabled control of Security Hub. */
const endOfText = / Expires: (\S+)$/;

const expiryOf = (after: unknown): string | undefined => {
  const inTag = attributeOf(attributeOf(after, "tags"), "expires");
  if (typeof inTag === "string") return inTag;
  const reason = attributeOf(after, "updated_reason");
  return typeof reason === "string" ? endOfText.exec(reason)?.[1] : undefined;
};

/**
 * Whatever carries the tag `expires`, or says it at the end of its reason (modules/suppression), hides findings until that day and
 * no longer. A tree knows no day, so the plan is asked, unchanged resources included; a stack that is left alone is planned
 * again within a day.
 */
export const suppressionsCurrent: Gate = {
  id: "suppressions-current",
  judge: ({ plan, clock }) => {
    const today = dayOf(clock.now());
    const suppressions = managedChanges(plan).flatMap(({ address, change }) => {
      const expires = expiryOf(change.after);
      return expires === undefined ? [] : [{ address, expires, left: startOfDay(expires) === undefined ? -1 : daysBetween(today, expires) }];
    });
    return blockFor(
      suppressions
        .filter(({ left }) => left < 0)
        .map(({ address, expires }) => ({
          id: "suppressions-current",
          address,
          text: `The suppression ${address} ended with ${expires} and would go on hiding findings.`,
          remedy: "Remove it from the environment's file, or decide it anew there with a new day of creation and end.",
        })),
      suppressions
        .filter(({ left }) => left >= 0 && left <= warningDays)
        .map(({ address, expires }) => ({ name: "suppression-warning", value: `${address} ends with ${expires}` })),
    );
  },
};
