import { Construct } from "constructs";
import { bucketArn, noRemoval, SecureBucket } from "../../modules/bucket";
import { everyone, onlyPrincipals, type Statement } from "../../modules/core";
import { EncryptionKey } from "../../modules/encryption-key";
import type { BootstrapContext } from "./context";

const prefixes = ["ledger", "releases", "reviews"];

/**
 * Writers add objects and read them. Each creation must be conditional (`If-None-Match: *`), so that of two writers of
 * one entry one fails and nothing is ever overwritten (S3 User Guide, "Enforce conditional writes"). Nobody deletes.
 */
export const ledgerStatements = (bucketName: string, writers: readonly string[]): readonly Statement[] => {
  const bucket = bucketArn(bucketName);
  const objects = prefixes.map((prefix) => `${bucket}/${prefix}/*`);
  const admitted = onlyPrincipals(writers);
  return [
    { Sid: "WritersFind", Effect: "Allow", ...admitted, Action: "s3:ListBucket", Resource: bucket },
    { Sid: "WritersReadAndAdd", Effect: "Allow", ...admitted, Action: ["s3:GetObject", "s3:PutObject"], Resource: objects },
    {
      Sid: "DenyOverwriting",
      Effect: "Deny",
      Principal: everyone,
      Action: "s3:PutObject",
      Resource: `${bucket}/*`,
      Condition: { Null: { "s3:if-none-match": "true" }, Bool: { "s3:ObjectCreationOperation": "true" } },
    },
    noRemoval(bucketName),
  ];
};

/** The organisation's ledger: releases, entries and redacted reviews, under Object Lock. */
export class OrganisationLedger extends Construct {
  constructor(scope: Construct, id: string, { environment, names, ledger, ledgerWriters }: BootstrapContext, accessLogs: SecureBucket) {
    super(scope, id);
    const key = new EncryptionKey(this, "key", {
      alias: names.keyAlias("ledger"),
      description: "Ledger, releases and reviews of the organisation",
      accountId: environment.accountId,
      region: environment.homeRegion,
      grants: [
        { kind: "principals", principalArns: ledgerWriters, access: "use" },
        { kind: "account-through", service: "s3", access: "read" },
      ],
    });
    new SecureBucket(this, "bucket", {
      name: ledger.bucket,
      keyArn: key.arn,
      accessLogBucket: accessLogs,
      objectLock: environment.ledger.objectLock,
      statements: ledgerStatements(ledger.bucket, ledgerWriters),
    });
  }
}
