import { Construct } from "constructs";
import { bucketArn, noRemoval, SecureBucket } from "../../modules/bucket";
import { everyone, onlyPrincipals, type Statement } from "../../modules/core";
import { EncryptionKey } from "../../modules/encryption-key";
import type { BootstrapContext } from "./context";

/** What only an apply role, or a person who may be one, adds. */
export const recordPrefixes = ["ledger", "releases", "reviews"];
/** Notes of plans: also a plan role adds them, and nothing is believed for their sake. */
export const planPrefix = "plans";
export const ledgerPrefixes = [...recordPrefixes, planPrefix];

/**
 * Readers are all deployment roles; writers of records are the apply roles alone, for the code of a pull request runs with a plan role. Each creation must be conditional (`If-None-Match: *`), so that of two writers of
 * one entry one fails and nothing is ever overwritten (S3 User Guide, "Enforce conditional writes"). Nobody deletes.
 */
export const ledgerStatements = (bucketName: string, { ledgerReaders, ledgerWriters }: Pick<BootstrapContext, "ledgerReaders" | "ledgerWriters">): readonly Statement[] => {
  const bucket = bucketArn(bucketName);
  const objects = (prefixes: readonly string[]) => prefixes.map((prefix) => `${bucket}/${prefix}/*`);
  const readers = onlyPrincipals(ledgerReaders);
  return [
    { Sid: "ReadersFind", Effect: "Allow", ...readers, Action: "s3:ListBucket", Resource: bucket },
    { Sid: "ReadersRead", Effect: "Allow", ...readers, Action: "s3:GetObject", Resource: objects(ledgerPrefixes) },
    { Sid: "ReadersNotePlans", Effect: "Allow", ...readers, Action: "s3:PutObject", Resource: objects([planPrefix]) },
    { Sid: "WritersAdd", Effect: "Allow", ...onlyPrincipals(ledgerWriters), Action: "s3:PutObject", Resource: objects(recordPrefixes) },
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
  constructor(scope: Construct, id: string, context: BootstrapContext, accessLogs: SecureBucket) {
    super(scope, id);
    const { environment, names, ledger, ledgerReaders } = context;
    const key = new EncryptionKey(this, "key", {
      alias: names.keyAlias("ledger"),
      description: "Ledger, releases and reviews of the organisation",
      accountId: environment.accountId,
      region: environment.homeRegion,
      grants: [
        { kind: "principals", principalArns: ledgerReaders, access: "use" },
        { kind: "account-through", service: "s3", access: "read" },
      ],
    });
    new SecureBucket(this, "bucket", {
      name: ledger.bucket,
      keyArn: key.arn,
      accessLogBucket: accessLogs,
      objectLock: environment.ledger.objectLock,
      statements: ledgerStatements(ledger.bucket, context),
    });
  }
}
