import type { Review } from "../model";

export interface RenderOptions {
  /** Terminal: colours. @default false */
  readonly colour?: boolean;
  /** Terminal: width in columns. @default 80 */
  readonly columns?: number;
  /** Markdown: longest text in characters; GitHub takes 65,536 for a comment. @default 60000 */
  readonly maximumLength?: number;
  /** Markdown: where the whole report is, named where something was left out. A path or an address. @default none */
  readonly fullReport?: string;
  /** SARIF: file of results whose source line is not known; repository-relative. @default main.ts */
  readonly fallbackFile?: string;
  /** SARIF: version of Portcullis. @default none */
  readonly toolVersion?: string;
}

/** One face of a review. Pure; escapes everything for its own sink. */
export type Renderer = (review: Review, options?: RenderOptions) => string;
