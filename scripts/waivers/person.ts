/** `Ada <ada@example.org>`, as git writes an author, is the address in it. */
const nameOf = (person: string): string => (/<([^<>]+)>\s*$/.exec(person)?.[1] ?? person).normalize("NFKC").replace(/[\s\p{C}]+/gu, " ").trim().toLowerCase();

/** People are written as they come: `Ada@Example.org` is `ada@example.org`. */
export const samePerson = (one: string, other: string): boolean => nameOf(one) === nameOf(other);
