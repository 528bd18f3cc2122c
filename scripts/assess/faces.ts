import { markdownText, plural, visible, wrap } from "../faces";
import type { AnswerWord, Proof } from "./answer";
import type { Assessment } from "./assess";

const words: Readonly<Record<AnswerWord, string>> = { yes: "yes", partly: "partly", no: "NO", unknown: "not known" };
const signs: Readonly<Record<AnswerWord, string>> = { yes: "✅", partly: "🟠", no: "❌", unknown: "❔" };
const columns = 80;
/** Proofs of one answer that a terminal shows. */
const mostProofs = 6;

const title = ({ pipeline }: Assessment): string => (pipeline === undefined ? "this repository" : `the pipeline ${pipeline}`);

/** For people, 80 columns wide: each answer, what proves it, what is missing and what to do. */
export const renderTerminal = (assessment: Assessment): string =>
  `${assessment.answers
    .map(({ question, answer, proofs, gaps }) =>
      [
        ...wrap(`${words[answer].toUpperCase()}: ${question}`, columns, 0),
        ...proofs.slice(0, mostProofs).flatMap(({ statement, source }) => wrap(`+ ${visible(statement)} [${visible(source)}]`, columns, 2)),
        ...(proofs.length > mostProofs ? [`  + ${plural(proofs.length - mostProofs, "more proof")} (--format json)`] : []),
        ...gaps.flatMap(({ problem, remedy }) => [...wrap(`- ${visible(problem)}`, columns, 2), ...wrap(`to do: ${visible(remedy)}`, columns, 4)]),
      ].join("\n"),
    )
    .join("\n\n")}\n`;

const bullet = ({ statement, source }: Proof): string => `- ${markdownText(statement)} (${markdownText(source)})`;

/** For a document or a comment. */
export const renderMarkdown = (assessment: Assessment): string =>
  [
    `# Assessment of ${markdownText(title(assessment))}`,
    `Asked at ${assessment.time}.`,
    "| question | answer |\n|---|---|\n" + assessment.answers.map(({ question, answer }) => `| ${markdownText(question)} | ${signs[answer]} ${words[answer]} |`).join("\n"),
    ...assessment.answers.map(({ question, answer, proofs, gaps }) =>
      [
        `## ${signs[answer]} ${markdownText(question)}`,
        ...(proofs.length > 0 ? [proofs.map(bullet).join("\n")] : []),
        ...(gaps.length > 0 ? [`Missing:\n\n${gaps.map(({ problem, remedy }) => `- ${markdownText(problem)} *${markdownText(remedy)}*`).join("\n")}`] : []),
      ].join("\n\n"),
    ),
  ].join("\n\n") + "\n";
