import { execFile } from "node:child_process";
import { access, constants, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { promisify } from "node:util";
import { toolError, usageError } from "../errors";
import { environmentWithoutAws } from "./environment";

export interface TerraformBinary {
  /** Absolute path. */
  readonly path: string;
  /** `1.11.4` */
  readonly version: string;
  readonly product: "terraform" | "tofu";
}

/** The first versions whose S3 backend locks with a file beside the state (`use_lockfile`, stable there). */
const minimumVersions = { terraform: "1.11.0", tofu: "1.10.0" } as const;

const versionTimeoutMilliseconds = 20_000;

/**
 * Finds the Terraform to use: what TERRAFORM_BINARY_NAME names (as cdktf does; a name or a path), else `terraform`,
 * else `tofu` on the PATH.
 * @throws PortcullisError (usage) `terraform-missing`, `terraform-too-old`; (failed) `terraform-broken`
 */
export async function findTerraform(environment: NodeJS.ProcessEnv): Promise<TerraformBinary> {
  const named = environment.TERRAFORM_BINARY_NAME;
  const candidates = named ? [named] : ["terraform", "tofu"];
  for (const candidate of candidates) {
    const path = await findExecutable(candidate, environment.PATH ?? "");
    if (path !== undefined) return checkedBinary(path, environment);
  }
  throw usageError({
    id: "terraform-missing",
    problem: named ? `TERRAFORM_BINARY_NAME names ${named}, which is no program that can be run` : "neither terraform nor tofu is on the PATH",
    remedy: `Install Terraform ${minimumVersions.terraform} or newer (https://developer.hashicorp.com/terraform/install), or let TERRAFORM_BINARY_NAME name it.`,
  });
}

async function checkedBinary(path: string, environment: NodeJS.ProcessEnv): Promise<TerraformBinary> {
  const output = await promisify(execFile)(path, ["version"], {
    env: { ...environmentWithoutAws(environment), CHECKPOINT_DISABLE: "1" },
    timeout: versionTimeoutMilliseconds,
  }).then(
    ({ stdout }) => stdout,
    (error: Error) => {
      throw toolError({ id: "terraform-broken", problem: `${path} could not say its version`, remedy: `Run \`${path} version\` and mend what it says.`, details: [error.message] }, error);
    },
  );
  const match = /^(Terraform|OpenTofu) v(\d+\.\d+\.\d+\S*)/m.exec(output);
  if (!match) {
    throw toolError({ id: "terraform-broken", problem: `${path} did not answer \`version\` as Terraform or OpenTofu does`, remedy: "Let TERRAFORM_BINARY_NAME name a Terraform or OpenTofu program." });
  }
  const product = match[1] === "Terraform" ? "terraform" : "tofu";
  const version = match[2]!;
  if (isOlder(version, minimumVersions[product])) {
    throw usageError({
      id: "terraform-too-old",
      problem: `${path} is ${match[1]} ${version}; ${minimumVersions[product]} or newer is needed (state is locked by a file beside it)`,
      remedy: `Install ${match[1]} ${minimumVersions[product]} or newer, or let TERRAFORM_BINARY_NAME name one.`,
    });
  }
  return { path, version, product };
}

async function findExecutable(name: string, path: string): Promise<string | undefined> {
  const isPath = isAbsolute(name) || name.includes("/");
  const files = isPath ? [resolve(name)] : path.split(delimiter).filter(Boolean).map((folder) => join(folder, name));
  for (const file of files) {
    const usable = await access(file, constants.X_OK).then(
      async () => (await stat(file)).isFile(),
      () => false,
    );
    if (usable) return resolve(file);
  }
  return undefined;
}

/** Compares major, minor, patch; a pre-release counts as older than its release, as in semantic versioning. */
function isOlder(version: string, minimum: string): boolean {
  const [numbers, preRelease] = version.split("-", 2);
  const parts = numbers!.split(".").map(Number);
  const least = minimum.split(".").map(Number);
  for (const index of [0, 1, 2]) {
    const difference = (parts[index] ?? 0) - least[index]!;
    if (difference !== 0) return difference < 0;
  }
  return preRelease !== undefined;
}
