import type { Environment, StandardRoleName } from "./schema";
import type { Organisation } from "./organisation";

/**
 * The conventions that give every name. A stack finds what another stack made by these names, never by
 * terraform_remote_state: so every stack can be planned before any other stands.
 */

type Named = Pick<Environment, "name" | "accountId">;

export const stackId = (environment: Pick<Environment, "name">, stack: string, region?: string): string =>
  [environment.name, stack, region].filter(Boolean).join("-");

/** Key of a stack's state in the state bucket of its environment. */
export const stateKey = (id: string): string => `${id}.tfstate`;

export const names = (organisation: Pick<Organisation, "prefix">, environment: Named) => {
  const base = `${organisation.prefix}-${environment.name}`;
  const bucket = (purpose: string) => `${base}-${purpose}-${environment.accountId}`;
  const role = (purpose: string) => `${base}-${purpose}`;
  const arn = (service: string, resource: string, region = "") => `arn:aws:${service}:${region}:${environment.accountId}:${resource}`;
  return {
    /** `<prefix>-<environment>`, the beginning of every name. */
    base,
    stateBucket: bucket("state"),
    bundleBucket: bucket("bundles"),
    accessLogBucket: bucket("access-logs"),
    logArchiveBucket: bucket("log-archive"),
    /** What AWS Config delivers, of all regions, in the home region. */
    configBucket: bucket("config"),
    /** Exported findings of GuardDuty and results of Macie, in the home region. */
    findingsBucket: bucket("findings"),
    /** Reports and verdicts of pipelines, locked, in the home region. */
    evidenceBucket: bucket("evidence"),
    /** Packed releases and data that pipelines fetch at pinned checksums. */
    toolsBucket: bucket("tools"),
    /** States of applications that pipelines deploy to this environment by Terraform. */
    applicationStateBucket: bucket("application-state"),
    ledgerBucket: `${organisation.prefix}-ledger-${environment.accountId}`,
    planRole: role("plan"),
    applyRole: role("apply"),
    planRoleArn: arn("iam", `role/${role("plan")}`),
    applyRoleArn: arn("iam", `role/${role("apply")}`),
    boundaryName: role("boundary"),
    boundaryArn: arn("iam", `policy/${role("boundary")}`),
    /** Role by which pipelines deploy an application to this environment. */
    /** Role by which the pipeline of an application is let in that stands in the host: one may stand in several environments. */
    deployRole: (application: string, host: string) => role(`deploy-${application}.${host}`),
    /** Role by which Terraform of that pipeline plans: its name begins as that of the deploy role, for policies that name all of them. */
    deployPlanRole: (application: string, host: string) => role(`deploy-${application}.${host}-plan`),
    /** Every deploy role of the environment, as a pattern; roles that plan are among them. */
    deployRoleArns: arn("iam", `role/${role("deploy-*")}`),
    standardRole: (name: StandardRoleName) => role(name),
    standardRoleArn: (name: StandardRoleName) => arn("iam", `role/${role(name)}`),
    samlProvider: role("people"),
    samlProviderArn: arn("iam", `saml-provider/${role("people")}`),
    /** Users of IAM where federation is not possible, and the groups that let them assume a standard role. */
    exceptionUser: role,
    exceptionUserArn: (name: string) => arn("iam", `user/exceptions/${role(name)}`),
    exceptionGroup: (name: StandardRoleName) => role(`may-${name}`),
    exceptionGroupArn: (name: StandardRoleName) => arn("iam", `group/exceptions/${role(`may-${name}`)}`),
    alertTopic: `${base}-alerts`,
    alertTopicArn: (region: string) => arn("sns", `${base}-alerts`, region),
    trail: `${base}-trail`,
    /** Log group of the trail that Portcullis owns. */
    trailLogGroup: `/aws/cloudtrail/${base}-trail`,
    trailArn: (region: string) => arn("cloudtrail", `trail/${base}-trail`, region),
    /** AWS WAF writes only to destinations whose name begins so (AWS WAF Developer Guide, "Logging destinations"). */
    webAclLogGroup: `aws-waf-logs-${base}`,
    keyAlias: (purpose: string) => `alias/${base}-${purpose}`,
    /** HMAC key under which sensitive values enter a plan's fingerprint. */
    fingerprintKeyAlias: `alias/${base}-fingerprint`,
  } as const;
};
export type Names = ReturnType<typeof names>;
