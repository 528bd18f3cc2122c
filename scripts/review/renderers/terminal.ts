import { createColors } from "picocolors";
import type { Risk, RuleFinding } from "../../../policies/rule";
import { plainTable, plural, visible, wrap } from "../../faces";
import type { ReviewedChange, StackReview } from "../model";
import type { Renderer } from "./renderer";
import { actionSign, actionWord, attributeLines, isDestructive, openFindings, placeOf, remarks, riskiest, sourceText, statusText, totals } from "./wording";

type Colours = ReturnType<typeof createColors>;
type Paint = (text: string) => string;

/** Attribute lines of a destroyed resource are what it was: a few tell which one it is. Updates and replacements are never cut. */
const destroyedLines = 6;

/** For a terminal, within its columns; colours only where asked for. */
export const renderTerminal: Renderer = (review, options = {}) => {
  const columns = Math.max(40, options.columns ?? 80);
  const colours = createColors(options.colour ?? false);
  const write = (text: string, indent = 0, paint: Paint = (line) => line) => wrap(visible(text), columns, indent).map(paint);
  const sections = review.stacks.filter((stack) => stack.changes.length > 0 || stack.findings.length > 0 || stack.drift.length > 0 || stack.note !== undefined);
  const bound = [review.release === undefined ? "" : `release ${review.release}`, review.commit === undefined ? "" : `commit ${review.commit}`].filter((part) => part !== "");
  return [
    ...write(review.title, 0, colours.bold),
    ...(bound.length === 0 ? [] : write(bound.join(" · "), 0, colours.dim)),
    ...write(totals(review)),
    "",
    summary(review.stacks, columns, colours),
    ...sections.flatMap((stack) => ["", ...stackLines(stack, write, colours)]),
    "",
  ].join("\n");
};

type Write = (text: string, indent?: number, paint?: Paint) => string[];

const riskPaint = (risk: Risk | undefined, colours: Colours): Paint =>
  risk === "critical" ? (text) => colours.bold(colours.red(text)) : risk === "high" ? colours.red : risk === "medium" ? colours.yellow : colours.dim;

const summary = (stacks: readonly StackReview[], columns: number, colours: Colours): string => {
  const fixed = { environment: 14, count: 6, risk: 13 };
  const count = (head: string) => ({ head, width: fixed.count, align: "right" as const });
  const number = (value: number, paint: Paint) => (value === 0 ? colours.dim("0") : paint(String(value)));
  return plainTable(
    [
      { head: "environment", width: fixed.environment },
      { head: "stack", width: Math.max(8, columns - fixed.environment - 4 * fixed.count - fixed.risk) },
      ...["+", "~", "±", "-"].map(count),
      { head: "riskiest", width: fixed.risk },
    ],
    stacks.map((stack) => [
      visible(stack.environment),
      visible(stack.stack),
      number(stack.counts.create, colours.green),
      number(stack.counts.update, colours.yellow),
      number(stack.counts.replace, colours.red),
      number(stack.counts.destroy, colours.red),
      riskPaint(riskiest(stack), colours)(statusText(stack)),
    ]),
  );
};

const stackLines = (stack: StackReview, write: Write, colours: Colours): readonly string[] => {
  const open = openFindings(stack);
  const waived = stack.findings.length - open.length;
  return [
    ...write(`${stack.stack} (${placeOf(stack)})`, 0, colours.bold),
    ...(stack.note === undefined ? [] : write(stack.note, 2, colours.yellow)),
    ...(open.length === 0 ? [] : write(plural(open.length, "finding"), 2, colours.underline)),
    ...open.flatMap((finding) => findingLines(finding, write, colours)),
    ...(waived === 0 ? [] : write(`${plural(waived, "finding")} covered by a waiver`, 2, colours.dim)),
    ...stack.changes.flatMap((change) => changeLines(change, write, colours)),
    ...(stack.drift.length === 0 ? [] : write(`${plural(stack.drift.length, "resource")} changed outside Terraform`, 2, colours.underline)),
    ...stack.drift.flatMap(({ address, action }) => write(`${action === "delete" ? "deleted" : "changed"} ${address}`, 4)),
  ];
};

const findingLines = ({ rule, risk, result, address, reason, remedy, source }: RuleFinding, write: Write, colours: Colours): readonly string[] => [
  ...write(`${risk} ${rule}${result === "unknown" ? " (cannot be decided)" : ""} ${address}`, 4, riskPaint(risk, colours)),
  ...write(reason, 6),
  ...write(`Remedy: ${remedy}`, 6),
  ...(source === undefined ? [] : write(sourceText(source), 6, colours.dim)),
];

const changeLines = (change: ReviewedChange, write: Write, colours: Colours): readonly string[] => {
  const lines = attributeLines(change.attributes);
  const quiet = change.risk === "low" && change.action !== "update";
  const shown = quiet ? [] : change.action === "delete" ? lines.slice(0, destroyedLines) : lines;
  const paint = isDestructive(change) ? colours.red : change.action === "create" ? colours.green : colours.yellow;
  return [
    ...write(`${actionSign(change)} ${actionWord(change)} ${change.address}${change.risk === "low" ? "" : `  [${change.risk}]`}`, 2, change.risk === "low" ? paint : riskPaint(change.risk, colours)),
    ...remarks(change).flatMap((remark) => write(remark, 6)),
    ...(change.source === undefined || quiet ? [] : write(sourceText(change.source), 6, colours.dim)),
    ...shown.flatMap(({ sign, path, text, forcesReplacement }) =>
      write(`${sign} ${path} = ${text}${forcesReplacement ? "  # forces replacement" : ""}`, 6, sign === "+" ? colours.green : colours.red),
    ),
    ...(shown.length < lines.length && !quiet ? write(`… ${plural(lines.length - shown.length, "more attribute")}`, 6, colours.dim) : []),
  ];
};
