import type { AccountReader } from "../capability";

/** What DescribeTrails says of a trail. */
export interface Trail {
  readonly Name: string;
  readonly TrailARN: string;
  readonly HomeRegion: string;
  readonly S3BucketName?: string;
  readonly CloudWatchLogsLogGroupArn?: string | null;
  readonly IsMultiRegionTrail?: boolean;
  readonly IsOrganizationTrail?: boolean;
}

/**
 * The trails that record in the account, each once. A member account sees its organisation's trail, whose ARN names the
 * management account (CloudTrail User Guide, "Creating a trail for an organization").
 */
export const trailsOf = async (account: AccountReader): Promise<readonly Trail[]> => {
  const answers = await Promise.all(
    account.regions.map((region) => account.in(region).json("cloudtrail", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails", { includeShadowTrails: true })),
  );
  const trails = answers.flatMap((answer) => (answer as { readonly trailList?: readonly Trail[] }).trailList ?? []);
  return [...new Map(trails.map((trail) => [trail.TrailARN, trail])).values()];
};

export const accountOf = (arn: string): string => arn.split(":")[4] ?? "";
