import { CreateAliasCommand, CreateKeyCommand, KMSClient, type CreateKeyCommandInput } from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutBucketPolicyCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { environments, names, organisation, type Environment } from "../../environments";
import type { Session } from "../../scripts/terraform";
import { sessionIn } from "./terraform-bench";

/** A session in an environment's account on an emulator, as the caller. */
export const sessionOf = async (environment: Environment, endpoint: string): Promise<Session> => ({
  ...(await sessionIn(environment.accountId, endpoint)),
  region: environment.homeRegion,
});

/** S3 of an environment's account; destroy it after use. */
export const bucketsOf = (session: Session): S3Client => new S3Client({ region: session.region, endpoint: session.endpoint, forcePathStyle: true, credentials: session });

/**
 * What a promotion of one environment stands on, made by hand in a second: a real bootstrap takes over a minute, most of
 * it the provider's waits for S3 lifecycles. State and bundle bucket, the organisation's ledger bucket, the keys.
 * `<environment>-bootstrap` itself is not there: promote with `--stack`.
 */
export const quickBootstrap = async (environment: Environment, endpoint: string): Promise<void> => {
  const owner = environments.find(({ name }) => name === organisation.ledgerEnvironment)!;
  const known = names(organisation, environment);
  await makeBuckets(await sessionOf(owner, endpoint), [names(organisation, owner).ledgerBucket]);
  const session = await sessionOf(environment, endpoint);
  await makeBuckets(session, [known.stateBucket, known.bundleBucket]);
  await makeKey(session, known.keyAlias("state"), { KeyUsage: "ENCRYPT_DECRYPT" });
  await makeKey(session, known.fingerprintKeyAlias, { KeyUsage: "GENERATE_VERIFY_MAC", KeySpec: "HMAC_256" });
};

const makeBuckets = async (session: Session, buckets: readonly string[]): Promise<void> => {
  const s3 = bucketsOf(session);
  for (const Bucket of buckets) {
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: session.region as "eu-central-1" } }));
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  }
  s3.destroy();
};

const makeKey = async (session: Session, AliasName: string, key: CreateKeyCommandInput): Promise<void> => {
  const kms = new KMSClient({ region: session.region, endpoint: session.endpoint, credentials: session });
  const { KeyMetadata } = await kms.send(new CreateKeyCommand(key));
  await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyMetadata!.KeyId }));
  kms.destroy();
};

/** The bucket of access logs, which a real bootstrap makes and the log archive writes to. */
export const makeAccessLogBucket = async (environment: Environment, endpoint: string): Promise<void> => {
  const Bucket = names(organisation, environment).accessLogBucket;
  const s3 = bucketsOf(await sessionOf(environment, endpoint));
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: environment.homeRegion as "eu-central-1" } }));
  const delivery = { Effect: "Allow", Principal: { Service: "logging.s3.amazonaws.com" }, Action: "s3:PutObject", Resource: `arn:aws:s3:::${Bucket}/*` };
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement: [delivery] }) }));
  s3.destroy();
};
