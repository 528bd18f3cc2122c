/** People are written as they come: `Ada@Example.org` is `ada@example.org`. */
export const samePerson = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();
