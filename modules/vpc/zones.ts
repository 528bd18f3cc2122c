/**
 * Letters of a region's availability zones. They are written here and not looked up, so that every plan is the same and
 * can be made before an account is reached. Regions without a, b and c are listed (AWS Regions and Availability Zones,
 * "Availability Zones"); in us-west-1 an account has two of three, hence no third letter.
 */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  "ap-northeast-1": ["a", "c", "d"],
  "ca-central-1": ["a", "b", "d"],
  "us-west-1": ["a", "c"],
};

/** Letters of as many zones of a region, always the same ones first; fewer where the region has fewer. */
export const zoneLetters = (region: string, zones: 2 | 3): readonly string[] => (exceptions[region] ?? ["a", "b", "c"]).slice(0, zones);
