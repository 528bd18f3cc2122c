import { cloudtrail } from "./cloudtrail";
import { ec2 } from "./ec2";
import { kms } from "./kms";
import { logs } from "./logs";
import { s3 } from "./s3";
import type { ServicePermissions } from "./service";
import { sns } from "./sns";
import { wafv2 } from "./wafv2";

export { prefixed, type ServicePermissions } from "./service";

/**
 * The AWS services in which Portcullis declares resources. A stack that uses a further service adds one file here and one
 * line; the plan role, the apply role and the permissions boundary follow.
 */
export const services: readonly ServicePermissions[] = [cloudtrail, ec2, kms, logs, s3, sns, wafv2];

/** Services that stacks give a role to; iam:PassRole is confined to them. */
export const servicesWithRoles: readonly string[] = services.flatMap(({ roles = [] }) => roles);

/** Services whose service-linked role AWS makes at the first use. */
export const servicesWithLinkedRoles: readonly string[] = services.flatMap(({ linkedRole }) => linkedRole ?? []);
