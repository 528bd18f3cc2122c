import type { AccountReader, Capability, Found } from "../capability";
import { trailsOf } from "./trails";

/** Control Tower names the archive after the account that holds it (AWS Control Tower User Guide, "About the shared accounts"). */
const controlTowerAccount = (bucketName: string): string | undefined => /^aws-controltower-logs-(\d{12})-/.exec(bucketName)?.[1];

const foundBucket = async (account: AccountReader, bucketName: string): Promise<readonly Found[]> => {
  const region = account.environment.homeRegion;
  const standing = await account.in(region).bucket(bucketName);
  if (standing === "absent") return [];
  if (account.holds("aws_s3_bucket", bucketName)) return [{ region, what: `bucket ${bucketName}`, keeper: "portcullis", besideOwn: "harmless", adopt: { bucketName } }];
  // A bucket's name is taken for every account of the partition (Amazon S3 User Guide, "General purpose bucket naming rules").
  const besideOwn = bucketName === account.logArchiveBucket ? "fails" : "harmless";
  if (standing === "here") return [{ region, what: `bucket ${bucketName}`, keeper: "account", besideOwn, adopt: { bucketName }, external: { bucketName, accountId: account.environment.accountId } }];
  return [{ region, what: `bucket ${bucketName} of another account`, keeper: "organisation", besideOwn, external: { bucketName, accountId: controlTowerAccount(bucketName) } }];
};

/** The bucket that Portcullis would make, the one that is configured, and those that trails deliver to. */
export const logArchive: Capability = {
  key: "logArchive",
  title: "the log archive bucket",
  scope: "account",
  read: async (account) => {
    const { logArchive: declared } = account.environment.ownership;
    const delivered = (await trailsOf(account)).flatMap(({ S3BucketName }) => S3BucketName ?? []);
    const names = new Set([account.logArchiveBucket, ...(declared.mode === "own" ? [] : [declared.bucketName]), ...delivered]);
    return (await Promise.all([...names].map((name) => foundBucket(account, name)))).flat();
  },
};
