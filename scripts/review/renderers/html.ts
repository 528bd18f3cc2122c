import type { Risk, RuleFinding } from "../../../policies/rule";
import { html, htmlPage, plural } from "../../faces";
import type { Review, ReviewedChange, StackReview } from "../model";
import type { Renderer } from "./renderer";
import { actionSign, actionWord, attributeLines, openFindings, placeOf, remarks, riskiest, sourceText, statusText, totals } from "./wording";

/** One page, nothing left out. */
export const renderHtml: Renderer = (review) =>
  htmlPage({
    title: review.title,
    body: `<header>
<h1>${html(review.title)}</h1>
${boundTo(review)}
<p class="total">${html(totals(review))}</p>
</header>
<main>
${summary(review.stacks)}
${findingsOf(review.stacks)}
${review.stacks.map((stack, index) => (isQuiet(stack) ? "" : stackSection(stack, index))).join("\n")}
</main>
<footer class="faint"><p>Sensitive values are never shown: <code>(sensitive)</code> is Terraform's mark, <code>(masked)</code> is a value that looks like a secret.</p></footer>`,
  });

const isQuiet = ({ changes, drift, note }: StackReview): boolean => changes.length === 0 && drift.length === 0 && note === undefined;

const boundTo = ({ release, commit }: Review): string => {
  const parts = [release === undefined ? "" : `release <code>${html(release)}</code>`, commit === undefined ? "" : `commit <code>${html(commit)}</code>`].filter((part) => part !== "");
  return parts.length === 0 ? "" : `<p class="faint">${parts.join(" · ")}</p>`;
};

const badge = (risk: Risk): string => `<span class="risk ${risk}">${risk}</span>`;

const summary = (stacks: readonly StackReview[]): string => {
  const count = (value: number, loud: boolean) => `<td class="count${value === 0 ? " zero" : loud ? " loud" : ""}">${value.toLocaleString("en-US")}</td>`;
  const rows = stacks.map((stack, index) => {
    const { create, update, replace, destroy } = stack.counts;
    const name = html(stack.stack);
    const risk = riskiest(stack);
    const status = risk === undefined || stack.status === "failed" || stack.status === "provisional" ? `<span class="none">${html(statusText(stack))}</span>` : badge(risk);
    return `<tr><td class="environment">${html(stack.environment)}</td><td>${isQuiet(stack) ? name : `<a href="#stack-${index}">${name}</a>`}</td>${count(create, false)}${count(update, false)}${count(replace, true)}${count(destroy, true)}<td>${status}</td></tr>`;
  });
  const heads = [["create", "+"], ["update", "~"], ["replace", "±"], ["destroy", "−"]].map(([word, sign]) => `<th scope="col" class="count"><span class="word">${word}</span><span class="sign" aria-hidden="true">${sign}</span></th>`);
  return `<section class="table"><table>
<thead><tr><th scope="col" class="environment">Environment</th><th scope="col">Stack</th>${heads.join("")}<th scope="col">Riskiest</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table></section>`;
};

const findingsOf = (stacks: readonly StackReview[]): string => {
  const open = stacks.flatMap((stack) => openFindings(stack).map((finding) => findingBlock(finding, stack)));
  const waived = stacks.flatMap((stack) => stack.findings.filter(({ waiver }) => waiver !== undefined).map(({ rule, address, waiver }) => `<li><code>${html(rule)}</code> <code>${html(address)}</code>, waiver <code>${html(waiver ?? "")}</code></li>`));
  if (open.length + waived.length === 0) return "";
  const waivedBlock = waived.length === 0 ? "" : `<details><summary>${plural(waived.length, "finding")} covered by a waiver</summary><ul>${waived.join("")}</ul></details>`;
  return `<section id="findings"><h2>${plural(open.length, "finding")}</h2>${open.join("\n")}${waivedBlock}</section>`;
};

const findingBlock = ({ rule, risk, result, address, reason, remedy, source }: RuleFinding, stack: StackReview): string =>
  `<div class="finding ${risk}"><p>${badge(risk)} <code>${html(rule)}</code> <code>${html(address)}</code></p>
<p>${html(reason)}${result === "unknown" ? " It cannot be decided before apply." : ""}</p>
<p><b>Remedy:</b> ${html(remedy)}</p>
<p class="faint">${html(stack.stack)}${source === undefined ? "" : ` · <code>${html(sourceText(source))}</code>`}</p></div>`;

const stackSection = (stack: StackReview, index: number): string => {
  const risky = stack.changes.filter(({ risk }) => risk !== "low");
  const safe = stack.changes.filter(({ risk }) => risk === "low");
  const drift = stack.drift.map(({ address, action }) => `<li>${action === "delete" ? "deleted" : "changed"} <code>${html(address)}</code></li>`);
  return `<section id="stack-${index}">
<h2>${html(stack.stack)}</h2>
<p class="faint">${html(placeOf(stack))}${stack.fingerprint === undefined ? "" : ` · fingerprint <code>${html(stack.fingerprint)}</code>`}</p>
${stack.note === undefined ? "" : `<p class="note">${html(stack.note)}</p>`}
${risky.map((change) => changeBlock(change, change.risk === "critical" || change.risk === "high")).join("\n")}
${safe.length === 0 ? "" : `<details${risky.length === 0 && safe.length <= 5 ? " open" : ""}><summary>${plural(safe.length, "change")} of low risk</summary>\n${safe.map((change) => changeBlock(change, false)).join("\n")}\n</details>`}
${drift.length === 0 ? "" : `<details><summary>${plural(drift.length, "resource")} changed outside Terraform</summary><ul>${drift.join("")}</ul></details>`}
</section>`;
};

const changeBlock = (change: ReviewedChange, open: boolean): string => {
  const facts = [
    ...remarks(change).map((remark) => `<p>${html(remark)}</p>`),
    ...(change.constructPath === undefined && change.source === undefined
      ? []
      : [`<p class="faint">${[change.source === undefined ? "" : `<code>${html(sourceText(change.source))}</code>`, html(change.constructPath ?? "")].filter((part) => part !== "").join(" · ")}</p>`]),
    ...(change.controls.length === 0 ? [] : [`<p class="faint">Controls: ${change.controls.map(html).join(", ")}</p>`]),
  ];
  const lines = attributeLines(change.attributes).map(
    ({ sign, path, text, forcesReplacement }) =>
      `<div class="${sign === "-" ? "gone" : "come"}"><b>${sign === "-" ? "−" : "+"}</b> ${html(path)} = ${html(text)}${forcesReplacement ? ' <span class="forces">forces replacement</span>' : ""}</div>`,
  );
  const title = `${change.risk === "low" ? "" : `${badge(change.risk)} `}<b>${html(`${actionSign(change)} ${actionWord(change)}`)}</b> <code>${html(change.address)}</code>`;
  return `<details${open ? " open" : ""}><summary>${title}</summary><div class="inside">${facts.join("")}${lines.length === 0 ? "" : `<div class="lines">${lines.join("")}</div>`}</div></details>`;
};
