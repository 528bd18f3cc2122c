/** Style of the HTML pages: light and dark, one column on a telephone; no font, image or script is fetched. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ground: #f4f5f7; --ink: #1b1f24; --faint: #59636e; --line: #d5dae0;
  --critical: #a40e26; --high: #b3420b; --medium: #7a5900; --low: #4a5560;
  --gone: #a40e26; --gone-ground: #ffeef0; --come: #116329; --come-ground: #eaf7ee; --link: #0b57c2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161b22; --ground: #0d1117; --ink: #e6edf3; --faint: #9aa5b1; --line: #30363d;
    --critical: #ff8088; --high: #ffa366; --medium: #e3b341; --low: #adb8c4;
    --gone: #ff9ba0; --gone-ground: #34171b; --come: #7ee093; --come-ground: #12291b; --link: #79b8ff;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
main, header, footer { max-width: 72rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0; }
h2 { font-size: 1.2rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
p { margin: .25rem 0; }
a { color: var(--link); }
code, .lines { font: .8125rem/1.5 ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono", monospace; }
code { overflow-wrap: anywhere; }
.faint { color: var(--faint); }
.total { font-size: 1.1rem; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 0 0 1rem; }
.table { overflow-x: auto; padding: 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .5rem .75rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
tr:last-child td { border-bottom: 0; }
thead th { font-size: .8125rem; color: var(--faint); font-weight: 600; }
.count { text-align: right; font-variant-numeric: tabular-nums; }
.sign { display: none; }
.zero { color: var(--faint); }
.loud { color: var(--gone); font-weight: 700; }
.risk { display: inline-block; border: 1px solid currentColor; border-radius: 1rem; padding: 0 .5rem; font-size: .75rem; line-height: 1.5; font-weight: 700; white-space: nowrap; }
.critical { color: var(--critical); } .high { color: var(--high); } .medium { color: var(--medium); } .low, .none { color: var(--low); }
.risk.critical { background: var(--critical); border-color: var(--critical); color: var(--paper); }
.finding { border-left: .25rem solid currentColor; padding: .25rem 0 .25rem .75rem; margin: .75rem 0; }
.finding > * { color: var(--ink); }
.finding .risk { color: inherit; }
.finding p:first-child { color: inherit; }
.finding p:first-child code { color: var(--ink); }
.finding.critical .risk { color: var(--paper); }
.note { border-left: .25rem solid var(--medium); padding: .25rem .75rem; }
details { border-top: 1px solid var(--line); padding: .25rem 0; }
details details { margin-left: .5rem; }
summary { cursor: pointer; padding: .375rem 0; overflow-wrap: anywhere; }
summary:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.inside { padding: 0 0 .5rem 1rem; }
.lines { border: 1px solid var(--line); border-radius: .375rem; margin: .5rem 0; overflow: hidden; }
.lines div { padding: .0625rem .5rem .0625rem 1.75rem; text-indent: -1.25rem; overflow-wrap: anywhere; }
.gone { background: var(--gone-ground); } .come { background: var(--come-ground); }
.gone b { color: var(--gone); } .come b { color: var(--come); }
.forces { color: var(--gone); font-weight: 700; }
ul { margin: .25rem 0; padding-left: 1.25rem; }
@media (max-width: 40rem) {
  main, header, footer { padding: .75rem; }
  th, td { padding: .375rem .5rem; }
  .inside { padding-left: 0; }
  .environment { display: none; }
  .sign { display: inline; }
  .word { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
}
@media print { body { background: none; } details:not([open]) > *:not(summary) { display: block; } }
`;
