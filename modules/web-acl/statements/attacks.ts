import { inspectionBlock, inspectionCapacity, inspectionFaults, type Inspection } from "./inspection";
import { match, type MatchStatement } from "./statement";

export interface SqliMatchProps extends Inspection {
  /** HIGH finds more, also where there is nothing. @default LOW */
  readonly sensitivityLevel?: "LOW" | "HIGH";
}

/** Holds where a part of the request looks like SQL injection. 20 units, 30 at HIGH. */
export const sqliMatch = (props: SqliMatchProps): MatchStatement => {
  const level = props.sensitivityLevel ?? "LOW";
  return match({
    block: { sqli_match_statement: { sensitivity_level: level, ...inspectionBlock(props) } },
    capacity: inspectionCapacity(level === "HIGH" ? 30 : 20, props),
    faults: inspectionFaults(props),
  });
};

/** Holds where a part of the request looks like cross-site scripting. 40 units. */
export const xssMatch = (props: Inspection): MatchStatement =>
  match({ block: { xss_match_statement: inspectionBlock(props) }, capacity: inspectionCapacity(40, props), faults: inspectionFaults(props) });
