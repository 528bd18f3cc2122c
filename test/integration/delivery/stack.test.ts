import type { Application } from "../../../modules/pipeline";
import { deliveryCastle, exampleApplications, portcullisPackage, settingsOf } from "../../support/delivery";
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

  test.each(Object.entries(hosted))("in %s it is made with its pipelines, plans clean, and is destroyed", async (environment, applications) => {
    const stack = stacks[environment]!;
    const { create, update, destroy } = await stack.apply();
    expect({ update, destroy }).toEqual({ update: 0, destroy: 0 });
    const state = await stack.stateList();
    expect(state.filter((address) => address.startsWith("aws_codepipeline."))).toHaveLength(applications.length);

    expect(await stack.leftOver()).toEqual([]);

    expect(await stack.apply(true)).toEqual({ create: 0, update: 0, destroy: create });
    expect(await stack.stateList()).toEqual([]);
  });
});
