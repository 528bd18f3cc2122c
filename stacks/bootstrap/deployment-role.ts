import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { onlyPrincipals, policyDocument, type Statement } from "../../modules/core";

export interface DeploymentRoleProps {
  readonly name: string;
  readonly description: string;
  readonly permissionsBoundaryArn: string;
  /** Trust of GitHub Actions: jobs of one repository that run in one GitHub environment. */
  readonly github: { readonly providerArn: string; readonly repository: string; readonly environment: string };
  /** Further roles or users that may assume it. */
  readonly principalArns: readonly string[];
  /** ARNs of managed policies, by the construct id of their attachment. */
  readonly managedPolicies: Readonly<Record<string, string>>;
  /** Policies inside the role, by name. */
  readonly policies: Readonly<Record<string, readonly Statement[]>>;
}

const issuer = "token.actions.githubusercontent.com";

/** Subject and audience are compared whole: a pattern such as `repo:owner/*` would let any branch of any repository in. */
const trust = ({ github, principalArns }: DeploymentRoleProps): readonly Statement[] => [
  {
    Sid: "GitHubEnvironmentAssumes",
    Effect: "Allow",
    Principal: { Federated: github.providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${issuer}:aud`]: "sts.amazonaws.com",
        [`${issuer}:sub`]: `repo:${github.repository}:environment:${github.environment}`,
      },
    },
  },
  ...(principalArns.length === 0
    ? []
    : [{ Sid: "NamedPrincipalsAssume", Effect: "Allow", ...onlyPrincipals(principalArns), Action: "sts:AssumeRole" } as const]),
];

/** A role that Portcullis works with, assumed by CI without any stored key. */
export class DeploymentRole extends Construct {
  constructor(scope: Construct, id: string, props: DeploymentRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "role", {
      name: props.name,
      description: props.description,
      permissionsBoundary: props.permissionsBoundaryArn,
      assumeRolePolicy: policyDocument(trust(props)),
    });
    for (const [policyId, policyArn] of Object.entries(props.managedPolicies)) {
      new IamRolePolicyAttachment(this, policyId, { role: role.name, policyArn });
    }
    for (const [name, statements] of Object.entries(props.policies)) {
      new IamRolePolicy(this, name, { name, role: role.name, policy: policyDocument(statements) });
    }
  }
}
