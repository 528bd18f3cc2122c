import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { policyDocument, requireReasons, type ConditionBlock, type Statement, type Unsafe } from "../core";

export interface ServiceRoleProps {
  readonly name: string;
  /** What the service does with the role, for people. */
  readonly description: string;
  /** Service that assumes it: `vpc-flow-logs.amazonaws.com`. */
  readonly service: string;
  /** Account on whose behalf the service must act, against the confused deputy. */
  readonly accountId: string;
  /** ARN, `*` allowed, of what the service must act for. @default anything in the account */
  readonly sourceArn?: string;
  readonly permissionsBoundaryArn: string;
  /** What the service may do. */
  readonly statements: readonly Statement[];
  /** Tags by which policies know the role. @default none */
  readonly tags?: Readonly<Record<string, string>>;
  readonly unsafe?: {
    /** Trusts the service for any account: for services that send neither aws:SourceAccount nor aws:SourceArn. */
    readonly withoutSourceCondition?: Unsafe;
  };
}

const sourceCondition = (props: ServiceRoleProps): ConditionBlock => ({
  StringEquals: { "aws:SourceAccount": props.accountId },
  ...(props.sourceArn === undefined ? {} : { ArnLike: { "aws:SourceArn": props.sourceArn } }),
});

/**
 * A role for one AWS service, under the permissions boundary. Its permissions are one policy inside the role: they
 * live and die with it and can be attached to nothing else.
 *
 * @example
 * new ServiceRole(scope, "role", {
 *   name: "castle-dev-reporter",
 *   description: "Lets the scheduler start the nightly report",
 *   service: "scheduler.amazonaws.com",
 *   accountId: "111111111111",
 *   permissionsBoundaryArn: "arn:aws:iam::111111111111:policy/castle-dev-boundary",
 *   statements: [{ Sid: "Publish", Effect: "Allow", Action: "sns:Publish", Resource: "arn:aws:sns:eu-central-1:111111111111:castle-dev-alerts" }],
 * });
 */
export class ServiceRole extends Construct {
  public readonly arn: string;
  public readonly name: string;
  public readonly role: IamRole;
  /** What a resource that uses the role waits for: a role without its permissions is refused by most services. */
  public readonly permissions: IamRolePolicy;

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    requireReasons(this, props.unsafe);
    this.role = new IamRole(this, "role", {
      name: props.name,
      description: props.description,
      permissionsBoundary: props.permissionsBoundaryArn,
      ...(props.tags && { tags: { ...props.tags } }),
      assumeRolePolicy: policyDocument([
        {
          Sid: "ServiceAssumes",
          Effect: "Allow",
          Principal: { Service: props.service },
          Action: "sts:AssumeRole",
          ...(props.unsafe?.withoutSourceCondition ? {} : { Condition: sourceCondition(props) }),
        },
      ]),
    });
    this.permissions = new IamRolePolicy(this, "permissions", {
      name: "permissions",
      role: this.role.name,
      policy: policyDocument(props.statements),
    });
    this.arn = this.role.arn;
    this.name = props.name;
  }
}
