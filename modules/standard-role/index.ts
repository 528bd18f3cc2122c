import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { ConstructError, policyDocument, type Statement } from "../core";
import { trustStatement, type RoleTrust } from "./trust";

export { denyDataReads } from "./data-reads";
export type { RoleTrust } from "./trust";

export interface StandardRoleProps {
  readonly name: string;
  /** What people do with it. */
  readonly description: string;
  /** Who may assume it; at least one way in. */
  readonly trust: readonly RoleTrust[];
  /** Policies of AWS by the id of their attachment: `{ support: "AWSSupportAccess" }`. */
  readonly managedPolicies: Readonly<Record<string, string>>;
  /** What is denied whatever the policies of AWS allow. @default nothing */
  readonly denials?: readonly Statement[];
  readonly permissionsBoundaryArn: string;
  /** How long a session lasts, in seconds; an hour is the least that IAM takes. @default 3600 */
  readonly maxSessionSeconds?: number;
}

/**
 * A role that people assume, under the permissions boundary: policies of AWS, less what it must not do.
 *
 * @example
 * new StandardRole(scope, "support", {
 *   name: "castle-dev-support",
 *   description: "Works on incidents with AWS Support",
 *   trust: [{ kind: "identity-center", accountId: "111111111111" }],
 *   managedPolicies: { support: "AWSSupportAccess" },
 *   permissionsBoundaryArn: "arn:aws:iam::111111111111:policy/castle-dev-boundary",
 * });
 */
export class StandardRole extends Construct {
  public readonly name: string;
  public readonly role: IamRole;
  public readonly attachments: readonly IamRolePolicyAttachment[];

  constructor(scope: Construct, id: string, props: StandardRoleProps) {
    super(scope, id);
    if (props.trust.length === 0) {
      throw new ConstructError(this, { problem: "Nobody may assume the role.", remedy: "Name at least one way in." });
    }
    this.name = props.name;
    this.role = new IamRole(this, "role", {
      name: props.name,
      description: props.description,
      assumeRolePolicy: policyDocument(props.trust.map(trustStatement)),
      maxSessionDuration: props.maxSessionSeconds ?? 3600,
      permissionsBoundary: props.permissionsBoundaryArn,
    });
    if (props.denials !== undefined) {
      new IamRolePolicy(this, "denials", { name: "denials", role: this.role.name, policy: policyDocument(props.denials) });
    }
    this.attachments = Object.entries(props.managedPolicies).map(
      ([attachment, policy]) => new IamRolePolicyAttachment(this, attachment, { role: this.role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` }),
    );
  }
}
