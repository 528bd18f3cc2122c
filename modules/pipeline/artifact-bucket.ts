import type { Construct } from "constructs";
import { SecureBucket } from "../bucket";
import { everyone, onlyPrincipals } from "../core";

/**
 * Bucket of one pipeline's artifacts. Each pipeline has its own: CodePipeline tells pipelines in a bucket apart by the first 20 characters of
 * their names, which those of one environment share.
 */
export const artifactBucketName = (pipeline: string, accountId: string): string => `${pipeline}-artifacts-${accountId}`;

interface ArtifactBucketProps {
  readonly name: string;
  readonly keyArn: string;
  readonly accessLogBucket: string;
  readonly retentionDays: number;
  /** Roles of the pipeline and of its projects. */
  readonly roleArns: readonly string[];
  /** Roles by which CodePipeline deploys what lies here, in any account. */
  readonly deployRoleArns: readonly string[];
}

/** Nobody else reads or writes artifacts, whatever IAM says: who changes one between its scan and its deployment deploys what he likes. */
export const addArtifactBucket = (scope: Construct, { name, keyArn, accessLogBucket, retentionDays, roleArns, deployRoleArns }: ArtifactBucketProps): SecureBucket =>
  new SecureBucket(scope, "artifacts", {
    name,
    keyArn,
    accessLogBucket,
    lifecycle: { expireAfterDays: retentionDays, expireOldVersionsAfterDays: 1 },
    statements: [
      {
        Sid: "DenyOthers",
        Effect: "Deny",
        Principal: everyone,
        Action: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
        Resource: `arn:aws:s3:::${name}/*`,
        Condition: { ArnNotEquals: { "aws:PrincipalArn": [...roleArns, ...deployRoleArns] } },
      },
      ...(deployRoleArns.length === 0
        ? []
        : [{ Sid: "DeployRolesRead", Effect: "Allow", ...onlyPrincipals(deployRoleArns), Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: `arn:aws:s3:::${name}/*` } as const]),
    ],
  });
