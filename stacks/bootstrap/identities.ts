import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamSamlProvider } from "@cdktf/provider-aws/lib/iam-saml-provider";
import { Construct } from "constructs";
import { ConstructError, policyDocument, satisfies, type Statement } from "../../modules/core";
import { MacKey } from "../../modules/encryption-key";
import { applyPolicyName, boundaryStatements, readPolicyName } from "./boundary";
import type { BootstrapContext } from "./context";
import { DeploymentRole } from "./deployment-role";
import { readMetadata } from "./metadata";
import { applyStatements, declarePolicies, planStatements, readStatements } from "./permissions";

/** Characters of a managed policy without white space (IAM User Guide, "IAM and AWS STS quotas"). */
const longestPolicy = 6144;

/** Who may change the environment: permissions boundary, plan role, apply role, their trust, and the key of fingerprints. */
export class DeploymentIdentities extends Construct {
  constructor(scope: Construct, id: string, context: BootstrapContext) {
    super(scope, id);
    const { environment, names, organisation, deploymentRoles } = context;
    const boundary = this.addPolicy("boundary", names.boundaryName, "The most that any role of this account may do", boundaryStatements(context));
    const read = this.addPolicy("read", readPolicyName(names), "Configuration of what the stacks declare, without data", readStatements(context));
    const shared = { permissionsBoundaryArn: boundary.arn, managedPolicies: { read: read.arn } };
    const github = { providerArn: this.addGitHub(context), repository: organisation.repository };
    new DeploymentRole(this, "plan", {
      ...shared,
      name: names.planRole,
      description: `Plans changes of ${environment.name}`,
      github: { ...github, environment: `${environment.name}-plan` },
      // A promotion holds the apply role and plans with this one.
      principalArns: [names.applyRoleArn, ...environment.access.planPrincipals],
      policies: { operate: planStatements(context) },
    });
    const declare = Object.entries(declarePolicies(context)).map(([policyId, statements]) => {
      const policy = this.addPolicy(policyId, applyPolicyName(names, policyId), `What the apply role may declare in ${environment.name}`, statements);
      return [policyId, policy.arn] as const;
    });
    new DeploymentRole(this, "apply", {
      ...shared,
      managedPolicies: { ...shared.managedPolicies, ...Object.fromEntries(declare) },
      name: names.applyRole,
      description: `Applies reviewed plans in ${environment.name}`,
      github: { ...github, environment: environment.name },
      principalArns: environment.access.applyPrincipals,
      policies: { operate: applyStatements(context) },
    });
    this.addPeople(context);
    new MacKey(this, "fingerprint-key", {
      accountId: environment.accountId,
      region: environment.homeRegion,
      alias: names.fingerprintKeyAlias,
      description: `Sensitive values in fingerprints of plans of ${environment.name}`,
      principalArns: deploymentRoles,
    });
  }

  private addPolicy(id: string, name: string, description: string, statements: readonly Statement[]): IamPolicy {
    const policy = policyDocument(statements);
    if (policy.length > longestPolicy) {
      throw new ConstructError(this, {
        problem: `The policy ${name} would have ${policy.length} characters, and IAM takes ${longestPolicy}.`,
        remedy: "Name fewer exceptions under baseline.exceptions, fewer approvers under delivery.approvers, or fewer services under the actions of Terraform targets.",
      });
    }
    return new IamPolicy(this, id, { name, description, policy });
  }

  /** Who vouches for people who come in decides who they are: so people make it, not a promotion. Baseline's roles trust it. */
  private addPeople({ environment, names }: BootstrapContext): void {
    const { federation } = environment.baseline;
    if (federation.kind !== "saml") return;
    const provider = new IamSamlProvider(this, "people", { name: names.samlProvider, samlMetadataDocument: readMetadata(this, federation.metadataFile) });
    satisfies(provider, "cis-aws-7.0:2.19", "hipaa:164_312_d");
  }

  /** An account has at most one provider for an issuer, so it may stand already. Returns its ARN. */
  private addGitHub({ environment }: BootstrapContext): string {
    const { oidcProvider } = environment.ownership;
    if (oidcProvider.mode === "external") return oidcProvider.providerArn;
    const provider = new IamOpenidConnectProvider(this, "github", {
      url: "https://token.actions.githubusercontent.com",
      clientIdList: ["sts.amazonaws.com"],
    });
    if (oidcProvider.mode === "adopt") provider.importFrom(oidcProvider.providerArn);
    return provider.arn;
  }
}
