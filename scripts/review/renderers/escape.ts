import { visible } from "../text";

/** Escaping for each sink. The redactor decided what may be seen; here it is only kept from acting. */

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
  const fence = "`".repeat(longestTicks([content]) + 1);
  const pad = content === "" || /^[` ]|[` ]$/.test(content) ? " " : "";
  return `${fence}${pad}${content}${pad}${fence}`;
};

/** For a code span in a table's cell, where a bar ends the cell even within code. */
export const markdownCell = (text: string): string => markdownCode(text).replaceAll("|", "\\|");

/** A fenced block that its own lines cannot end. */
export const markdownFence = (language: string, lines: readonly string[]): string => {
  const content = lines.map(visible);
  const fence = "`".repeat(Math.max(2, longestTicks(content)) + 1);
  return [`${fence}${language}`, ...content, fence].join("\n");
};

const longestTicks = (texts: readonly string[]): number =>
  texts.reduce((longest, text) => (text.match(/`+/g) ?? []).reduce((length, ticks) => Math.max(length, ticks.length), longest), 0);
