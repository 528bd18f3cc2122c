import { spawnSync } from "node:child_process";
import { parse } from "yaml";
import { buildspecText } from "../../../../modules/build-project";
import { composePipeline, type Application, type ProjectModel } from "../../../../modules/pipeline";
import { exampleApplications, examplePlatform } from "../../../support/delivery/castle";

interface Parsed {
  readonly phases: Readonly<Record<string, { readonly "on-failure": string; readonly commands: readonly string[] }>>;
}

const compose = (application: Application) => composePipeline(application, examplePlatform(application.name));
const applications: readonly Application[] = [...Object.values(exampleApplications), { ...exampleApplications.terraform, virtualPatches: "patches" }, { ...exampleApplications.lambda, languages: ["node", "python", "java", "go"] }];
const projects: readonly (readonly [string, ProjectModel])[] = applications.flatMap((application) => compose(application).projects.map((project) => [`${application.name}: ${project.part}`, project] as const));
const textOf = ({ buildspec }: ProjectModel): string => buildspecText(buildspec);
const commandsOf = (project: ProjectModel): string => [...project.buildspec.install, ...project.buildspec.build, ...(project.buildspec.finish ?? [])].join("\n");
const own = (application: Application, part: string): ProjectModel => {
  const found = compose(application).projects.find((project) => project.part === part);
  if (found === undefined) throw new Error(`there is no project ${part}`);
  return found;
};

describe("every buildspec of every pipeline", () => {
  test.each(projects)("%s is YAML, and its phases are bash that stops at the first failure", (_name, project) => {
    const { phases } = parse(textOf(project)) as Parsed;
    for (const { "on-failure": onFailure, commands } of Object.values(phases)) {
      expect(onFailure).toBe("ABORT");
      for (const command of commands) {
        expect(command).toMatch(/^set -euo pipefail\n/);
        const { status, stderr } = spawnSync("bash", ["-n"], { input: command, encoding: "utf8" });
        expect([status, stderr]).toEqual([0, ""]);
      }
    }
  });

  test.each(projects)("%s swallows no failure", (_name, project) => {
    expect(commandsOf(project)).not.toMatch(/\|\|\s*(?:true|:|echo|exit 0)|;\s*true\b|set \+e|--soft-fail|test\.failure\.ignore/);
  });

  test.each(projects)("%s names no variable in the clear but the common ones", (_name, project) => {
    expect(Object.keys(project.variables)).toEqual(["PIPELINE", "TOOLS_BUCKET", "EVIDENCE_BUCKET"]);
  });
});

describe("the build of an application", () => {
  test("records tests and coverage of each language, whatever the tests ended with, and fails after it has handed them over", () => {
    for (const language of ["node", "python", "java", "go"] as const) {
      const { build, finish = [] } = own({ ...exampleApplications.lambda, languages: [language] }, "build").buildspec;
      const script = build.join("\n");
      expect(script).toContain(`portcullis gate record "$REPORTS/junit-${language}.xml"`);
      expect(script).toContain(`portcullis gate record "$REPORTS/lcov-${language}.info"`);
      expect(script).toMatch(/then exit_code=0; else exit_code=\$\?; fi/);
      expect(finish[0]).toContain(`reports/build"`);
      expect(finish[1]).toContain("exit 1");
    }
  });

  test("packs one deliverable, and nothing larger than its target takes", () => {
    expect(commandsOf(own(exampleApplications.ecs, "build"))).toContain("docker save --output .portcullis/application/deliverable/image.tar");
    expect(commandsOf(own(exampleApplications.lambda, "build"))).toMatch(/-gt 50000000 /);
    expect(commandsOf(own({ ...exampleApplications.lambda, maximumArtifactMegabytes: 10 }, "build"))).toMatch(/-gt 10000000 /);
    expect(commandsOf(own(exampleApplications.terraform, "build"))).toContain(`cd "$TOOLS/source" && zip --quiet`);
  });

  test("takes no folder of the checkout for its own output", () => {
    for (const part of ["build", "gate-dev", "gate-prod"]) expect(commandsOf(own(exampleApplications.lambda, part))).toMatch(/mkdir (?:\.portcullis |"\$CODEBUILD_SRC_DIR\/\.portcullis" )/);
  });
});

describe("the gate", () => {
  const gate = (environment: string) => commandsOf(own(exampleApplications.ecs, `gate-${environment}`));

  test("decides by the platform's policy and waivers for its environment, and hands its verdict over before it ends", () => {
    const script = gate("staging");
    expect(script).toContain("--environment staging --classification internal --commit \"$COMMIT\" --digest \"$DIGEST\" --event promotion");
    expect(script).toContain(`--policy "$POLICIES/gate/policy.yaml" --waivers "$POLICIES/waivers.yaml"`);
    const lines = script.split("\n");
    const place = (part: string) => lines.findIndex((line) => line.includes(part));
    expect(place("verdicts/gate-staging")).toBeGreaterThan(place("portcullis gate \"$REPORTS\""));
    expect(place(`exit "$exit_code"`)).toBeGreaterThan(place("verdicts/gate-staging"));
    expect(lines.at(-1)).toBe(`exit "$exit_code"`);
  });

  test("of production asks for the lists and the penetration tests, and no other does", () => {
    for (const option of ["--exploited", "--exploit-probability", "--penetration-test"]) {
      expect(gate("prod")).toContain(option);
      expect(gate("staging")).not.toContain(option);
    }
  });
});

describe("deployments", () => {
  test("each begins with the verdict of its own gate on these very bytes", () => {
    for (const [application, part, gate] of [
      [exampleApplications.ecs, "release-staging", "gate-staging"],
      [exampleApplications.codedeploy, "release-prod", "gate-prod"],
      [exampleApplications.lambda, "deploy-dev", "gate-dev"],
      [exampleApplications.terraform, "plan-prod", "gate-prod"],
      [exampleApplications.terraform, "apply-prod", "gate-prod"],
      [exampleApplications.ecs, "patch-dev", "gate-dev"],
    ] as const) {
      const { install, build } = own(application, part).buildspec;
      expect(install.join("\n")).toContain(`verdicts/${gate}/verdict.json`);
      expect(install.join("\n")).toContain(`.subject.digest == $digest`);
      expect(install.join("\n")).not.toContain("assume-role");
      expect(build.join("\n")).not.toContain("verdict.json");
    }
  });

  test("a plan is made by a role that can only look, and applied only if it is the one that was shown", () => {
    const plan = commandsOf(own(exampleApplications.terraform, "plan-prod"));
    const apply = commandsOf(own(exampleApplications.terraform, "apply-prod"));
    expect(plan).toContain("--role-arn arn:aws:iam::100000000003:role/castle-prod-deploy-queues.prod-plan ");
    expect(plan).toContain("-lock=false");
    expect(apply).toContain("--role-arn arn:aws:iam::100000000003:role/castle-prod-deploy-queues.prod ");
    expect(apply.indexOf("sha256sum --check --strict \"$TOOLS/tfplan.sha256\"")).toBeLessThan(apply.indexOf("terraform apply"));
    expect(apply.indexOf("sha256sum --check --strict \"$TOOLS/tfplan.sha256\"")).toBeGreaterThan(0);
    expect(apply).not.toContain("-auto-approve");
  });

  test("the session that applies virtual patches can do nothing but that", () => {
    const [, policy = ""] = /assume-role .* --policy '([^']+)'/.exec(commandsOf(own(exampleApplications.ecs, "patch-prod"))) ?? [];
    // STS takes no longer one.
    expect(policy.length).toBeLessThanOrEqual(2_048);
    const { Statement } = JSON.parse(policy) as { readonly Statement: readonly { readonly Action: readonly string[] | string; readonly Resource: readonly string[] | string }[] };
    const actions = Statement.flatMap(({ Action }) => Action);
    expect(actions.every((action) => /^(?:wafv2|s3|kms):/.test(action))).toBe(true);
    for (const { Resource } of Statement.filter(({ Action }) => [Action].flat().some((action) => action.startsWith("wafv2:")))) {
      for (const resource of [Resource].flat()) expect(resource).toMatch(/^arn:aws:wafv2:[a-z0-9-]+:100000000003:(?:regional|global)\/(?:rulegroup|ipset|regexpatternset)\/orders-\*$/);
    }
  });
});
