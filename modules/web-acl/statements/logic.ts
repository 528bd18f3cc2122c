import { faultIf, match, type MatchStatement } from "./statement";

/** Levels that the provider's schema has below a rule; one less below a scope-down statement. */
export const deepestLogic = 3;

const combined = (key: string, statements: readonly MatchStatement[]): MatchStatement => {
  const depth = 1 + Math.max(...statements.map((statement) => statement.depth));
  return match({
    block: { [key]: { statement: statements.map((statement) => statement.block) } },
    capacity: statements.reduce((sum, statement) => sum + statement.capacity, 0),
    depth,
    faults: [
      ...statements.flatMap((statement) => statement.faults),
      ...faultIf(depth > deepestLogic, {
        problem: `A statement nests and, or, not ${depth} deep.`,
        remedy: `The provider knows ${deepestLogic} levels: give a label in one rule and match it in the next.`,
      }),
    ],
  });
};

/** Holds where every condition holds. The units of its parts. */
export const and = (...statements: readonly [MatchStatement, MatchStatement, ...MatchStatement[]]): MatchStatement => combined("and_statement", statements);

/** Holds where one condition holds. The units of its parts. */
export const or = (...statements: readonly [MatchStatement, MatchStatement, ...MatchStatement[]]): MatchStatement => combined("or_statement", statements);

/** Holds where the condition does not. The units of its part. */
export const not = (statement: MatchStatement): MatchStatement => combined("not_statement", [statement]);
