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
  html(text)
    .replace(/[\\`*_{}[\]()!|~$]/g, "\\$&")
    .replace(/@(?=\w)/g, "@\u200b")
    .replace(/(^|[^&\w])#(?=\d)/g, "$1#\u200b")
    .replace(/\b(GH-)(?=\d)/gi, "$1\u200b")
    .replace(/:\/\//g, ":\u200b//")
    .replace(/\bwww\./gi, "www\u200b.");

/** For a code span, also within a table's cell. */
export const markdownCode = (text: string): string => {
  const content = visible(text).replaceAll("|", "\\|");
  const longest = Math.max(0, ...(content.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const pad = content === "" || /^[` ]|[` ]$/.test(content) ? " " : "";
  return `${fence}${pad}${content}${pad}${fence}`;
};

/** A fenced block that its own lines cannot end. */
export const markdownFence = (language: string, lines: readonly string[]): string => {
  const content = lines.map(visible);
  const longest = Math.max(2, ...content.flatMap((line) => (line.match(/`+/g) ?? []).map((ticks) => ticks.length)));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, ...content, fence].join("\n");
};
