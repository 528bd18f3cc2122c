import { declaredPipeline } from "../../../scripts/assess/declared-pipeline";
import { ExitCode } from "../../../scripts/errors";
import { parseManifest } from "../../../scripts/gate";
import { delivery } from "../../../stacks/delivery";
import { deliveryCastle, exampleApplications, portcullisPackage, settingsOf } from "../../support/delivery/castle";
import { expectRejection } from "../../support/fault";
import { synthCastle } from "../../support/stacks";

const { ecs } = exampleApplications;
const inFunction = { delivery: { applications: [settingsOf({ ...ecs, gateIn: "function" })], portcullis: { ...portcullisPackage, functionSha256: "b".repeat(64) } } };
const stacksOf = (world: ReturnType<typeof deliveryCastle>) =>
  Object.entries(synthCastle([delivery], world)).map(([id, { resource = {} }]) => ({ id, environment: id.split("-")[0]!, inherited: [], resources: resource }));

test.each([
  ["a build", deliveryCastle([ecs]), "prod-delivery aws_codebuild_project castle-prod-orders-gate-prod"],
  ["a function", deliveryCastle([], { prod: inFunction }), "prod-delivery aws_s3_object manifests/castle-prod-orders/gate-prod.json"],
])("what a pipeline must bring is read from its last gate, which judges in %s", (_, world, source) => {
  const found = declaredPipeline(stacksOf(world), "castle-prod-orders");
  expect([found.source, found.lockedStages]).toEqual([source, ["Deploy-dev", "Deploy-staging", "Deploy-prod"]]);
  const { pipeline, requires } = parseManifest(found.manifest, found.source);
  expect(pipeline).toBe("castle-prod-orders");
  // Tests and coverage are of no kind of finding.
  expect(new Set(requires.map(({ kind }) => kind))).toEqual(new Set(["secret", "code", "dependency", "infrastructure", "malware", "container", "web", undefined]));
});

test("a name that no stack declares is refused with the nearest one", async () => {
  const refused = async (...question: Parameters<typeof declaredPipeline>) => (await expectRejection(Promise.resolve().then(() => declaredPipeline(...question)), ExitCode.usage, "assess-pipeline-unknown")).fault.remedy;
  expect(await refused(stacksOf(deliveryCastle([ecs])), "castle-prod-order")).toBe("Did you mean castle-prod-orders?");
  expect(await refused([], "shop")).toMatch(/delivery\.applications/);
});
