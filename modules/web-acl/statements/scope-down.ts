import { deepestLogic } from "./logic";
import { faultIf, type Block, type MatchStatement, type StatementFault } from "./statement";

/** `scope_down_statement`, its units and faults; nothing where there is none. */
export const scopeDownParts = (
  statement: MatchStatement | undefined,
): { readonly block: Block; readonly capacity: number; readonly faults: readonly StatementFault[] } =>
  statement === undefined
    ? { block: {}, capacity: 0, faults: [] }
    : {
        block: { scope_down_statement: statement.block },
        capacity: statement.capacity,
        faults: [
          ...statement.faults,
          ...faultIf(statement.depth > deepestLogic - 1, {
            problem: `A scope-down statement nests and, or, not ${statement.depth} deep.`,
            remedy: `The provider knows ${deepestLogic - 1} levels there.`,
          }),
        ],
      };
