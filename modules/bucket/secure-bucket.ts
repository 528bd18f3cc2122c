import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketObjectLockConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ConstructError, policyDocument, requireReasons, satisfies, type Statement, type Unsafe } from "../core";
import { bucketArn, customerKeyOnly, tlsOnly } from "./statements";

/** When objects leave. The AWS provider waits about 55 s for a lifecycle configuration: nothing may depend on it. */
export interface Lifecycle {
  /** Days after which a current object expires. @default never */
  readonly expireAfterDays?: number;
  /** Days after which a version that is no longer current is removed. @default 30 */
  readonly expireOldVersionsAfterDays?: number;
  /** Days after which objects move to S3 Glacier Instant Retrieval. @default never */
  readonly archiveAfterDays?: number;
  /** Beginnings of the keys of the objects that expire or move. Old versions of all others are removed all the same. @default every object */
  readonly prefixes?: readonly string[];
}

export interface SecureBucketProps {
  readonly name: string;
  /** ARN of the customer-managed key objects are encrypted under. Mandatory unless `unsafe.s3ManagedKey` is given. */
  readonly keyArn?: string;
  /** Bucket that takes the access logs, under `<name>/`; by name where another stack made it. Mandatory unless `unsafe.withoutAccessLogs` is given. */
  readonly accessLogBucket?: SecureBucket | string;
  /** Statements besides TLS only and customer key only. @default none */
  readonly statements?: readonly Statement[];
  /** @default objects never leave */
  readonly lifecycle?: Lifecycle;
  /** Default retention of every object: nobody deletes it before. @default no Object Lock */
  readonly objectLock?: { readonly mode: "GOVERNANCE" | "COMPLIANCE"; readonly retentionDays: number };
  /** True where the bucket exists and is imported. @default false */
  readonly adopt?: boolean;
  readonly unsafe?: {
    /** Objects under keys of S3: for targets of server access logs, which S3 delivers to no other encryption. */
    readonly s3ManagedKey?: Unsafe;
    /** No access logs: for the bucket that takes them. */
    readonly withoutAccessLogs?: Unsafe;
  };
}

/**
 * A private, versioned bucket under a customer-managed key that speaks TLS only and writes access logs. It is never
 * emptied by Terraform (`force_destroy` false).
 * @throws ConstructError where key or access logs are missing and no unsafe option says why.
 *
 * @example
 * new SecureBucket(scope, "exports", {
 *   name: "castle-dev-exports-111111111111",
 *   keyArn: "arn:aws:kms:eu-central-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
 *   accessLogBucket: "castle-dev-access-logs-111111111111",
 *   lifecycle: { expireAfterDays: 90 },
 * });
 */
export class SecureBucket extends Construct {
  public readonly name: string;
  /** ARN by convention: a literal, so that policies which name it are known in a plan. */
  public readonly arn: string;
  public readonly bucket: S3Bucket;
  /** What a service that delivers into the bucket waits for. */
  public readonly ready: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: SecureBucketProps) {
    super(scope, id);
    this.check(props);
    this.name = props.name;
    this.arn = bucketArn(props.name);
    this.bucket = new S3Bucket(this, "bucket", {
      bucket: props.name,
      forceDestroy: false,
      // On an existing bucket this argument would force a replacement; the lock configuration turns the lock on.
      ...(props.objectLock && !props.adopt ? { objectLockEnabled: true } : {}),
    });
    if (props.adopt) this.bucket.importFrom(props.name);

    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: this.bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    const encryption = this.addEncryption(props);
    const policy = this.addAccess(props);
    if (props.objectLock) this.addObjectLock(props.objectLock, versioning);
    if (props.accessLogBucket) this.addAccessLogs(props.accessLogBucket);
    if (props.lifecycle) this.addLifecycle(props.lifecycle, versioning);
    this.ready = [encryption, policy];
  }

  private check({ keyArn, accessLogBucket, unsafe }: SecureBucketProps): void {
    requireReasons(this, unsafe);
    if ((keyArn === undefined) !== (unsafe?.s3ManagedKey !== undefined)) {
      throw new ConstructError(this, {
        problem: "A bucket has either a customer-managed key or a reason for none.",
        remedy: "Give keyArn, or unsafe.s3ManagedKey with a reason.",
      });
    }
    if ((accessLogBucket === undefined) !== (unsafe?.withoutAccessLogs !== undefined)) {
      throw new ConstructError(this, {
        problem: "A bucket has either access logs or a reason for none.",
        remedy: "Give accessLogBucket, or unsafe.withoutAccessLogs with a reason.",
      });
    }
  }

  private addEncryption({ keyArn }: SecureBucketProps): S3BucketServerSideEncryptionConfigurationA {
    return new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: this.bucket.id,
      rule: [
        keyArn === undefined
          ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
          : { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn }, bucketKeyEnabled: true },
      ],
    });
  }

  /** One after the other: S3 answers 409 where two of these calls meet on one bucket. */
  private addAccess(props: SecureBucketProps): S3BucketPolicy {
    const publicAccessBlock = new S3BucketPublicAccessBlock(this, "public-access-block", {
      bucket: this.bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const ownership = new S3BucketOwnershipControls(this, "ownership", {
      bucket: this.bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
      dependsOn: [publicAccessBlock],
    });
    const policy = new S3BucketPolicy(this, "policy", {
      bucket: this.bucket.id,
      policy: policyDocument([
        ...tlsOnly(props.name),
        ...(props.keyArn === undefined ? [] : [customerKeyOnly(props.name)]),
        ...(props.statements ?? []),
      ]),
      dependsOn: [ownership],
    });
    satisfies(publicAccessBlock, "cis-aws-7.0:3.1.4");
    satisfies(policy, "cis-aws-7.0:3.1.1");
    return policy;
  }

  private addObjectLock(lock: NonNullable<SecureBucketProps["objectLock"]>, versioning: S3BucketVersioningA): void {
    new S3BucketObjectLockConfigurationA(this, "object-lock", {
      bucket: this.bucket.id,
      objectLockEnabled: "Enabled",
      rule: { defaultRetention: { mode: lock.mode, days: lock.retentionDays } },
      dependsOn: [versioning],
    });
  }

  private addAccessLogs(target: SecureBucket | string): void {
    new S3BucketLoggingA(this, "access-logs", {
      bucket: this.bucket.id,
      targetPrefix: `${this.name}/`,
      ...(typeof target === "string" ? { targetBucket: target } : { targetBucket: target.name, dependsOn: target.ready }),
    });
  }

  private addLifecycle(lifecycle: Lifecycle, versioning: S3BucketVersioningA): void {
    const current = {
      ...(lifecycle.expireAfterDays === undefined ? {} : { expiration: [{ days: lifecycle.expireAfterDays }] }),
      ...(lifecycle.archiveAfterDays === undefined ? {} : { transition: [{ days: lifecycle.archiveAfterDays, storageClass: "GLACIER_IR" }] }),
    };
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: this.bucket.id,
      rule: [
        {
          id: "retention",
          status: "Enabled",
          filter: [{ prefix: "" }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
          noncurrentVersionExpiration: [{ noncurrentDays: lifecycle.expireOldVersionsAfterDays ?? 30 }],
          ...(lifecycle.prefixes === undefined ? current : {}),
        },
        ...(lifecycle.prefixes ?? []).map((prefix) => ({ id: `retention of ${prefix}`, status: "Enabled", filter: [{ prefix }], ...current })),
      ],
      dependsOn: [versioning],
    });
  }
}
