import { declaredResource, type DeclaredTree } from "./attributes";
import type { FindTagged, Tags } from "./types";

/** Objects of EC2 and VPC have ids that only AWS knows, and bear their tags from their creation on. By the prefix of the id. */
const idPrefixes: Readonly<Record<string, string>> = {
  aws_egress_only_internet_gateway: "eigw-",
  aws_eip: "eipalloc-",
  aws_flow_log: "fl-",
  aws_internet_gateway: "igw-",
  aws_nat_gateway: "nat-",
  aws_network_acl: "acl-",
  aws_route_table: "rtb-",
  aws_security_group: "sg-",
  aws_subnet: "subnet-",
  aws_vpc: "vpc-",
  aws_vpc_dhcp_options: "dopt-",
  aws_vpc_endpoint: "vpce-",
};

/** Something whose creation had begun, and that can be told from others by its tags. */
export interface Tagged {
  readonly address: string;
  readonly type: string;
  readonly idPrefix: string;
  readonly tags: Tags;
}

/** @returns undefined where the type has no such ids, or declares no tags that are known before it is made */
export const taggedObject = (tree: DeclaredTree, address: string, type: string): Tagged | undefined => {
  const idPrefix = idPrefixes[type];
  const tags = { ...defaultTags(tree), ...literals(declaredResource(tree, address)?.tags) };
  return idPrefix === undefined || Object.keys(tags).length === 0 ? undefined : { address, type, idPrefix, tags };
};

const defaultTags = (tree: DeclaredTree): Tags => Object.assign({}, ...(tree.provider?.aws ?? []).flatMap(({ default_tags = [] }) => default_tags.map(({ tags }) => literals(tags)))) as Tags;

const literals = (tags: unknown): Tags => Object.fromEntries(Object.entries((tags ?? {}) as Record<string, unknown>).filter((tag): tag is [string, string] => typeof tag[1] === "string" && !tag[1].includes("${")));

/**
 * Finds what was made without the state knowing. Only where exactly one object fits exactly one declaration: of two that look alike
 * a person must say which is which.
 * @param known ids of what the state or the journal holds
 */
export const findTagged = async (wanted: readonly Tagged[], known: ReadonlySet<string>, find: FindTagged): Promise<readonly { readonly to: string; readonly id: string }[]> => {
  const found = await Promise.all(
    wanted.map(async ({ address, idPrefix, tags }) => {
      const unknown = (await find(idPrefix, tags)).filter((id) => !known.has(id));
      return unknown.length === 1 ? [{ to: address, id: unknown[0]! }] : [];
    }),
  );
  const all = found.flat();
  return all.filter(({ id }) => all.filter((other) => other.id === id).length === 1);
};
