import type { Statement } from "./statements";

/** Units that AWS accepts in a Web ACL; those beyond 1,500 cost extra (AWS WAF Developer Guide, "Web ACL capacity units"). */
export const largestCapacity = 5000;

/**
 * Upper bound of the capacity of a Web ACL in units: the sum of its statements, nothing shared. AWS subtracts what
 * statements have in common, so what it counts is never more.
 */
export const capacityUpperBound = (statements: readonly Pick<Statement, "capacity">[]): number =>
  statements.reduce((sum, { capacity }) => sum + capacity, 0);
