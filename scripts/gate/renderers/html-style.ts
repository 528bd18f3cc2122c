import type { Severity } from "../../findings";
import { severitiesByRank } from "./wording";

/** Id of the box that shows findings of a severity. */
export const showId = (severity: Severity): string => `show-${severity}`;

/** A box that is not checked hides its findings and greys its label: the boxes are siblings before header and main. */
const filters = severitiesByRank
  .map(
    (severity) => `#${showId(severity)}:not(:checked) ~ main .is-${severity} { display: none; }
#${showId(severity)}:not(:checked) ~ header .filter.${severity} { opacity: .4; text-decoration: line-through; }
#${showId(severity)}:focus-visible ~ header .filter.${severity} { outline: 2px solid var(--link); outline-offset: 2px; }`,
  )
  .join("\n");

/** What a verdict's page has beside the common style. */
export const gateStyle = `
.outcome { border-left: .5rem solid currentColor; padding-left: .75rem; }
.outcome.block { color: var(--critical); }
.outcome.pass { color: var(--come); }
.unknown { color: var(--critical); } .info { color: var(--low); }
.box { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.filter { display: inline-block; border: 1px solid currentColor; border-radius: 1rem; padding: 0 .75rem; margin: .125rem 0; font-size: .875rem; cursor: pointer; }
nav { margin: .5rem 0; }
ol { padding-left: 1.5rem; }
li p { overflow-wrap: anywhere; }
.finding p { overflow-wrap: anywhere; }
.finding:target { outline: 2px solid var(--link); }
.finding details { border-top: 0; padding: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: .5rem 0; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
section > .table { margin: 0; }
section > details { border-top: 0; padding: 0; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
@media print { .box:not(:checked) ~ main .finding { display: block !important; } .filters { display: none; } }
${filters}
`;
