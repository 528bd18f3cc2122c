import { existsSync, readdirSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where providers come from. */
export type ProviderSource =
  /** The user's own CLI configuration decides. */
  | { readonly kind: "cli-config"; readonly file: string; readonly description: string }
  /** A folder in Terraform's filesystem mirror layout. */
  | { readonly kind: "mirror"; readonly folder: string; readonly providers: readonly string[]; readonly description: string }
  | { readonly kind: "registry"; readonly description: string };

const awsProvider = "registry.terraform.io/hashicorp/aws";

/** Folders below which an operating system image keeps software that is not its own. */
const usualRoots = ["/opt", "/usr/share", "/usr/local/share"];

/**
 * Where Terraform shall take its providers from, the first that there is: the file that TF_CLI_CONFIG_FILE names,
 * $TF_PLUGIN_MIRROR, Terraform's implied mirror folders, a mirror below the usual roots, the registry.
 * A folder counts only where it holds the AWS provider.
 */
export function findProviderSource(environment: NodeJS.ProcessEnv, roots: readonly string[] = usualRoots): ProviderSource {
  const configFile = environment.TF_CLI_CONFIG_FILE;
  if (configFile && isFile(configFile)) {
    return { kind: "cli-config", file: configFile, description: `as ${configFile} says (TF_CLI_CONFIG_FILE)` };
  }
  const named = environment.TF_PLUGIN_MIRROR ? [{ folder: environment.TF_PLUGIN_MIRROR, origin: "TF_PLUGIN_MIRROR" }] : [];
  const implied = impliedMirrors(environment).map((folder) => ({ folder, origin: "a mirror folder of Terraform's own" }));
  const usual = roots.flatMap((root) => [root, ...foldersIn(root)]).map((folder) => ({ folder, origin: "found there" }));
  for (const { folder, origin } of [...named, ...implied, ...usual]) {
    if (!existsSync(join(folder, awsProvider))) continue;
    return { kind: "mirror", folder, providers: providersIn(folder), description: `from the mirror ${folder} (${origin})` };
  }
  return { kind: "registry", description: "downloaded from the registry" };
}

/**
 * Writes the private CLI configuration that every Terraform of this run uses, and returns its path. A configuration of the
 * user's own is used as it is.
 */
export async function writeCliConfig(source: ProviderSource, folder: string): Promise<string> {
  if (source.kind === "cli-config") return source.file;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "terraform.tfrc");
  const cache = join(folder, "providers");
  if (source.kind === "registry") await mkdir(cache, { recursive: true, mode: 0o700 });
  await writeFile(file, source.kind === "mirror" ? mirrorConfig(source.folder, source.providers) : registryConfig(cache), { mode: 0o600 });
  return file;
}

const quoted = (text: string) => JSON.stringify(text).replaceAll("${", "$${").replaceAll("%{", "%%{");

function mirrorConfig(folder: string, providers: readonly string[]): string {
  const list = `[${providers.map(quoted).join(", ")}]`;
  return [
    "disable_checkpoint = true",
    "provider_installation {",
    "  filesystem_mirror {",
    `    path    = ${quoted(folder)}`,
    `    include = ${list}`,
    "  }",
    "  direct {",
    `    exclude = ${list}`,
    "  }",
    "}",
    "",
  ].join("\n");
}

/** The cache may be used before a lock file knows the provider: the private lock files of a run are for this platform alone. */
function registryConfig(cache: string): string {
  return ["disable_checkpoint = true", `plugin_cache_dir = ${quoted(cache)}`, "plugin_cache_may_break_dependency_lock_file = true", ""].join("\n");
}

/** https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
function impliedMirrors(environment: NodeJS.ProcessEnv): readonly string[] {
  const home = environment.HOME ?? homedir();
  const dataHome = environment.XDG_DATA_HOME ?? join(home, ".local", "share");
  const dataFolders = (environment.XDG_DATA_DIRS ?? "/usr/local/share:/usr/share").split(":").filter(Boolean);
  return [
    join(home, ".terraform.d", "plugins"),
    join(home, "Library", "Application Support", "io.terraform", "plugins"),
    "/Library/Application Support/io.terraform/plugins",
    ...[dataHome, ...dataFolders].map((folder) => join(folder, "terraform", "plugins")),
  ];
}

/** Addresses host/namespace/type that a mirror holds. */
function providersIn(folder: string): readonly string[] {
  return foldersIn(folder)
    .flatMap(foldersIn)
    .flatMap(foldersIn)
    .map((path) => path.slice(folder.length).replace(/^\/+/, ""))
    .filter((address) => /^[^/]+\.[^/]+\/[^/]+\/[^/]+$/.test(address))
    .sort();
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .map((name) => join(folder, name))
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory());
  } catch {
    return [];
  }
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
