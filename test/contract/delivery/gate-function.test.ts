import { composePipeline, type Application } from "../../../modules/pipeline";
import { buildspecText } from "../../../modules/build-project";
import { parseAssignment } from "../../../scripts/delivery/assignment";
import { lists } from "../../../scripts/delivery/lists";
import { parseParameters } from "../../../scripts/delivery/parameters";
import { blockingFindings, evaluateTree } from "../../../scripts/policies";
import { delivery } from "../../../stacks/delivery";
import { deliveryCastle, exampleApplications, examplePlatform, portcullisPackage, settingsOf } from "../../support/delivery/castle";
import { synthCastle } from "../../support/stacks";
import type { StackJson } from "../../support/synth";

/** What the constructs declare is what the handler reads and the guardrail demands; none of the three knows the others. */
const application: Application = { ...exampleApplications.ecs, gateIn: "function" };
const portcullis = { ...portcullisPackage, functionSha256: portcullisPackage.sha256 };
const model = composePipeline(application, examplePlatform(application.name, { portcullis }));

const filled: Readonly<Record<string, string>> = { "#{History.AUTHOR}": "author@example.org", "#{variables.RELEASE}": "none", "#{codepipeline.PipelineExecutionId}": "11111111-2222-4333-8444-555555555555", "#{Source.CommitId}": "a".repeat(40) };

test("the handler reads the parameters and the assignment of every gate, once CodePipeline has filled in its variables", () => {
  const gates = model.stages.filter(({ name }) => name.startsWith("Gate-"));
  expect(gates).toHaveLength(3);
  for (const { name, actions } of gates) {
    const said = Object.entries(filled).reduce((text, [variable, value]) => text.replace(variable, value), actions[0]!.configuration["UserParameters"]!);
    const parameters = parseParameters(said);
    expect(parameters.gate).toBe(name.replace("Gate", "gate"));
    const assignment = model.assignments!.find(({ part }) => part === parameters.gate)!;
    expect(assignment.key).toBe(`manifests/${parameters.pipeline}/${parameters.gate}.json`);
    expect(parseAssignment(assignment.content, parameters.assignment, assignment.key).stage).toBe(parameters.environment);
  }
});

test("builds and the function fetch the lists of production from the same places", () => {
  const project = composePipeline(exampleApplications.ecs, examplePlatform("orders")).projects.find(({ part }) => part === "gate-prod")!;
  const fetched = [...buildspecText(project.buildspec).matchAll(/--retry 3 --output \S+ (https:\S+)/g)].map(([, url]) => url);
  expect(fetched).toEqual(Object.values(lists).map(({ url }) => url));
});

describe("the guardrail", () => {
  const declared = synthCastle([delivery], deliveryCastle([], { prod: { delivery: { applications: [settingsOf(application)], portcullis } } }))["prod-delivery"] as StackJson;
  // The shape of a stack is exactly what the mutations break.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const found = (change: (tree: any) => void): readonly string[] => {
    const tree = structuredClone(declared);
    change(tree);
    return blockingFindings(evaluateTree({ tree, identity: { environment: "prod", stage: "prod", classification: "internal", stack: "prod-delivery" } })).map(({ rule, reason }) => `${rule}: ${reason}`);
  };

  test("finds nothing as it is composed, and every report that an assignment forgets", () => {
    expect(found(() => undefined)).toEqual([]);
    const objects = Object.entries(declared.resource?.["aws_s3_object"] ?? {});
    expect(objects).toHaveLength(3);
    for (const [address, { content }] of objects) {
      const files = [...String(content).matchAll(/"file":"([^"]+)"/g)].map(([, file]) => file!);
      expect(files.length).toBeGreaterThan(7);
      for (const file of files) {
        const said = found(({ resource }) => (resource.aws_s3_object[address].content = String(content).replaceAll(`"file":"${file}"`, '"file":"other.json"'))).join();
        expect([file, said]).toEqual([file, expect.stringContaining(`does not demand ${file}`) as unknown]);
        expect(said).toContain("does not name the SHA-256");
      }
    }
  });
});
