import { keepingExitCode } from "../../build-project";
import type { Statement } from "../../core";
import type { Target } from "../application";
import { artifactNames } from "../names";
import { buildAction, evidenceStatement, project, type Composition } from "../project";
import { largestScanned, verdictStatements, verifiedPrelude } from "./deployment";
import type { Destination, TargetKindBuild } from "./target";
import { installTerraform } from "./terraform-steps";

type Portcullis = Extract<Target, { readonly kind: "portcullis" }>;

/** The command of the checkout with what it needs: stacks are synthesised by the very commit that was judged. */
const install = (composition: Composition, destination: Destination): readonly string[] => [...verifiedPrelude(composition, destination), ...installTerraform, "npm ci --no-audit --no-fund"];

/** A review is handed over also where it stops the change: then it is wanted most. */
const told = (command: string, folder: string, name: string): readonly string[] => [
  ...keepingExitCode(`${command} --format json > "$REPORTS/review.json"`),
  `aws s3 cp --only-show-errors "$REPORTS/review.json" "s3://$EVIDENCE_BUCKET/$PIPELINE/executions/$EXECUTION/${folder}/${name}.json"`,
  `exit "$exit_code"`,
];

/** Roles that the command takes on by itself, as its environments let it. */
const assume = (roleArns: readonly string[]): Statement => ({ Sid: "AssumeEnvironmentRoles", Effect: "Allow", Action: "sts:AssumeRole", Resource: roleArns });

const environmentOf = ({ environments }: Portcullis, { environment: { name } }: Destination) => {
  const found = environments[name];
  if (found === undefined) throw new Error(`the target names no environment ${name}, which refusals look for`);
  return found;
};

/**
 * Stacks of a repository like this one: planned one stack a build, side by side, and promoted by its own command, which plans, reviews, judges,
 * applies and records. The environments name the roles of these builds under `access.planPrincipals` and `access.applyPrincipals`.
 */
export const portcullis: TargetKindBuild<Portcullis> = {
  limitMegabytes: largestScanned,
  isNative: false,
  package: () => [],
  deliver: (_application, _target, out) => [`git archive --format zip --output ${out}/application.zip HEAD`],
  plan: (composition, target, destination) => {
    const { name } = destination.environment;
    const { stacks, planRoleArn } = environmentOf(target, destination);
    const part = `plan-${name}`;
    const action = buildAction(composition, { name: "plan", part, category: "Build", order: 1, inputs: [artifactNames.application] });
    return {
      // CodePipeline User Guide, "AWS CodeBuild build and test action reference", BatchEnabled.
      actions: [{ ...action, configuration: { ...action.configuration, BatchEnabled: "true" } }],
      projects: [
        project(composition, {
          part,
          description: `Plans and reviews each stack of ${name}`,
          buildspec: { batch: { variable: "STACK", values: stacks }, install: install(composition, destination), build: told(`./portcullis plan ${name} "$STACK"`, `plans/${part}`, "$STACK") },
          statements: [...verdictStatements(composition, destination), evidenceStatement(composition, "HandOverReview", `plans/${part}`), assume([planRoleArn])],
          timeoutMinutes: 60,
        }),
      ],
    };
  },
  deploy: (composition, target, destination) => {
    const { name } = destination.environment;
    const { planRoleArn, applyRoleArn } = environmentOf(target, destination);
    const part = `apply-${name}`;
    return {
      actions: [buildAction(composition, { name: "apply", part, category: "Build", order: 1, inputs: [artifactNames.application] })],
      projects: [
        project(composition, {
          part,
          description: `Promotes the release to ${name}`,
          buildspec: { install: install(composition, destination), build: told(`./portcullis promote --to ${name}`, `plans/${part}`, "promotion") },
          statements: [...verdictStatements(composition, destination), evidenceStatement(composition, "HandOverReview", `plans/${part}`), assume([planRoleArn, applyRoleArn])],
          // Never cut off in the middle of an apply: CodeBuild's longest.
          timeoutMinutes: 480,
        }),
      ],
    };
  },
  // Nothing is deployed but by the roles of the environments, which the bootstrap declares.
  statements: () => [],
};
