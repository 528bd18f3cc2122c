import { match, type MatchStatement } from "./statement";

export interface LabelMatchProps {
  readonly key: string;
  readonly scope: "LABEL" | "NAMESPACE";
}

/** Holds where a rule of lower priority number has put a label on the request. 1 unit. */
export const labelMatch = ({ key, scope }: LabelMatchProps): MatchStatement =>
  match({ block: { label_match_statement: { key, scope } }, capacity: 1 });
