import type { StackReview } from "../model";
import { heuristicTitles, riskRank } from "../risk";
import type { Renderer } from "./renderer";
import { sarifLog, type SarifEntry } from "./sarif-log";
import { actionWord, remarks } from "./wording";

/** Every finding, and every change that a heuristic holds for critical or high. */
export const renderSarif: Renderer = (review, options = {}) => sarifLog(review.stacks.flatMap(entriesOf), { category: "portcullis-review/", ...options });

const entriesOf = ({ stack, environment, findings, changes }: StackReview): readonly SarifEntry[] => [
  ...findings.map((finding) => ({ ...finding, environment, stack, title: finding.rule, text: `${finding.reason} (${finding.address} in ${stack})` })),
  ...changes.flatMap((change): SarifEntry[] => {
    const { rule, risk, address, constructPath, source } = change;
    const title = rule === undefined ? undefined : heuristicTitles[rule];
    if (rule === undefined || title === undefined || riskRank(risk) > riskRank("high")) return [];
    const text = `${actionWord(change)} ${address} in ${stack}. ${remarks(change).join(". ")}.`;
    return [{ rule, risk, title, remedy: "Look at this change in the review before it is approved.", text, environment, stack, address, constructPath, source }];
  }),
];
