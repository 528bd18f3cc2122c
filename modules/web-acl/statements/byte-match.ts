import { inspectionBlock, inspectionCapacity, inspectionFaults, type Inspection } from "./inspection";
import { faultIf, literal, match, type MatchStatement } from "./statement";

export interface ByteMatchProps extends Inspection {
  /** Sought as it is, after the transformations; at most 200 bytes. */
  readonly searchString: string;
  readonly positionalConstraint: "EXACTLY" | "STARTS_WITH" | "ENDS_WITH" | "CONTAINS" | "CONTAINS_WORD";
}

const longest = 200;

/** Holds where a part of the request has a text. 2 units, 10 to look inside (AWS WAF Developer Guide, "String match rule statement"). */
export const byteMatch = (props: ByteMatchProps): MatchStatement => {
  const bytes = Buffer.byteLength(props.searchString);
  const base = props.positionalConstraint.startsWith("CONTAINS") ? 10 : 2;
  return match({
    block: {
      byte_match_statement: {
        search_string: literal(props.searchString),
        positional_constraint: props.positionalConstraint,
        ...inspectionBlock(props),
      },
    },
    capacity: inspectionCapacity(base, props),
    faults: [
      ...faultIf(bytes < 1 || bytes > longest, { problem: `A search string has ${bytes} bytes.`, remedy: `Keep it within 1 to ${longest} bytes.` }),
      ...inspectionFaults(props),
    ],
  });
};
