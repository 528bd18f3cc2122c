import { composePipeline, deployStatements, planStatements, type Application, type PathEnvironment } from "../../../../modules/pipeline";
import { exampleApplications, examplePath, examplePlatform } from "../../../support/delivery/castle";

const statementsFor = (application: Application) => deployStatements(application, examplePath(application.name)[1] as PathEnvironment, examplePlatform(application.name));
const flat = (value: string | readonly string[] | undefined): readonly string[] => (value === undefined ? [] : [value].flat());
const actionsOf = (application: Application) => statementsFor(application).flatMap(({ Action }) => flat(Action));

describe("deployStatements", () => {
  test("name no wildcard action, and everything only where the service knows no resource or the team names the actions", () => {
    for (const application of Object.values(exampleApplications)) {
      for (const { Action, Resource, Effect } of statementsFor(application)) {
        expect(Effect).toBe("Allow");
        for (const action of flat(Action)) expect(action).not.toContain("*");
        if (flat(Resource).includes("*")) expect(flat(Action).every((action) => /^(?:ecr:GetAuthorizationToken|ecs:(?:DescribeTaskDefinition|ListTasks|RegisterTaskDefinition)|sqs:)/.test(action))).toBe(true);
      }
    }
  });

  test("are of the environment's account and region alone, but for what is read from the pipeline's", () => {
    for (const application of Object.values(exampleApplications)) {
      const foreign = statementsFor(application)
        .flatMap(({ Resource }) => flat(Resource))
        .filter((resource) => /:\d{12}:/.test(resource) && !resource.includes(":100000000002:"));
      expect(foreign).toEqual(foreign.filter((resource) => resource === examplePlatform(application.name).keyArn));
    }
  });

  test("hand roles over to one service only", () => {
    const passed = statementsFor({ ...exampleApplications.terraform, target: { kind: "terraform", folder: ".", actions: ["iam:PassRole", "iam:CreateRole"] } });
    for (const statement of [...statementsFor(exampleApplications.ecs), ...passed].filter(({ Action }) => flat(Action).includes("iam:PassRole"))) {
      expect(statement.Condition?.["StringEquals"]).toHaveProperty("iam:PassedToService");
      for (const resource of flat(statement.Resource)) expect(resource).toMatch(/^arn:aws:iam::100000000002:role\/(?:orders|queues)-/);
    }
    expect(passed).toContainEqual({ Sid: "KeepOwnRoles", Effect: "Allow", Action: ["iam:CreateRole"], Resource: ["arn:aws:iam::100000000002:role/queues-*", "arn:aws:iam::100000000002:policy/queues-*"] });
  });

  test("reach the web firewall only for patches, by the application's own names", () => {
    expect(actionsOf({ ...exampleApplications.ecs, virtualPatches: undefined }).filter((action) => action.startsWith("wafv2:"))).toEqual([]);
    const patches = statementsFor(exampleApplications.ecs).filter(({ Action }) => flat(Action).some((action) => action.startsWith("wafv2:")));
    expect(patches).toHaveLength(1);
    for (const resource of flat(patches[0]?.Resource)) expect(resource).toMatch(/\/(?:rulegroup|ipset|regexpatternset)\/orders-\*$/);
  });

  test("name the key of the state by its alias as a condition, for an alias is no resource", () => {
    const key = (keyArn: string) => {
      const environment = { ...(examplePath("queues")[1] as PathEnvironment), state: { bucket: "states", keyArn } };
      return deployStatements(exampleApplications.terraform, environment, examplePlatform("queues")).find(({ Sid }) => Sid === "EncryptState");
    };
    const own = "arn:aws:kms:eu-west-1:100000000002:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    expect(key(own)).toMatchObject({ Resource: own, Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } } });
    expect(key("arn:aws:kms:eu-west-1:100000000002:alias/states")).toMatchObject({
      Resource: "arn:aws:kms:eu-west-1:100000000002:key/*",
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/states" } },
    });
  });

  test("give Sids of letters and digits, each once", () => {
    for (const application of [...Object.values(exampleApplications), { ...exampleApplications.terraform, virtualPatches: "patches" }]) {
      const sids = statementsFor(application).map(({ Sid }) => Sid);
      expect(new Set(sids).size).toBe(sids.length);
      for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
    }
  });
});

describe("planStatements", () => {
  const planned = (application: Application) => planStatements(application, examplePath(application.name)[1] as PathEnvironment);

  test.each([exampleApplications.ecs, exampleApplications.terraform])("$name: allow to read the state and nothing else, and deny whatever deploying does not take", (application) => {
    const statements = planned(application);
    expect(statements.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => flat(Action))).toEqual(["s3:ListBucket", "s3:GetObject", "kms:Decrypt"]);
    const [denial, ...more] = statements.filter(({ Effect }) => Effect === "Deny");
    expect(more).toEqual([]);
    expect(denial).toMatchObject({ NotResource: ["arn:aws:s3:::castle-staging-application-state-100000000002", `arn:aws:s3:::castle-staging-application-state-100000000002/${application.name}/*.tfstate`, "arn:aws:kms:eu-west-1:100000000002:key/*"] });
    const deployed = statementsFor(application).flatMap(({ Action }) => flat(Action));
    expect(flat(denial?.NotAction).filter((action) => !deployed.includes(action))).toEqual(["sts:GetCallerIdentity"]);
  });
});

describe("statements of projects", () => {
  test("read one repository through the connection, and write none: code of the application runs with them", () => {
    const statements = composePipeline(exampleApplications.ecs, examplePlatform("orders")).projects.flatMap((project) => project.statements.filter(({ Action }) => String(Action).endsWith(":UseConnection")));
    expect(statements.length).toBeGreaterThan(5);
    for (const { Action, Condition } of statements) {
      const [service] = String(Action).split(":");
      const { source } = exampleApplications.ecs;
      expect(Condition).toEqual({ "ForAllValues:StringEquals": { [`${service}:FullRepositoryId`]: source.kind === "github" ? source.repository : "", [`${service}:ProviderPermissionsRequired`]: "read_only" } });
    }
  });

  test("give Sids each once, and let only deployments assume the deploy role of their own environment, and plans the one that looks", () => {
    for (const application of Object.values(exampleApplications)) {
      for (const { part, statements } of composePipeline(application, examplePlatform(application.name)).projects) {
        const sids = statements.map(({ Sid }) => Sid);
        expect([part, new Set(sids).size]).toEqual([part, sids.length]);
        const assumed = statements.filter(({ Action }) => Action === "sts:AssumeRole").flatMap(({ Resource }) => flat(Resource));
        const [, environment] = /^(?:release|deploy|plan|apply|patch|patch-plan)-(dev|staging|prod)$/.exec(part) ?? [];
        expect([part, assumed]).toEqual([part, environment === undefined || application.target.kind === "codedeploy" ? [] : [expect.stringMatching(new RegExp(`:role/castle-${environment}-deploy-${application.name}\\.prod${part.includes("plan-") ? "-plan" : ""}$`))]]);
      }
    }
  });
});
