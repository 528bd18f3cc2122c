import { createHash } from "node:crypto";
import { html } from "./escape";
import { style } from "./html-style";

export interface HtmlPage {
  readonly title: string;
  /** What stands in the body, escaped already. */
  readonly body: string;
  /** More rules after the common style. @default none */
  readonly style?: string;
}

/** One self-contained page. It has no script and fetches nothing, and its policy says so: even an escaping error could not run anything. */
export const htmlPage = ({ title, body, style: more = "" }: HtmlPage): string => {
  const whole = `${style}${more}`;
  const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(whole).digest("base64")}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${html(title)}</title>
<style>${whole}</style>
</head>
<body>
${body}
</body>
</html>
`;
};
