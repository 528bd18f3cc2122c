import type { Rule } from "../rule";
import { bucketEncryptedWithCmk } from "./bucket-encrypted-with-cmk";
import { bucketNotForceDestroyed } from "./bucket-not-force-destroyed";
import { bucketPublicAccessBlocked } from "./bucket-public-access-blocked";
import { bucketTlsOnly } from "./bucket-tls-only";
import { bucketVersionedOrLocked } from "./bucket-versioned-or-locked";
import { buildProjectConfined } from "./build-project-confined";
import { buildspecFailsClosed } from "./buildspec-fails-closed";
import { defaultSecurityGroupEmpty } from "./default-security-group-empty";
import { keyDeletionWindow } from "./key-deletion-window";
import { keyRotation } from "./key-rotation";
import { logGroupEncryptedAndRetained } from "./log-group-encrypted-and-retained";
import { networkAclClosedToTheWorld } from "./network-acl-closed-to-the-world";
import { noStoredCredentials } from "./no-stored-credentials";
import { objectLockFloor } from "./object-lock-floor";
import { oidcTrustExact } from "./oidc-trust-exact";
import { passRoleConditioned } from "./pass-role-conditioned";
import { pipelineControlsKept } from "./pipeline-controls-kept";
import { pipelineGated } from "./pipeline-gated";
import { pipelineLockKept } from "./pipeline-lock-kept";
import { policyNoAdministrator } from "./policy-no-administrator";
import { protectionKept } from "./protection-kept";
import { resourcePolicyNotPublic } from "./resource-policy-not-public";
import { roleHasBoundary } from "./role-has-boundary";
import { securityGroupClosedToTheWorld } from "./security-group-closed-to-the-world";
import { serviceTrustConfusedDeputy } from "./service-trust-confused-deputy";
import { statefulResourceKept } from "./stateful-resource-kept";
import { topicEncryptedWithCmk } from "./topic-encrypted-with-cmk";
import { trailBucketLocked } from "./trail-bucket-locked";
import { trailComplete } from "./trail-complete";
import { trailRecordsManagementEvents } from "./trail-records-management-events";
import { userRightsThroughGroups } from "./user-rights-through-groups";
import { vpcHasFlowLog } from "./vpc-has-flow-log";
import { webAclHasRules } from "./web-acl-has-rules";
import { webAclLogRedacted } from "./web-acl-log-redacted";
import { webAclLogged } from "./web-acl-logged";
import { wildcardPrincipalInOrganisation } from "./wildcard-principal-in-organisation";

/** Every guardrail; one file a rule. */
export const rules: readonly Rule[] = [
  bucketEncryptedWithCmk,
  bucketNotForceDestroyed,
  bucketPublicAccessBlocked,
  bucketTlsOnly,
  bucketVersionedOrLocked,
  buildProjectConfined,
  buildspecFailsClosed,
  defaultSecurityGroupEmpty,
  keyDeletionWindow,
  keyRotation,
  logGroupEncryptedAndRetained,
  networkAclClosedToTheWorld,
  noStoredCredentials,
  objectLockFloor,
  oidcTrustExact,
  passRoleConditioned,
  pipelineControlsKept,
  pipelineGated,
  pipelineLockKept,
  policyNoAdministrator,
  protectionKept,
  resourcePolicyNotPublic,
  roleHasBoundary,
  securityGroupClosedToTheWorld,
  serviceTrustConfusedDeputy,
  statefulResourceKept,
  topicEncryptedWithCmk,
  trailBucketLocked,
  trailComplete,
  trailRecordsManagementEvents,
  userRightsThroughGroups,
  vpcHasFlowLog,
  webAclHasRules,
  webAclLogRedacted,
  webAclLogged,
  wildcardPrincipalInOrganisation,
];
