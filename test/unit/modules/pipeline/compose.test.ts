import { composePipeline, scanStageNames, type Application, type PathEnvironment, type PipelineModel, type Platform } from "../../../../modules/pipeline";
import { scanTools } from "../../../../modules/scan-tools";
import { exampleApplications, examplePath, examplePlatform } from "../../../support/delivery/castle";

const { ecs, codedeploy, lambda, terraform } = exampleApplications;
const compose = (application: Application, change: Partial<Platform> = {}): PipelineModel => composePipeline(application, examplePlatform(application.name, change));
const stageNames = ({ stages }: PipelineModel) => stages.map(({ name }) => name);
const stage = (model: PipelineModel, name: string) => {
  const found = model.stages.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no stage ${name}`);
  return found;
};
const project = (model: PipelineModel, part: string) => {
  const found = model.projects.find((each) => each.part === part);
  if (found === undefined) throw new Error(`there is no project ${part}`);
  return found;
};
/** Names of a stage's actions, in groups that run side by side. */
const steps = (model: PipelineModel, name: string) => {
  const { actions } = stage(model, name);
  return [...new Set(actions.map(({ order = 1 }) => order))].sort((one, other) => one - other).map((order) => actions.filter((action) => (action.order ?? 1) === order).map((action) => action.name));
};

const source = ["Source", "Secrets", "StaticAnalysis", "Dependencies", "Infrastructure", "Build", "Malware"];

describe("composePipeline: the order of stages", () => {
  test("goes through every environment with a gate before each, and approval before production", () => {
    expect(stageNames(compose(ecs))).toEqual([...source, "Containers", "Gate-dev", "Deploy-dev", "DynamicAnalysis", "Gate-staging", "Deploy-staging", "Gate-prod", "Approval-prod", "Deploy-prod"]);
    expect(stageNames(compose(lambda))).toEqual([...source, "Gate-dev", "Deploy-dev", "DynamicAnalysis", "Gate-staging", "Deploy-staging", "Gate-prod", "Approval-prod", "Deploy-prod"]);
    expect(stageNames(compose(codedeploy))).toEqual(stageNames(compose(lambda)));
    expect(stageNames(compose(terraform))).toEqual([...source, "Gate-dev", "Deploy-dev", "Gate-staging", "Deploy-staging", "Gate-prod", "Approval-prod", "Deploy-prod"]);
  });

  test("ends with a gate that judges dynamic analysis where there is one environment", () => {
    expect(stageNames(compose(lambda, { path: examplePath("prices", ["dev"]) })).slice(source.length)).toEqual(["Gate-dev", "Deploy-dev", "DynamicAnalysis", "Gate-release"]);
    expect(stageNames(compose(lambda, { path: examplePath("prices", ["prod"]) })).slice(source.length)).toEqual(["Gate-prod", "Approval-prod", "Deploy-prod", "DynamicAnalysis", "Gate-release"]);
    expect(stageNames(compose(lambda, { path: examplePath("prices", ["dev", "staging"]) }))).not.toContain("Gate-release");
  });

  test("gives each of two productions its own gate, approval and lock", () => {
    const path = [...examplePath("prices"), ...examplePath("prices", ["prod"]).map((environment): PathEnvironment => ({ ...environment, name: "prodtwo" }))];
    const model = compose(lambda, { path });
    expect(stageNames(model).slice(-6)).toEqual(["Gate-prod", "Approval-prod", "Deploy-prod", "Gate-prodtwo", "Approval-prodtwo", "Deploy-prodtwo"]);
    expect(stage(model, "Deploy-prodtwo").lock).toEqual({ gate: "gate-prodtwo", environment: "prodtwo" });
  });

  test("enters no Deploy stage but by the lock of the gate right before it, and the commit where the source has one", () => {
    for (const application of Object.values(exampleApplications)) {
      for (const { name, lock } of compose(application).stages) {
        if (!name.startsWith("Deploy-")) expect(lock).toBeUndefined();
        else expect(lock).toEqual({ gate: `gate-${name.slice(7)}`, environment: name.slice(7), ...(application.source.kind === "github" ? { commit: "#{Source.CommitId}" } : {}) });
      }
    }
  });
});

describe("composePipeline: who looks", () => {
  test("runs every tool that is neither licensed nor optional and has something to look at, side by side", () => {
    for (const application of Object.values(exampleApplications)) {
      const model = compose(application);
      for (const tool of scanTools.filter(({ isLicensed, isOptional }) => !isLicensed && !isOptional)) {
        const looks =
          (tool.languages === undefined || tool.languages.some((language) => application.languages.includes(language))) &&
          (tool.stage !== "containers" || application.target.kind === "ecs") &&
          (tool.stage !== "dynamic-analysis" || application.target.kind !== "terraform");
        expect([application.name, tool.name, model.projects.some(({ part }) => part === tool.name)]).toEqual([application.name, tool.name, looks]);
        if (looks) expect(stage(model, scanStageNames[tool.stage]).actions.find(({ name }) => name === tool.name)).toMatchObject({ category: "Test", provider: "CodeBuild", configuration: { ProjectName: `${model.name}-${tool.name}` } });
      }
      expect(steps(model, "Secrets")).toHaveLength(1);
    }
  });

  test("adds optional tools that are asked for, and licensed ones that are switched on without being asked for", () => {
    const optional = scanTools.find(({ isOptional, isLicensed, stage: of }) => isOptional && !isLicensed && of === "dynamic-analysis");
    const licensed = scanTools.find(({ isLicensed, isOptional, stage: of, settings = {} }) => isLicensed && !isOptional && of === "static-analysis" && Object.values(settings).every(({ default: value }) => value !== undefined));
    const parts = (application: Application, platform: Partial<Platform> = {}) => compose(application, platform).projects.map(({ part }) => part);
    if (optional) {
      expect(parts(ecs)).not.toContain(optional.name);
      expect(parts({ ...ecs, tools: [optional.name] })).toContain(optional.name);
    }
    if (licensed) {
      const secretArn = "arn:aws:secretsmanager:eu-west-1:100000000003:secret:scanner-AbCdEf";
      expect(parts(ecs)).not.toContain(licensed.name);
      const model = compose(ecs, { licensedTools: { [licensed.name]: { secretArn, settings: {} } } });
      expect(project(model, licensed.name).statements).toContainEqual({ Sid: "ReadLicence", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArn });
    }
    expect(optional ?? licensed).toBeDefined();
  });

  test("cannot be made to leave anything out: a built-in tool that is missing or changed is refused", () => {
    for (const tool of scanTools) {
      expect(() => composePipeline(ecs, examplePlatform(ecs.name), scanTools.filter((each) => each !== tool))).toThrow(`${tool.name} of the stage`);
      expect(() => composePipeline(ecs, examplePlatform(ecs.name), scanTools.map((each) => (each === tool ? { ...tool, isOptional: true } : each)))).toThrow(`${tool.name} of the stage`);
    }
  });
});

describe("composePipeline: projects and actions", () => {
  const models = Object.values(exampleApplications).flatMap((application) => [compose(application), compose(application, { path: examplePath(application.name, ["prod"]) })]);

  test("every action that builds has its project, and every project its action", () => {
    for (const { name, stages, projects } of models) {
      const run = stages.flatMap(({ actions }) => actions.flatMap(({ configuration }) => configuration["ProjectName"] ?? []));
      expect([...run].sort()).toEqual(projects.map((each) => each.name).sort());
      expect(new Set(run).size).toBe(run.length);
      for (const each of projects) expect(each.name).toBe(`${name}-${each.part}`);
    }
  });

  test("each artifact is made once, before whoever takes it", () => {
    for (const { stages } of models) {
      const made: string[] = [];
      for (const { actions } of stages) {
        for (const { inputs = [], outputs = [] } of [...actions].sort((one, other) => (one.order ?? 1) - (other.order ?? 1))) {
          for (const input of inputs) expect(made).toContain(input);
          for (const output of outputs) expect(made).not.toContain(output);
          made.push(...outputs);
        }
      }
    }
  });

  test("only the build runs the application's code, and reaches no secret and no evidence but its own", () => {
    for (const model of models) {
      expect(model.projects.filter(({ runsApplicationCode }) => runsApplicationCode).map(({ part }) => part)).toEqual(["build"]);
      const { buildspec, statements } = project(model, "build");
      expect(buildspec.secrets).toBeUndefined();
      const allowed = statements.flatMap(({ Action = [], Resource = [] }) => [Action].flat().map((action) => [action, [Resource].flat()] as const));
      expect(allowed.filter(([action]) => action === "s3:PutObject").flatMap(([, resources]) => resources)).toEqual([expect.stringMatching(`:::castle-[a-z]+-evidence-\\d+/${model.name}/executions/\\*/reports/build/\\*$`)]);
      expect(allowed.map(([action]) => action).filter((action) => !["s3:PutObject", "s3:GetObject", "codeconnections:UseConnection"].includes(action))).toEqual([]);
    }
  });

  test("no two projects may write the same evidence", () => {
    for (const { projects } of models) {
      const written = projects.flatMap(({ statements }) => statements.filter(({ Action }) => Action === "s3:PutObject").flatMap(({ Resource = [] }) => Resource)).filter((resource) => !resource.includes("/baseline/"));
      expect(written.length).toBeGreaterThan(5);
      expect(new Set(written).size).toBe(written.length);
    }
  });

  test("Docker is in the build only where images are made and pushed", () => {
    expect(compose(ecs).projects.filter(({ isPrivileged }) => isPrivileged).map(({ part }) => part)).toEqual(["build", "release-dev", "release-staging", "release-prod"]);
    expect(compose(lambda).projects.filter(({ isPrivileged }) => isPrivileged)).toEqual([]);
  });

  test("a full clone is asked for, and the builds may make it", () => {
    const model = compose(codedeploy);
    expect(stage(model, "Source").actions[0]).toMatchObject({ provider: "CodeStarSourceConnection", configuration: { OutputArtifactFormat: "CODEBUILD_CLONE_REF", BranchName: "main" }, namespace: "Source" });
    for (const { statements } of model.projects) expect(statements).toContainEqual(expect.objectContaining({ Action: "codeconnections:UseConnection" }));
    expect(stage(compose(lambda), "Source").actions[0]).toMatchObject({ provider: "S3", configuration: { S3Bucket: "castle-sources", S3ObjectKey: "prices.zip" } });
  });
});

describe("composePipeline: deployments", () => {
  test("ECS and CodeDeploy take what a release has verified, by the role of the environment", () => {
    const model = compose({ ...ecs, virtualPatches: undefined });
    expect(steps(model, "Deploy-staging")).toEqual([["release"], ["deploy"]]);
    expect(stage(model, "Deploy-staging").actions[1]).toMatchObject({ provider: "ECS", inputs: ["Release_staging"], roleArn: "arn:aws:iam::100000000002:role/castle-staging-deploy-orders.prod", configuration: { ClusterName: "shop", ServiceName: "orders" } });
    expect(stage(compose(codedeploy), "Deploy-prod").actions[1]).toMatchObject({ provider: "CodeDeploy", configuration: { ApplicationName: "ledgers", DeploymentGroupName: "all" } });
  });

  test("what Terraform planned is what it applies; in production a person reads the plan in between", () => {
    const model = compose(terraform);
    expect(steps(model, "Deploy-dev")).toEqual([["plan"], ["apply"]]);
    expect(steps(model, "Approval-prod")).toEqual([["plan"], ["approve"]]);
    expect(steps(model, "Deploy-prod")).toEqual([["apply"]]);
    expect(stage(model, "Deploy-prod").actions[0]?.inputs).toEqual(["Source", "Application", "Plan_prod"]);
    expect(stage(model, "Approval-prod").actions[1]?.configuration["ExternalEntityLink"]).toMatch(/#\{codepipeline\.PipelineExecutionId\}\/plans\/plan-prod\/plan\.txt$/);
  });

  test("virtual patches go first, by a plan of their own", () => {
    const model = compose(ecs);
    expect(steps(model, "Deploy-dev")).toEqual([["patch-plan"], ["patch"], ["release"], ["deploy"]]);
    expect(steps(model, "Approval-prod")).toEqual([["patch-plan"], ["approve"]]);
    expect(steps(model, "Deploy-prod")).toEqual([["patch"], ["release"], ["deploy"]]);
    const both = compose({ ...terraform, virtualPatches: "patches" });
    expect(steps(both, "Deploy-dev")).toEqual([["patch-plan"], ["patch"], ["plan"], ["apply"]]);
    expect(steps(both, "Approval-prod")).toEqual([["patch-plan", "plan"], ["approve"]]);
  });

  test("a release for penetration tests is said by whoever starts the pipeline", () => {
    const model = compose(lambda);
    expect(model.variables).toEqual([expect.objectContaining({ name: "RELEASE", defaultValue: "none" })]);
    expect(stage(model, "Gate-prod").actions[0]?.configuration["EnvironmentVariables"]).toContain("#{variables.RELEASE}");
    const { variable, pattern } = stage(model, "Gate-prod").check!;
    expect(variable).toBe("RELEASE");
    for (const release of ["none", "1.2.3", "2.0.0-rc.1+build.5"]) expect(release).toMatch(new RegExp(pattern));
    for (const release of ["", `1"},{"name":"BASH_ENV","value":"own.sh`, "1 2", "1\\"]) expect(release).not.toMatch(new RegExp(pattern));
  });
});
