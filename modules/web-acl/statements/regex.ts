import { inspectionBlock, inspectionCapacity, inspectionFaults, type Inspection } from "./inspection";
import { faultIf, literal, match, type MatchStatement } from "./statement";

export interface RegexMatchProps extends Inspection {
  /** At most 200 characters (AWS WAF Developer Guide, "AWS WAF quotas"). */
  readonly regexString: string;
}

export interface RegexPatternSetProps extends Inspection {
  readonly arn: string;
}

const longest = 200;

/** Holds where a part of the request matches a regular expression. 3 units. */
export const regexMatch = (props: RegexMatchProps): MatchStatement => {
  const length = props.regexString.length;
  return match({
    block: { regex_match_statement: { regex_string: literal(props.regexString), ...inspectionBlock(props) } },
    capacity: inspectionCapacity(3, props),
    faults: [
      ...faultIf(length < 1 || length > longest, { problem: `A regular expression has ${length} characters.`, remedy: `Keep it within 1 to ${longest}.` }),
      ...inspectionFaults(props),
    ],
  });
};

/** Holds where a part of the request matches one expression of a set. 25 units. */
export const regexPatternSet = (props: RegexPatternSetProps): MatchStatement =>
  match({
    block: { regex_pattern_set_reference_statement: { arn: props.arn, ...inspectionBlock(props) } },
    capacity: inspectionCapacity(25, props),
    faults: inspectionFaults(props),
  });
