import { inspectionBlock, inspectionCapacity, inspectionFaults, type Inspection } from "./inspection";
import { match, type MatchStatement } from "./statement";

export interface SizeConstraintProps extends Inspection {
  readonly comparisonOperator: "EQ" | "NE" | "LE" | "LT" | "GE" | "GT";
  /** In bytes, after the transformations. */
  readonly size: number;
}

/** Holds where a part of the request has a size. 1 unit. */
export const sizeConstraint = (props: SizeConstraintProps): MatchStatement =>
  match({
    block: { size_constraint_statement: { comparison_operator: props.comparisonOperator, size: props.size, ...inspectionBlock(props) } },
    capacity: inspectionCapacity(1, props),
    faults: inspectionFaults(props),
  });
