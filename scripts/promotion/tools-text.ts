import type { TerraformBinary, ToolVersions } from "../terraform";

/** One word for a provider, whichever registry it came from. */
const nameOf = (source: string): string => source.toLowerCase().replace(/^registry\.(terraform\.io|opentofu\.org)\//, "");

/** `terraform 1.11.4, hashicorp/aws 5.100.0`: what a stack was planned with, as the ledger keeps it. */
export const toolsText = ({ product, version }: Pick<TerraformBinary, "product" | "version">, providers: ToolVersions["providers"]): string =>
  [`${product} ${version}`, ...Object.entries(providers).map(([source, provider]) => `${nameOf(source)} ${provider}`).sort()].join(", ");

/** Providers that a tree asks for by one exact version each; undefined where `init` would have to choose. */
export const exactProviders = (declared: Readonly<Record<string, unknown>>): ToolVersions["providers"] | undefined => {
  const { required_providers: required } = (declared.terraform ?? {}) as { readonly required_providers?: Readonly<Record<string, { readonly source?: string; readonly version?: string }>> };
  const exact = Object.values(required ?? {}).map(({ source, version }) => [source, /^(?:=\s*)?(\d+\.\d+\.\d+)$/.exec(version ?? "")?.[1]] as const);
  return exact.length > 0 && exact.every(([source, version]) => source !== undefined && version !== undefined) ? (Object.fromEntries(exact) as ToolVersions["providers"]) : undefined;
};
