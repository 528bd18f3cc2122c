import type { Application } from "../../../modules/pipeline";
import { deliveryCastle, exampleApplications, portcullisPackage, settingsOf } from "../../support/delivery/castle";
import { DeliveryOnEmbeddedAws } from "../../support/delivery/driver-stacks";
import { TerraformBench } from "../../support/terraform-bench";

// jest does not take testTimeout from a project.
jest.setTimeout(600_000);

/** Which application's pipeline stands in, and ends in, which environment: every environment hosts one, and every kind of target is hosted. */
const { ecs, lambda, codedeploy, terraform } = exampleApplications;
const hosted = { dev: [ecs], staging: [lambda], prod: [codedeploy, terraform] } as const;

const delivery = (applications: readonly Application[]) => ({ delivery: { applications: applications.map(settingsOf), portcullis: portcullisPackage } });
const world = deliveryCastle(hosted.prod, { dev: delivery(hosted.dev), staging: delivery(hosted.staging) });

describe("the stack delivery on the embedded AWS", () => {
  let bench: TerraformBench;
  let stacks: Readonly<Record<string, DeliveryOnEmbeddedAws>>;
  beforeAll(async () => {
    bench = await TerraformBench.open("100000000009");
    stacks = await DeliveryOnEmbeddedAws.openAll(bench, world);
  });
  afterAll(() => bench.close());

  /** Side by side, as accounts are: most of the time goes by in what the provider waits for. */
  const inEach = async <Result>(use: (stack: DeliveryOnEmbeddedAws) => Promise<Result>): Promise<Readonly<Record<string, Result>>> =>
    Object.fromEntries(await Promise.all(Object.entries(stacks).map(async ([name, stack]) => [name, await use(stack)] as const)));
  const inAll = <Result>(result: Result) => ({ dev: result, staging: result, prod: result });
  let made: Readonly<Record<string, number>>;

  test("in every environment it is made, with the pipelines that end there", async () => {
    const counts = await inEach((stack) => stack.apply());
    made = Object.fromEntries(Object.entries(counts).map(([name, { create }]) => [name, create]));
    expect(counts).toEqual(Object.fromEntries(Object.entries(made).map(([name, create]) => [name, { create, update: 0, destroy: 0 }])));
    const pipelines = await inEach(async (stack) => (await stack.stateList()).filter((address) => address.startsWith("aws_codepipeline.")).length);
    expect(pipelines).toEqual(Object.fromEntries(Object.entries(hosted).map(([name, applications]) => [name, applications.length])));
  });

  test("planned again, nothing is left to change", async () => {
    expect(await inEach((stack) => stack.leftOver())).toEqual(inAll([]));
  });

  test("it is destroyed, all of it", async () => {
    const counts = await inEach((stack) => stack.apply(true));
    expect(counts).toEqual(Object.fromEntries(Object.entries(made).map(([name, create]) => [name, { create: 0, update: 0, destroy: create }])));
    expect(await inEach((stack) => stack.stateList())).toEqual(inAll([]));
  });
});
