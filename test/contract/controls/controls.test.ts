import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { frameworks } from "../../../policies/controls";
import { claimedByOption, controlsDocument, readAssertions, traceControls, type TracedControl } from "../../../scripts/controls";
import { readModules } from "../../../scripts/module-pages";
import { repositoryNotes } from "../../support/repository-notes";

const repository = join(__dirname, "../../..");
const processes = join(repository, "docs/processes");
const assertions = readAssertions(repository);
const traced = traceControls(frameworks, repositoryNotes(), assertions);
const controls: readonly TracedControl[] = traced.flatMap((framework) => framework.controls);
const claimedAs = (of: "satisfiedBy" | "watchedBy") => controls.filter(({ environments }) => environments.some((standing) => standing[of].length > 0));

describe("the lists of controls", () => {
  it.each(frameworks.map((framework) => [framework.name, framework] as const))("%s names each control once, and each reference leads to another list's control", (_, framework) => {
    const ids = framework.controls.map(({ id }) => id);
    expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([]);
    const known = frameworks.flatMap(({ name, controls: listed }) => listed.map(({ id }) => `${name}:${id}`));
    expect(framework.controls.flatMap(({ through = [] }) => through).filter((other) => !known.includes(other) || other.startsWith(`${framework.name}:`))).toEqual([]);
  });

  it("hold every control of CIS AWS Foundations 7.0 and of the HIPAA list", () => {
    expect(Object.fromEntries(frameworks.map(({ name, controls: listed }) => [name, listed.length]))).toEqual({ "cis-aws-7.0": 70, hipaa: 32 });
  });

  it("name a page for what people do, and every page is of use", () => {
    const pages = readdirSync(processes).map((file) => file.replace(/\.md$/, ""));
    const wanted = frameworks.flatMap(({ controls: listed }) => listed.flatMap(({ runbook }) => (runbook === undefined ? [] : [runbook])));
    expect(controls.filter(({ kind, runbook }) => kind === "by process" && runbook === undefined).map(({ wholeId }) => wholeId)).toEqual([]);
    expect([...new Set(wanted)].sort()).toEqual(pages.sort());
  });
});

describe("the pages of processes", () => {
  it.each(readdirSync(processes))("%s says who does what, how often and how to prove it", (page) => {
    const text = readFileSync(join(processes, page), "utf8");
    const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(["Who", "What", "How often", "How to prove it"]);
  });
});

describe("claims", () => {
  it("of a deployed control have an assertion by plain AWS API calls, and every assertion a claim", () => {
    expect(Object.keys(assertions.ofControls).sort()).toEqual(claimedAs("satisfiedBy").map(({ wholeId }) => wholeId).sort());
  });

  it("of a watched control have an assertion that what watches stands", () => {
    const untested = claimedAs("watchedBy").flatMap(({ wholeId, environments }) => environments.flatMap(({ watchedBy }) => watchedBy.filter(({ test }) => test === undefined).map(({ path }) => `${wholeId} ${path}`)));
    expect(untested).toEqual([]);
  });

  it("that a module makes live in some environment, or a reason says which option they wait for", () => {
    const living = { satisfies: new Set(claimedAs("satisfiedBy").map(({ wholeId }) => wholeId)), watches: new Set(claimedAs("watchedBy").map(({ wholeId }) => wholeId)) };
    const claims = readModules(repository).flatMap((module) => (["satisfies", "watches"] as const).flatMap((verb) => module[verb].map((control) => ({ module: module.name, verb, control }))));
    const dead = claims.filter(({ verb, control }) => !living[verb].has(control));
    expect(dead.filter(({ control }) => claimedByOption[control] === undefined)).toEqual([]);
    expect(Object.keys(claimedByOption).filter((control) => !dead.some((each) => each.control === control))).toEqual([]);
  });

  it("leave no control of any environment without an answer", () => {
    const missing = controls.flatMap(({ wholeId, environments }) => environments.filter(({ status }) => status === "missing").map(({ environment }) => `${environment} ${wholeId}`));
    expect(missing).toEqual([]);
  });

  it("hold in prod what the lists mean to have", () => {
    const weaker = controls.flatMap(({ wholeId, kind, environments }) => {
      const status = environments.find(({ environment }) => environment === "prod")!.status;
      return kind === "deployed" && !["deployed", "inherited"].includes(status) ? [`${wholeId} is ${status}`] : [];
    });
    expect(weaker).toEqual([]);
  });
});

test("docs/controls.md is what the code says now: npm run docs", () => {
  expect(readFileSync(join(repository, "docs/controls.md"), "utf8")).toBe(controlsDocument(traced));
});
