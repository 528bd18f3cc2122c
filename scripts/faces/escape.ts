import { visible } from "./visible";

/** Escaping for each sink. What may be seen was decided before; here it is only kept from acting. */

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** For HTML text and quoted attributes. */
export const html = (text: string): string => visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);

/**
 * For a sentence in GitHub's Markdown: no formatting, no HTML, no mention, no reference to an issue, no link. A zero-width space breaks
 * `@name`, `#1` and `://`, which GitHub links even where the character is an entity.
 */
export const markdownText = (text: string): string =>
  visible(text)
    .replace(/^\s*[-+]|[\\`*_{}[\]()#!|~$]/g, "\\$&")
    .replace(/[&<>"']/g, (character) => entities[character] ?? character)
    .replace(/@(?=\w)/g, "@\u200b")
    .replace(/\\#(?=\d)/g, "\\#\u200b")
    .replace(/\b(GH-)(?=\d)/gi, "$1\u200b")
    .replace(/:\/\//g, ":\u200b//")
    .replace(/\bwww\./gi, "www\u200b.");

/** For a code span. */
export const markdownCode = (text: string): string => {
  const content = visible(text);
  const longest = (content.match(/`+/g) ?? []).reduce((length, ticks) => Math.max(length, ticks.length), 0);
  const fence = "`".repeat(longest + 1);
  const pad = content === "" || /^[` ]|[` ]$/.test(content) ? " " : "";
  return `${fence}${pad}${content}${pad}${fence}`;
};

/** For a code span in a table's cell, where a bar ends the cell even within code. */
export const markdownCell = (text: string): string => markdownCode(text).replaceAll("|", "\\|");

/** A fenced block. Every line begins with the sign that is given for it, so that none can end the block. */
export const markdownFence = (language: string, lines: readonly { readonly sign: "+" | "-" | "#"; readonly text: string }[]): string =>
  [`\`\`\`${language}`, ...lines.map(({ sign, text }) => `${sign} ${visible(text)}`), "```"].join("\n");
