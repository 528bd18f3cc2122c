import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { IamUserGroupMembership } from "@cdktf/provider-aws/lib/iam-user-group-membership";
import { Construct } from "constructs";
import { ConstructError, satisfies } from "../core";

/** Path of every user and group that is an exception: the permissions boundary lets promotion make them nowhere else. */
export const exceptionsPath = "/exceptions/";

export interface ExceptionUserProps {
  readonly name: string;
  /** Why this one cannot come by federation; at least 10 characters. A tag. */
  readonly reason: string;
  /** First day, UTC, on which everything is denied to the user: `2027-01-31`. A tag; the groups deny. */
  readonly expires: string;
  /** Names of the groups that give the user its rights; at least one. */
  readonly groups: readonly string[];
  readonly permissionsBoundaryArn: string;
}

/** What IAM takes in the value of a tag (IAM User Guide, "Tags for IAM resources"). */
const outsideTagValues = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu;

/**
 * A user of IAM where federation is not possible: no right, password or access key of its own. Whoever runs bootstrap gives it
 * a password once, so no secret is ever in a state.
 */
export class ExceptionUser extends Construct {
  constructor(scope: Construct, id: string, props: ExceptionUserProps) {
    super(scope, id);
    if (props.groups.length === 0) {
      throw new ConstructError(this, { problem: `The user ${props.name} is in no group.`, remedy: "Name the group that gives it its rights and denies them at its end." });
    }
    const user = new IamUser(this, "user", {
      name: props.name,
      path: exceptionsPath,
      permissionsBoundary: props.permissionsBoundaryArn,
      // A key or a second factor that somebody added must not keep the user alive.
      forceDestroy: true,
      tags: { reason: props.reason.replace(outsideTagValues, " ").slice(0, 256), expires: props.expires },
    });
    const membership = new IamUserGroupMembership(this, "groups", { user: user.name, groups: [...props.groups] });
    satisfies(membership, "cis-aws-7.0:2.13");
  }
}
