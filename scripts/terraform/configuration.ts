import { usageError } from "../errors";

/** Provider sources that a tree may use. */
export type AllowedProviders = readonly string[];

const allowedByDefault: AllowedProviders = ["hashicorp/aws", "integrations/github"];

/** Built into Terraform: keeps values, reaches nothing. */
const builtInTypes = new Set(["terraform_data"]);

const allowedBackends = new Set(["s3", "local"]);

/** The session alone says who acts and where: a tree that names credentials, a profile (which may run a program) or an endpoint goes elsewhere. */
const foreignSettings = [
  ...["access_key", "secret_key", "token", "profile", "shared_config_files", "shared_credentials_files", "shared_credentials_file"],
  ...["assume_role", "assume_role_with_web_identity", "role_arn", "endpoints", "endpoint", "custom_ca_bundle", "insecure"],
  ...["http_proxy", "https_proxy", "ec2_metadata_service_endpoint", "sts_region"],
];

type Block = Readonly<Record<string, unknown>>;

/**
 * Refuses what could run a program or reach beyond the session while planning: provisioners, `external` and `http` data
 * sources, other stacks' states, modules, providers that are not listed, other backends, credentials in the tree.
 * @param tree content of cdk.tf.json
 * @throws PortcullisError (usage, exit 2: the tree is to be changed, no approval helps) `forbidden-configuration`
 */
export function checkConfiguration(tree: unknown, allowedProviders: AllowedProviders = allowedByDefault): void {
  if (!isBlock(tree)) throw forbidden("cdk.tf.json", "is no configuration in Terraform's JSON syntax");
  for (const name of labels(tree.module)) throw forbidden(`module.${name}`, "is a module: its content is not in the tree that was reviewed");
  const settings = blocks(tree.terraform);
  for (const terraform of settings) checkSettings(terraform);
  const sources = requiredSources(settings);
  for (const [name, source] of sources) {
    if (!allowedProviders.includes(source)) throw forbidden(`terraform.required_providers.${name}`, `asks for provider ${source}, which is not on the list (${allowedProviders.join(", ")})`);
  }
  const requireListed = (address: string, provider: string) => {
    if (!sources.has(provider)) throw forbidden(address, `uses provider ${provider}, which terraform.required_providers does not name`);
  };
  for (const [name, provider] of labelled(tree.provider)) {
    requireListed(`provider.${name}`, name);
    refuseSettings(`provider.${name}`, provider);
  }
  for (const kind of ["resource", "ephemeral"]) {
    for (const [address, type, block] of typed(tree[kind], kind === "resource" ? "" : `${kind}.`)) checkResource(address, type, block, requireListed);
  }
  const checks = labelled(tree.check).flatMap(([, check]) => typed(check.data, "data."));
  for (const [address, type, block] of [...typed(tree.data, "data."), ...checks]) checkData(address, type, block, requireListed);
}

function checkSettings(terraform: Block): void {
  if (terraform.cloud !== undefined) throw forbidden("terraform.cloud", "keeps the state at another place than the environment's bucket");
  for (const [name, backend] of labelled(terraform.backend)) {
    if (!allowedBackends.has(name)) throw forbidden(`terraform.backend.${name}`, "keeps the state at another place than the environment's bucket");
    refuseSettings(`terraform.backend.${name}`, backend);
  }
}

function requiredSources(settings: readonly Block[]): ReadonlyMap<string, string> {
  return new Map(
    settings
      .flatMap((terraform) => blocks(terraform.required_providers))
      .flatMap((providers) => Object.entries(providers))
      .filter(([name]) => name !== "//")
      .map(([name, value]) => [name, isBlock(value) && typeof value.source === "string" ? normalSource(value.source) : `hashicorp/${name}`]),
  );
}

const normalSource = (source: string) => source.toLowerCase().replace(/^registry\.terraform\.io\//, "");

function refuseSettings(address: string, block: Block): void {
  const found = foreignSettings.find((name) => block[name] !== undefined && block[name] !== null);
  if (found !== undefined) throw forbidden(`${address}.${found}`, "names credentials or an endpoint: these come from the session alone");
}

function checkResource(address: string, type: string, block: Block, requireListed: (address: string, provider: string) => void): void {
  if (block.provisioner !== undefined || block.connection !== undefined) throw forbidden(address, "has a provisioner, which runs a program outside of any plan");
  if (!builtInTypes.has(type)) requireListed(address, providerOf(type, block));
}

function checkData(address: string, type: string, block: Block, requireListed: (address: string, provider: string) => void): void {
  if (type === "external") throw forbidden(address, "runs a program while planning");
  if (type === "http") throw forbidden(address, "sends a request to any address while planning");
  if (type === "terraform_remote_state") throw forbidden(address, "reads another stack's whole state; find it by its conventional name instead");
  requireListed(address, providerOf(type, block));
}

/** A resource's own `provider` argument (`aws.us_east_1`), else the first word of its type. */
function providerOf(type: string, block: Block): string {
  const named = typeof block.provider === "string" ? block.provider.replace(/^\$\{|\}$/g, "") : type;
  return named.split(typeof block.provider === "string" ? "." : "_")[0]!;
}

const forbidden = (address: string, problem: string) =>
  usageError({
    id: "forbidden-configuration",
    problem: `${address} ${problem}`,
    where: address,
    remedy: "Take it out of the stack or module that declares it; nothing was planned.",
  });

const isBlock = (value: unknown): value is Block => typeof value === "object" && value !== null && !Array.isArray(value);

/** Terraform's JSON syntax takes one block or a list of them at every level. */
const blocks = (value: unknown): readonly Block[] => (Array.isArray(value) ? value.flatMap(blocks) : isBlock(value) ? [value] : []);

const labelled = (value: unknown): readonly (readonly [string, Block])[] =>
  blocks(value).flatMap((block) => Object.entries(block).flatMap(([name, inner]) => (name === "//" ? [] : blocks(inner).map((one) => [name, one] as const))));

const labels = (value: unknown) => labelled(value).map(([name]) => name);

const typed = (value: unknown, prefix: string): readonly (readonly [string, string, Block])[] =>
  labelled(value).flatMap(([type, byName]) => labelled(byName).map(([name, block]) => [`${prefix}${type}.${name}`, type, block] as const));
