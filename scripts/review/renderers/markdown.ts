import type { Risk, RuleFinding } from "../../../policies/rule";
import { html, markdownCell, markdownCode, markdownFence, markdownText, plural, shorten } from "../../faces";
import type { Review, ReviewedChange, StackReview } from "../model";
import { riskRank, risks } from "../risk";
import type { Renderer } from "./renderer";
import { actionSign, actionWord, attributeLines, isDestructive, openFindings, placeOf, remarks, riskiest, sourceText, statusText, totals } from "./wording";

/** Hidden in the comment, so that the next review finds it and takes its place. */
export const reviewMarker = "<!-- portcullis-review -->";

const defaultLength = 60_000;
const maximumRows = 150;
const maximumName = 80;
const maximumDestroyedLines = 12;
const lights: Readonly<Record<Risk, string>> = { critical: "🔴", high: "🟠", medium: "🟡", low: "⚪" };

/** A piece of the comment in two lengths. A mandatory piece stands at least in its short one. */
interface Piece {
  readonly risk: Risk;
  readonly mandatory: boolean;
  readonly short: string;
  readonly long: string;
}

interface Section {
  readonly stack: StackReview;
  readonly changes: readonly Piece[];
}

/**
 * One comment for all stacks: summary, findings, then each stack's changes by risk, safe ones collapsed. Where it would be too long, the safest
 * changes lose their attributes first and then their line, and are counted. Destroys, replacements and findings keep at least a line; where not even
 * those fit, they are counted by type and the comment says where the whole report is.
 */
export const renderMarkdown: Renderer = (review, options = {}) => {
  const limit = options.maximumLength ?? defaultLength;
  const more = options.fullReport === undefined ? "the full report (`--format html`)" : `the full report, ${markdownCode(options.fullReport)}`;
  const head = [reviewMarker, `## ${markdownText(review.title)}`, "", boundTo(review), markdownText(totals(review)), "", summary(review.stacks)].join("\n");
  const findings = review.stacks.flatMap((stack) => openFindings(stack).map((finding) => findingPiece(finding, stack)));
  const sections = review.stacks.filter(hasSection).map((stack): Section => ({ stack, changes: stack.changes.map(changePiece) }));

  const pieces = [...findings, ...sections.flatMap(({ changes }) => changes)];
  const compose = (choice: Choice) => [head, findingsText(findings, review.stacks, choice), ...sections.map((section) => sectionText(section, choice, more))].filter((text) => text !== "").join("\n\n") + "\n";
  // The frame with every mandatory piece in its short length; what is left of the limit is spent in order of risk.
  const frame = compose((piece) => (piece.mandatory ? piece.short : undefined));
  if (frame.length > limit) return counted(head, review.stacks, more, limit);
  return compose(spend(pieces, limit - frame.length));
};

type Choice = (piece: Piece) => string | undefined;

const spend = (pieces: readonly Piece[], budget: number): Choice => {
  const chosen = new Map<Piece, string>();
  let left = budget;
  for (const piece of [...pieces].sort((a, b) => riskRank(a.risk) - riskRank(b.risk) || Number(b.mandatory) - Number(a.mandatory))) {
    const paid = piece.mandatory ? piece.short.length : 0;
    const fitting = [piece.long, piece.short].find((text) => text.length + 2 - paid <= left);
    if (fitting !== undefined) left -= Math.max(0, fitting.length + 2 - paid);
    const text = fitting ?? (piece.mandatory ? piece.short : undefined);
    if (text !== undefined) chosen.set(piece, text);
  }
  return (piece) => chosen.get(piece);
};

const boundTo = ({ release, commit }: Review): string => {
  const parts = [release === undefined ? "" : `Release ${markdownCode(release)}`, commit === undefined ? "" : `commit ${markdownCode(commit)}`].filter((part) => part !== "");
  return parts.length === 0 ? "" : `${parts.join(", ")}\n`;
};

const summary = (stacks: readonly StackReview[]): string => {
  const bySafety = [...stacks].sort((a, b) => safety(a) - safety(b));
  const kept = new Set(bySafety.slice(0, maximumRows));
  const dropped = bySafety.slice(maximumRows);
  const sum = (count: keyof StackReview["counts"]) => dropped.reduce((total, stack) => total + stack.counts[count], 0);
  return [
    "| Environment | Stack | + | ~ | ± | - | Riskiest |",
    "|---|---|--:|--:|--:|--:|---|",
    ...stacks.filter((stack) => kept.has(stack)).map((stack) => {
      const { create, update, replace, destroy } = stack.counts;
      const risk = riskiest(stack);
      const number = (count: number) => (count === 0 ? "·" : String(count));
      const loud = (count: number) => (count === 0 ? "·" : `**${count}**`);
      return `| ${markdownCell(shorten(stack.environment, maximumName))} | ${markdownCell(shorten(stack.stack, maximumName))} | ${number(create)} | ${number(update)} | ${loud(replace)} | ${loud(destroy)} | ${risk === undefined ? "" : `${lights[risk]} `}${statusText(stack)} |`;
    }),
    ...(dropped.length === 0 ? [] : [`| | and ${plural(dropped.length, "safer stack")} | ${sum("create")} | ${sum("update")} | ${sum("replace")} | ${sum("destroy")} | |`]),
  ].join("\n");
};
const safety = (stack: StackReview): number => {
  const risk = riskiest(stack);
  return stack.status === "failed" ? -1 : risk === undefined ? risks.length : riskRank(risk);
};

const findingPiece = ({ rule, risk, result, address, reason, remedy, source }: RuleFinding, stack: StackReview): Piece => {
  const short = `- ${lights[risk]} **${risk}** ${markdownCode(rule)} ${markdownCode(address)} in ${markdownCode(stack.stack)}${result === "unknown" ? " (cannot be decided before apply)" : ""}`;
  const at = source === undefined ? "" : ` (${markdownCode(sourceText(source))})`;
  return { risk, mandatory: true, short, long: `${short}${at}\n  ${markdownText(reason)}\n  **Remedy:** ${markdownText(remedy)}` };
};

const findingsText = (findings: readonly Piece[], stacks: readonly StackReview[], choice: Choice): string => {
  const waived = stacks.reduce((total, stack) => total + stack.findings.length - openFindings(stack).length, 0);
  const waivedLine = waived === 0 ? [] : ["", `${plural(waived, "finding")} covered by a waiver.`];
  if (findings.length === 0) return waived === 0 ? "" : waivedLine.slice(1).join("\n");
  const sorted = [...findings].sort((a, b) => riskRank(a.risk) - riskRank(b.risk));
  return [`### ${plural(findings.length, "finding")}`, "", ...sorted.map(choice).filter((text) => text !== undefined), ...waivedLine].join("\n");
};

const changePiece = (change: ReviewedChange): Piece => {
  const { risk, address, source } = change;
  const [first] = remarks(change);
  const short = `- ${lights[risk]} ${actionSign(change)} ${actionWord(change)} ${markdownCode(address)}${first === undefined || risk === "low" ? "" : `: ${markdownText(first)}`}`;
  const lines = attributeLines(change.attributes).map(({ sign, path, text, forcesReplacement }) => ({ sign, text: `${path} = ${text}${forcesReplacement ? "  # forces replacement" : ""}` }));
  const shown = change.action === "delete" ? lines.slice(0, maximumDestroyedLines) : lines;
  const facts = [...remarks(change).map(markdownText), ...(source === undefined ? [] : [markdownCode(sourceText(source))]), ...(change.controls.length === 0 ? [] : [`Controls: ${change.controls.map(markdownCode).join(", ")}`])];
  const long = [
    `<details${risk === "critical" || risk === "high" ? " open" : ""}><summary>${lights[risk]} <b>${risk === "low" ? "" : `${risk}: `}${html(actionWord(change))}</b> <code>${html(address)}</code></summary>`,
    "",
    ...(facts.length === 0 ? [] : [facts.join(" · "), ""]),
    ...(shown.length === 0 ? [] : [markdownFence("diff", shown.length < lines.length ? [...shown, { sign: "#", text: plural(lines.length - shown.length, "more attribute") }] : shown), ""]),
    "</details>",
    "",
  ].join("\n");
  return { risk, mandatory: isDestructive(change), short, long: facts.length === 0 && shown.length === 0 ? short : long };
};

const hasSection = ({ changes, drift, note }: StackReview): boolean => changes.length > 0 || drift.length > 0 || note !== undefined;

const sectionText = ({ stack, changes }: Section, choice: Choice, more: string): string => {
  const texts = (pieces: readonly Piece[]) => pieces.map(choice).filter((text) => text !== undefined);
  const risky = changes.filter(({ risk }) => risk !== "low");
  const safe = changes.filter(({ risk }) => risk === "low");
  const safeTexts = texts(safe);
  const leftOut = changes.filter((piece) => choice(piece) === undefined).length;
  return [
    `### ${markdownCode(stack.stack)} (${markdownText(placeOf(stack))})`,
    "",
    ...(stack.note === undefined ? [] : [`> ${markdownText(stack.note)}`, ""]),
    ...spaced(texts(risky)),
    ...(safe.length === 0 ? [] : ["", `<details><summary>${plural(safe.length, "change")} of low risk</summary>`, "", ...spaced(safeTexts), "", "</details>"]),
    ...(leftOut === 0 ? [] : ["", `**${plural(leftOut, "change")} left out here for length** (none destroys or replaces): see ${more}.`]),
    ...driftLines(stack),
  ].join("\n");
};

/** A list and a block that follow each other need an empty line between them. */
const spaced = (texts: readonly string[]): readonly string[] => texts.flatMap((text, index) => (index > 0 && text.startsWith("<") !== (texts[index - 1] ?? "").startsWith("<") ? ["", text] : [text]));

const maximumDrift = 20;
const driftLines = ({ drift }: StackReview): readonly string[] => {
  if (drift.length === 0) return [];
  const shown = drift.slice(0, maximumDrift).map(({ address, action }) => `- ${action === "delete" ? "deleted" : "changed"} ${markdownCode(address)}`);
  return ["", `<details><summary>${plural(drift.length, "resource")} changed outside Terraform</summary>`, "", ...shown, ...(drift.length > maximumDrift ? [`- and ${drift.length - maximumDrift} more`] : []), "", "</details>"];
};

/** Where not even a line for each destroy, replacement and finding fits: all of them counted, by what they are. */
const counted = (head: string, stacks: readonly StackReview[], more: string, limit: number): string => {
  const tally = new Map<string, { readonly risk: Risk; count: number }>();
  const add = (text: string, risk: Risk) => {
    const entry = tally.get(text) ?? { risk, count: 0 };
    entry.count += 1;
    tally.set(text, entry);
  };
  for (const stack of stacks) {
    for (const { rule, risk } of openFindings(stack)) add(`finding of ${markdownCode(rule)}, ${risk}`, risk);
    for (const change of stack.changes) if (isDestructive(change)) add(`${actionWord(change)} of ${markdownCode(change.type)} in ${markdownCode(stack.stack)}, ${change.risk}`, change.risk);
  }
  const lines = [...tally].sort(([, a], [, b]) => riskRank(a.risk) - riskRank(b.risk)).map(([text, { risk, count }]) => `- ${lights[risk]} ${count.toLocaleString("en-US")} × ${text}`);
  const intro = `**This review is too long for a comment.** Every finding, destroy and replacement is counted here; each one stands in ${more}. Do not approve from this page alone.`;
  const room = limit - head.length - intro.length - 200;
  let used = 0;
  const fitting = lines.filter((line) => (used += line.length + 1) <= room);
  const rest = lines.length - fitting.length;
  return [head, intro, [...fitting, ...(rest === 0 ? [] : [`- and ${plural(rest, "more kind")}`])].join("\n")].join("\n\n") + "\n";
};
