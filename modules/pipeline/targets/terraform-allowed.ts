import { keepingExitCode, quoted } from "../../build-project";

/**
 * Providers of HashiCorp that a root module may use: they declare resources, and run no program that the code names, as `external` does, and `local`
 * and `null` with a provisioner; `http` would carry away what a plan reads. A plan runs before anybody has approved anything.
 */
export const allowedProviders = ["archive", "aws", "random", "time", "tls"] as const;

/** Lines as Terraform writes them (Terraform documentation, "Dependency Lock File"); it writes no others, so that whatever else stands there is refused. */
const lockLines = [
  "(#.*)?",
  `provider "registry\\.terraform\\.io/hashicorp/(${allowedProviders.join("|")})" \\{`,
  `  (version|constraints) += "[^"]*"`,
  "  hashes = \\[",
  `    "[a-z0-9]+:[A-Za-z0-9+/=]+",`,
  "  \\]",
  "\\}",
];

/**
 * What lets a root module run a program, or read another's state, without a provider of its own:
 * - `provisioner` (Terraform documentation, "Provisioners");
 * - files of settings for AWS, in which `credential_process` names a program (AWS CLI User Guide, "Sourcing credentials with an external process");
 * - `terraform_remote_state`, whose backend takes such files from an expression;
 * - escapes by which a name of the above is written otherwise, in JSON as in HCL.
 */
const refusedWords = String.raw`\bprovisioner\b|shared_config_file|shared_credentials_file|terraform_remote_state|\\[uU][0-9A-Fa-f]{4}`;

/** `grep` ends with 0 where it finds, with 1 where it does not, and with 2 where it could not look: 1 alone lets through. */
const refuseWhatIsFound = (command: string, message: string): readonly string[] => [...keepingExitCode(command), `if test "$exit_code" -ne 1; then echo ${quoted(message)} >&2; exit 1; fi`];

/** In the folder of the root module: providers come from their registry alone, and never from the commit, be it as a cache or as a mirror. */
export const fromRegistryAlone: readonly string[] = [
  // Terraform documentation, "CLI Configuration": without it, `terraform.d/plugins` of the working directory is a mirror; and "Environment Variables", TF_DATA_DIR.
  String.raw`printf 'provider_installation {\n  direct {}\n}\n' > "$TOOLS/terraform.rc"`,
  `export TF_CLI_CONFIG_FILE="$TOOLS/terraform.rc" TF_DATA_DIR="$TOOLS/terraform-data"`,
];

/** Refuses a root module that would run a program of its own; `terraform get` fetches modules and runs nothing of theirs. */
export const refuseOwnPrograms = (folder: string): readonly string[] => [
  ...refuseWhatIsFound(
    `grep --text --line-number --extended-regexp --invert-match --line-regexp ${quoted(lockLines.join("|"))} .terraform.lock.hcl`,
    `${folder} has no .terraform.lock.hcl, or it names another provider than ${allowedProviders.map((name) => `hashicorp/${name}`).join(", ")}: use these alone, and commit what terraform init writes`,
  ),
  "terraform get -no-color",
  `mkdir --parents "$TF_DATA_DIR/modules"`,
  ...refuseWhatIsFound(
    `grep --text --line-number --extended-regexp --dereference-recursive --include='*.tf' --include='*.tf.json' --regexp=${quoted(refusedWords)} "$TOOLS/source" "$TF_DATA_DIR/modules"`,
    `Terraform in the source, or a module it uses, has a provisioner, shared_config_files, shared_credentials_files, terraform_remote_state or an escape like \\u0041: take them out, for a plan runs no program of its own`,
  ),
];
