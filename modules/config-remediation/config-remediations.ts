import { ConfigRemediationConfiguration } from "@cdktf/provider-aws/lib/config-remediation-configuration";
import type { ConfigConfigRule } from "@cdktf/provider-aws/lib/config-config-rule";
import { Construct } from "constructs";
import { ServiceRole } from "../service-role";
import type { Remediation } from "./remediation";

export interface ConfigRemediationsProps {
  readonly accountId: string;
  /** Name of the role with which the runbooks run. */
  readonly roleName: string;
  readonly permissionsBoundaryArn: string;
  /** manual: a person starts a repair. automatic: AWS Config does. */
  readonly mode: "manual" | "automatic";
  /** The rules whose violations are repaired. */
  readonly repairs: readonly { readonly remediation: Remediation; readonly rule: ConfigConfigRule }[];
}

/**
 * Rate limits: a runbook that fails on a resource is tried 3 times in 10 minutes and no more; at most a tenth of the resources are
 * repaired at once, and all stops once a tenth has failed. So a wrong rule or runbook does not sweep through an account.
 */
const limits = {
  maximumAutomaticAttempts: 3,
  retryAttemptSeconds: 600,
  executionControls: { ssmControls: { concurrentExecutionRatePercentage: 10, errorPercentage: 10 } },
} as const;

/**
 * Repairs of what rules find, under one role that may do what the runbooks do and nothing else.
 *
 * @example
 * const chosen = chooseRules(catalogue, { packs: ["cis-aws-7.0"], off: {}, parameters: {} }, true);
 * new ConfigRemediations(scope, "remediations", {
 *   accountId: "111111111111",
 *   roleName: "castle-dev-remediation-eu-central-1",
 *   permissionsBoundaryArn: "arn:aws:iam::111111111111:policy/castle-dev-boundary",
 *   mode: "manual",
 *   repairs: remediations.flatMap((remediation) =>
 *     chosen
 *       .filter((each) => each.rule.name === remediation.rule)
 *       .map((each) => ({ remediation, rule: new ManagedPolicyRule(scope, each.rule.name, { ...each, prefix: "castle-dev" }).resource })),
 *   ),
 * });
 */
export class ConfigRemediations extends Construct {
  constructor(scope: Construct, id: string, props: ConfigRemediationsProps) {
    super(scope, id);
    const role = new ServiceRole(this, "role", {
      name: props.roleName,
      description: "Runs the repairs of what AWS Config finds",
      service: "ssm.amazonaws.com",
      accountId: props.accountId,
      // Systems Manager User Guide, "Setting up Automation": cross-service confused deputy prevention.
      sourceArn: `arn:aws:ssm:*:${props.accountId}:automation-execution/*`,
      permissionsBoundaryArn: props.permissionsBoundaryArn,
      statements: [
        {
          Sid: "Repair",
          Effect: "Allow",
          Action: [...new Set(props.repairs.flatMap(({ remediation }) => remediation.actions))].sort(),
          Resource: "*",
          Condition: { StringEquals: { "aws:ResourceAccount": props.accountId } },
        },
      ],
    });
    for (const { remediation, rule } of props.repairs) {
      new ConfigRemediationConfiguration(this, remediation.rule, {
        configRuleName: rule.name,
        resourceType: remediation.resourceType,
        targetType: "SSM_DOCUMENT",
        targetId: remediation.document,
        automatic: props.mode === "automatic",
        ...limits,
        parameter: [
          { name: "AutomationAssumeRole", staticValue: role.arn },
          { name: remediation.resourceParameter, resourceValue: "RESOURCE_ID" },
        ],
        dependsOn: [role.permissions],
      });
    }
  }
}
