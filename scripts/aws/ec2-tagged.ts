import type { TagDescription } from "@aws-sdk/client-ec2";
import type { FindTagged, Session } from "../terraform/types";
import { explainAwsError } from "./fault";

/** Values that one filter takes (Amazon EC2 API Reference, "Filter"). */
const mostValues = 200;

/**
 * Finds what bears all of some tags, by the prefix of its id. Two calls whatever the account holds: the filters of one call are for
 * one tag, so the first finds who bears the most telling one, the second asks these for all.
 * Source: Amazon EC2 API Reference, DescribeTags (filters key, value, resource-id).
 */
export const ec2Tagged =
  (session: Session): FindTagged =>
  async (idPrefix, tags) => {
    // 27 MB and half a second: only who recovers an interrupted apply loads it.
    const { EC2Client, paginateDescribeTags } = await import("@aws-sdk/client-ec2");
    const client = new EC2Client({ region: session.region, endpoint: session.endpoint, credentials: session });
    const describe = async (filters: { Name: string; Values: string[] }[]) => {
      const rows: TagDescription[] = [];
      for await (const page of paginateDescribeTags({ client }, { Filters: filters })) rows.push(...(page.Tags ?? []));
      return rows;
    };
    const [key, value] = ["Name", "stack"].flatMap((name) => (tags[name] === undefined ? [] : [[name, tags[name]] as const]))[0] ?? Object.entries(tags)[0]!;
    try {
      const bearers = (await describe([{ Name: "key", Values: [key] }, { Name: "value", Values: [value] }])).flatMap(({ ResourceId }) => (ResourceId?.startsWith(idPrefix) ? [ResourceId] : []));
      if (bearers.length === 0) return [];
      const rows: TagDescription[] = [];
      for (let start = 0; start < bearers.length; start += mostValues) rows.push(...(await describe([{ Name: "resource-id", Values: bearers.slice(start, start + mostValues) }])));
      const bears = (id: string) => Object.entries(tags).every(([name, wanted]) => rows.some(({ ResourceId, Key, Value }) => ResourceId === id && Key === name && Value === wanted));
      return bearers.filter(bears);
    } catch (error) {
      throw explainAwsError(error, session, `tags of EC2 in ${session.region}`);
    } finally {
      client.destroy();
    }
  };
