import { guardedActions as constructs, scanStageNames, startsBuilds as mark, type Application } from "../../../modules/pipeline";
import { languages as everyLanguage, scanTools, type ScanStage } from "../../../modules/scan-tools";
import { guardedActions, startsBuilds } from "../../../policies/guarded-actions";
import { containerStage, dynamicStage, signsOfLanguages, stagesBeforeGate } from "../../../policies/pipeline-stages";
import { blockingFindings, evaluateTree } from "../../../scripts/policies";
import { delivery } from "../../../stacks/delivery";
import { deliveryCastle, exampleApplications } from "../../support/delivery/castle";
import { synthCastle } from "../../support/stacks";
import type { StackJson } from "../../support/synth";

describe("what guardrails know by heart", () => {
  const demands = new Map([...stagesBeforeGate, containerStage, dynamicStage].map((stage) => [stage.name, stage]));

  it.each(Object.entries(scanStageNames))("%s: the mandatory tools of the constructs, no more and no less", (stage, name) => {
    const mandatory = scanTools.filter((tool) => tool.stage === (stage as ScanStage) && !tool.isLicensed && tool.isOptional !== true);
    const ofLanguages = mandatory.filter(({ languages = everyLanguage }) => languages.length < everyLanguage.length);
    const { tools, toolsOfLanguages = {} } = demands.get(name) ?? { tools: [] };
    expect([...tools].sort()).toEqual(mandatory.filter((tool) => !ofLanguages.includes(tool)).map((tool) => tool.name).sort());
    expect(Object.entries(toolsOfLanguages).flatMap(([language, names]) => names.map((tool) => `${language} ${tool}`)).sort()).toEqual(
      ofLanguages.flatMap((tool) => (tool.languages ?? []).map((language) => `${language} ${tool.name}`)).sort(),
    );
    expect(Object.keys(signsOfLanguages)).toEqual(expect.arrayContaining(Object.keys(toolsOfLanguages)));
  });

  it("the calls that the boundary guards, and the mark of who starts builds", () => {
    expect(guardedActions).toEqual(constructs);
    expect(startsBuilds).toEqual(mark);
  });
});

const identity = { environment: "prod", stage: "prod", classification: "internal", stack: "prod-delivery" } as const;
const synthesised = (application: Application): StackJson => synthCastle([delivery], deliveryCastle([application]))["prod-delivery"] as StackJson;
const found = (tree: StackJson): readonly string[] => blockingFindings(evaluateTree({ tree, identity })).map(({ rule, reason }) => `${rule}: ${reason}`);

// The shape of a pipeline is exactly what the mutations break.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Shape = any;

describe.each(Object.entries(exampleApplications))("the pipeline of an application for %s", (_, application) => {
  const declared = synthesised(application);
  const [address] = Object.keys(declared.resource?.["aws_codepipeline"] ?? {}) as [string];
  const stages = (tree: StackJson): Shape[] => tree.resource?.["aws_codepipeline"]?.[address]?.["stage"] as Shape[];
  const mutated = (change: (stages: Shape[], tree: StackJson) => unknown): readonly string[] => {
    const tree = structuredClone(declared);
    change(stages(tree), tree);
    return found(tree);
  };
  const names = stages(declared).map(({ name }) => name as string);
  const scans = stages(declared).flatMap(({ name, action }) => (demandsTools(name) ? action.map((each: Shape) => [name, each.name] as const) : [])) as readonly (readonly [string, string])[];

  it("has nothing to find as it is composed", () => {
    expect(names.length).toBeGreaterThan(10);
    expect(found(declared)).toEqual([]);
  });

  it("is stopped without any one of its stages, and the reason names the stage", () => {
    for (const name of names.filter((each) => !each.startsWith("Deploy-"))) {
      const said = mutated((all) => all.splice(names.indexOf(name), 1)).join("\n");
      expect([name, said]).toEqual([name, expect.stringMatching(new RegExp(`pipeline-gated: .*stage ${name} is missing`)) as unknown]);
    }
  });

  it("is stopped without any one of its tools, and the reason names the tool", () => {
    expect(scans.length).toBeGreaterThan(7);
    for (const [stage, tool] of scans) {
      const said = mutated((all) => (all[names.indexOf(stage)].action = all[names.indexOf(stage)].action.filter(({ name }: Shape) => name !== tool))).join("\n");
      expect([tool, said]).toEqual([tool, expect.stringContaining(`stage ${stage} has no action ${tool}`) as unknown]);
    }
  });

  it("is stopped where two stages change places, or one bears another name", () => {
    names.slice(1).forEach((name, index) => {
      const said = mutated((all) => ([all[index], all[index + 1]] = [all[index + 1], all[index]])).join("\n");
      expect([name, said]).toEqual([name, expect.stringMatching(/pipeline-gated: /) as unknown]);
      const renamed = mutated((all) => (all[index + 1].name = `${name}x`)).join("\n");
      expect([name, renamed]).toEqual([name, expect.stringMatching(new RegExp(`pipeline-gated: .*${name.split("-")[1] ?? name}`)) as unknown]);
    });
  });

  it("is stopped without any one of its locks", () => {
    for (const name of names.filter((each) => each.startsWith("Deploy-"))) {
      expect(mutated((all) => delete all[names.indexOf(name)].before_entry)).toEqual([expect.stringContaining(`pipeline-lock-kept: stage ${name} has 0 locks`)]);
    }
  });

  it("is stopped where a deployment comes before the gate, in any stage", () => {
    const deployment = stages(declared).find(({ name }) => name === "Deploy-dev").action.at(-1);
    for (const name of names.filter((each) => !each.startsWith("Deploy-"))) {
      const said = mutated((all) => all[names.indexOf(name)].action.push({ ...deployment, run_order: 9 })).join("\n");
      expect([name, said]).toEqual([name, expect.stringContaining(name) as unknown]);
      expect(said).toContain("pipeline-gated: ");
    }
  });

  it("is stopped where a gate forgets any one report", () => {
    const gates = Object.entries(declared.resource?.["aws_codebuild_project"] ?? {}).filter(([, { name }]) => /-gate-/.test(String(name)));
    expect(gates.length).toBeGreaterThan(2);
    for (const [project, body] of gates) {
      const buildspec = body["source"].buildspec as string;
      const files = [...new Set([...buildspec.matchAll(/"file": "([^"]+)"/g)].map(([, file]) => file as string))];
      expect(files.length).toBeGreaterThan(7);
      for (const file of files) {
        const said = mutated((_all, tree) => ((tree.resource?.["aws_codebuild_project"]?.[project] as Shape).source.buildspec = buildspec.replaceAll(`"file": "${file}"`, '"file": "other.json"'))).join("\n");
        expect([file, said]).toEqual([file, expect.stringContaining(`does not demand ${file}`) as unknown]);
      }
    }
  });
});

/** Whether tools or the build look in a stage. */
function demandsTools(stage: string): boolean {
  return [...stagesBeforeGate, containerStage, dynamicStage].some(({ name }) => name === stage);
}
