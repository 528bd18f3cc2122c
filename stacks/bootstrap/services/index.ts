import { accessAnalyzer } from "./access-analyzer";
import { account } from "./account";
import { budgets } from "./budgets";
import { cloudformation } from "./cloudformation";
import { cloudtrail } from "./cloudtrail";
import { cloudwatch } from "./cloudwatch";
import { codebuild } from "./codebuild";
import { codeconnections, codestarConnections } from "./codeconnections";
import { codedeploy } from "./codedeploy";
import { codepipeline } from "./codepipeline";
import { config } from "./config";
import { ec2 } from "./ec2";
import { ecr } from "./ecr";
import { ecs } from "./ecs";
import { events } from "./events";
import { guardduty } from "./guardduty";
import { inspector2 } from "./inspector2";
import { kms } from "./kms";
import { lambda } from "./lambda";
import { logs } from "./logs";
import { macie2 } from "./macie2";
import { s3 } from "./s3";
import { secretsmanager } from "./secretsmanager";
import { securityhub } from "./securityhub";
import type { ServicePermissions } from "./service";
import { sns } from "./sns";
import { ssm } from "./ssm";
import { support } from "./support";
import { wafv2 } from "./wafv2";

export { prefixed, type ServicePermissions } from "./service";

/**
 * The AWS services in which Portcullis declares resources. A stack that uses a further service adds one file here and one
 * line; the plan role, the apply role and the permissions boundary follow.
 */
export const services: readonly ServicePermissions[] = [
  accessAnalyzer,
  account,
  budgets,
  cloudformation,
  cloudtrail,
  cloudwatch,
  codebuild,
  codeconnections,
  codedeploy,
  codepipeline,
  codestarConnections,
  config,
  ec2,
  ecr,
  ecs,
  events,
  guardduty,
  inspector2,
  kms,
  lambda,
  logs,
  macie2,
  s3,
  secretsmanager,
  securityhub,
  sns,
  ssm,
  support,
  wafv2,
];

/** Services that stacks give a role to; iam:PassRole is confined to them. */
export const servicesWithRoles: readonly string[] = services.flatMap(({ roles = [] }) => roles);

/** Services to which deploy roles hand a role besides: the boundary lets them, and no promotion does so. */
export const servicesHandedRoles: readonly string[] = services.flatMap(({ handedOver = [] }) => handedOver);

/** Services whose service-linked role AWS makes at the first use. */
export const servicesWithLinkedRoles: readonly string[] = services.flatMap(({ linkedRole }) => linkedRole ?? []);
