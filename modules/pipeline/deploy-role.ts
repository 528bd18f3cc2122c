import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { ConstructError, onlyPrincipals, policyDocument, type Statement } from "../core";

export interface DeployRoleProps {
  readonly name: string;
  /** What is deployed: the role is tagged with it, and reaches the state of no other. */
  readonly application: string;
  /** What is deployed with it, for people. */
  readonly description: string;
  /** ARNs of the roles that deploy: the pipeline's own and those of its projects. They may be in another account and need not exist yet. */
  readonly assumedBy: readonly string[];
  /** What deploying takes, or planning. */
  readonly statements: readonly Statement[];
  /** Whether it looks besides at all that AWS's ReadOnlyAccess shows, less what `statements` deny: for a role that plans. @default false */
  readonly looksAround?: boolean;
  readonly permissionsBoundaryArn: string;
}

/**
 * The role by which a pipeline deploys one application to one environment, or plans to: it stands in the account that is deployed to, under that account's
 * boundary. It trusts the pipeline's account for named roles alone.
 * @throws ConstructError where nobody may assume it.
 *
 * @example
 * new DeployRole(scope, "orders", {
 *   name: "castle-dev-deploy-orders.prod",
 *   application: "orders",
 *   description: "Deploys orders to dev",
 *   assumedBy: ["arn:aws:iam::333333333333:role/castle-prod-orders"],
 *   statements: [{ Sid: "UpdateService", Effect: "Allow", Action: "ecs:UpdateService", Resource: "arn:aws:ecs:eu-central-1:111111111111:service/shop/orders" }],
 *   permissionsBoundaryArn: "arn:aws:iam::111111111111:policy/castle-dev-boundary",
 * });
 */
export class DeployRole extends Construct {
  public readonly name: string;
  public readonly role: IamRole;

  constructor(scope: Construct, id: string, props: DeployRoleProps) {
    super(scope, id);
    if (props.assumedBy.length === 0) throw new ConstructError(this, { problem: "Nobody may assume the role.", remedy: "Name the roles of the pipeline under assumedBy." });
    this.name = props.name;
    this.role = new IamRole(this, "role", {
      name: props.name,
      description: props.description,
      permissionsBoundary: props.permissionsBoundaryArn,
      tags: { application: props.application },
      // As long as CodePipeline's own sessions at most.
      maxSessionDuration: 3600,
      assumeRolePolicy: policyDocument([{ Sid: "PipelineAssumes", Effect: "Allow", ...onlyPrincipals(props.assumedBy), Action: "sts:AssumeRole" }]),
    });
    new IamRolePolicy(this, "permissions", { name: "permissions", role: this.role.name, policy: policyDocument(props.statements) });
    if (props.looksAround === true) new IamRolePolicyAttachment(this, "read-only", { role: this.role.name, policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" });
  }
}
