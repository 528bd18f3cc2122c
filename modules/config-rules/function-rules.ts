import { join } from "node:path";
import { ConfigConfigRule } from "@cdktf/provider-aws/lib/config-config-rule";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { z } from "zod";
import { repositoryRoot, watches } from "../core";
import { LambdaFunction, type LambdaFunctionProps } from "../lambda-function";
import type { ChosenRule } from "./choice";
import { cis, hipaa, type Rule, wholeNumber } from "./rule";

/** A rule of ours in JavaScript, for what neither a managed rule nor Guard can say. Its check is lambda/<name>.mjs. */
export interface FunctionRule extends Rule {
  /** What it says, for people. */
  readonly description: string;
}

const functionRule = (rule: Omit<FunctionRule, "encryption" | "reach">): FunctionRule => ({ encryption: false, reach: "account", ...rule });

/** All look at IAM, once a day, in the home region. */
export const functionRules: readonly FunctionRule[] = [
  functionRule({
    name: "one-active-access-key",
    description: "No IAM user has more than one active access key",
    // CIS AWS Foundations 5.0 asked for it as 1.12; 7.0 asks for what it serves: keys that are rotated.
    controls: [...cis("2.12"), ...hipaa("164_308_a_4_ii_c")],
    parameters: z.strictObject({ maximumActiveKeys: wholeNumber(1) }),
  }),
  functionRule({
    name: "no-expired-server-certificate",
    description: "IAM keeps no expired TLS certificate",
    controls: [...cis("2.17"), ...hipaa("164_312_e_1")],
    parameters: z.strictObject({ daysBeforeExpiry: wholeNumber(0, 0) }),
  }),
  functionRule({
    name: "cloudshell-access-restricted",
    description: "AWSCloudShellFullAccess is attached to nobody but the named roles",
    controls: cis("2.20"),
    parameters: z.strictObject({ allowedRoles: z.string().default("") }),
  }),
];

export interface FunctionRulesProps extends Pick<LambdaFunctionProps, "accountId" | "region" | "keyArn" | "logRetentionDays" | "permissionsBoundaryArn"> {
  /** Name of the function, and what the names of the rules begin with. */
  readonly functionName: string;
  readonly prefix: string;
  readonly rules: readonly ChosenRule<FunctionRule>[];
  /** What must stand before: the recorder. @default it stands already */
  readonly recording?: ITerraformDependable;
}

/** One function for all of them: they read the same few things of IAM, once a day. Each rule tells it which check to make. */
export class FunctionRules extends Construct {
  constructor(scope: Construct, id: string, props: FunctionRulesProps) {
    super(scope, id);
    const lambda = new LambdaFunction(this, "function", {
      ...props,
      name: props.functionName,
      description: "Evaluates rules of AWS Config about IAM",
      codeFolder: join(repositoryRoot, "modules", "config-rules", "lambda"),
      statements: [
        {
          Sid: "ReadIdentities",
          Effect: "Allow",
          Action: ["iam:ListAccessKeys", "iam:ListEntitiesForPolicy", "iam:ListServerCertificates", "iam:ListUsers"],
          Resource: "*",
        },
        // It takes no resource (Service Authorization Reference, "AWS Config").
        { Sid: "ReportToConfig", Effect: "Allow", Action: "config:PutEvaluations", Resource: "*" },
      ],
    });
    const permission = new LambdaPermission(this, "permission", {
      statementId: "ConfigInvokes",
      action: "lambda:InvokeFunction",
      functionName: lambda.resource.functionName,
      principal: "config.amazonaws.com",
      sourceAccount: props.accountId,
    });
    for (const { rule, values } of props.rules) {
      const resource = new ConfigConfigRule(this, rule.name, {
        name: `${props.prefix}-${rule.name}`,
        description: rule.description,
        inputParameters: JSON.stringify({ check: rule.name, ...values }),
        source: {
          owner: "CUSTOM_LAMBDA",
          sourceIdentifier: lambda.arn,
          sourceDetail: [{ eventSource: "aws.config", messageType: "ScheduledNotification", maximumExecutionFrequency: "TwentyFour_Hours" }],
        },
        // AWS Config tries the function when the rule is made.
        dependsOn: [permission, ...(props.recording ? [props.recording] : [])],
      });
      watches(resource, ...rule.controls);
    }
  }
}
