import type { Review } from "../model";
import { renderHtml } from "./html";
import { renderJson } from "./json";
import { renderMarkdown } from "./markdown";
import type { Renderer, RenderOptions } from "./renderer";
import { renderSarif } from "./sarif";
import { renderTerminal } from "./terminal";

export { reviewMarker } from "./markdown";
export type { RenderOptions } from "./renderer";

const renderers = { terminal: renderTerminal, markdown: renderMarkdown, html: renderHtml, json: renderJson, sarif: renderSarif } satisfies Record<string, Renderer>;

export type ReviewFormat = keyof typeof renderers;
export const reviewFormats = Object.keys(renderers) as readonly ReviewFormat[];

/** The review in one format, escaped for its sink. */
export const render = (review: Review, format: ReviewFormat, options: RenderOptions = {}): string => renderers[format](review, options);
