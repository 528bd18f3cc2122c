import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { IConstruct } from "constructs";
import { ConstructError, repositoryRoot } from "../../modules/core";

/**
 * Metadata of a SAML identity provider, from a file of the repository: it is public (names, addresses, a certificate) and
 * enters the digest of the tree. @throws ConstructError where the file is missing or is no such metadata
 */
export const readMetadata = (construct: IConstruct, path: string): string => {
  const file = join(repositoryRoot, path);
  if (!existsSync(file)) {
    throw new ConstructError(construct, { problem: `${path} is missing.`, remedy: "Save the identity provider's metadata there, or change baseline.federation." });
  }
  const metadata = readFileSync(file, "utf8");
  if (!/<(\w+:)?EntityDescriptor\b/.test(metadata)) {
    throw new ConstructError(construct, { problem: `${path} is no SAML metadata: it holds no EntityDescriptor.`, remedy: "Download the metadata document of the identity provider anew." });
  }
  return metadata;
};
