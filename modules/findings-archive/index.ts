import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { bucketArn, SecureBucket } from "../bucket";
import type { Statement } from "../core";
import { EncryptionKey } from "../encryption-key";

export interface FindingsArchiveProps {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** Alias of its key, with its prefix. */
  readonly keyAlias: string;
  /** Bucket that takes the access logs. */
  readonly accessLogBucket: string;
  /** Days after which findings leave; address lists stay. @default never */
  readonly retentionDays?: number;
}

/** Resources on whose behalf the services write. */
const writers = ({ accountId, region }: Pick<FindingsArchiveProps, "accountId" | "region">) => ({
  "guardduty.amazonaws.com": [`arn:aws:guardduty:${region}:${accountId}:detector/*`],
  "macie.amazonaws.com": [`arn:aws:macie2:${region}:${accountId}:export-configuration:*`, `arn:aws:macie2:${region}:${accountId}:classification-job/*`],
});

/** Where GuardDuty and Macie (`keyPrefix` of modules/macie) write; GuardDuty's address lists lie beside and never expire. */
const findingFolders = ["AWSLogs/", "macie/"];

/** GuardDuty User Guide, "Exporting generated findings"; Macie User Guide, "Storing sensitive data discovery results". */
const delivery = (props: FindingsArchiveProps): readonly Statement[] =>
  Object.entries(writers(props)).map(([service, sourceArns]) => ({
    Sid: `${service === "macie.amazonaws.com" ? "Macie" : "GuardDuty"}Delivers`,
    Effect: "Allow",
    Principal: { Service: service },
    Action: ["s3:GetBucketLocation", "s3:PutObject"],
    Resource: [bucketArn(props.name), `${bucketArn(props.name)}/*`],
    Condition: { StringEquals: { "aws:SourceAccount": props.accountId }, ArnLike: { "aws:SourceArn": sourceArns } },
  }));

/**
 * A bucket in which GuardDuty keeps its findings and Macie its results, longer than the services themselves do, and from which GuardDuty reads its lists.
 *
 * @example
 * new FindingsArchive(scope, "archive", {
 *   name: "castle-dev-findings-111111111111",
 *   accountId: "111111111111",
 *   region: "eu-central-1",
 *   keyAlias: "alias/castle-dev-findings",
 *   accessLogBucket: "castle-dev-access-logs-111111111111",
 *   retentionDays: 365,
 * });
 */
export class FindingsArchive extends Construct {
  public readonly bucketName: string;
  public readonly keyArn: string;
  /** What a service that delivers into the bucket waits for. */
  public readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: FindingsArchiveProps) {
    super(scope, id);
    const { accountId, region } = props;
    const key = new EncryptionKey(this, "key", {
      accountId,
      region,
      alias: props.keyAlias,
      description: "Findings that GuardDuty and Macie export",
      grants: [
        ...Object.entries(writers(props)).map(([service, sourceArns]) => ({ kind: "delivery", service, sourceArns }) as const),
        { kind: "account-through", service: "s3", access: "use" },
        {
          kind: "principals",
          principalArns: [`arn:aws:iam::${accountId}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`],
          access: "read",
        },
      ],
    });
    const bucket = new SecureBucket(this, "bucket", {
      name: props.name,
      keyArn: key.arn,
      accessLogBucket: props.accessLogBucket,
      statements: delivery(props),
      lifecycle: props.retentionDays === undefined ? undefined : { expireAfterDays: props.retentionDays, prefixes: findingFolders },
    });
    this.bucketName = bucket.name;
    this.keyArn = key.arn;
    this.ready = bucket.ready;
  }
}
