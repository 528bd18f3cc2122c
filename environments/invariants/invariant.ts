import type { EnvironmentError } from "../errors";
import type { Organisation } from "../organisation";
import type { Environment } from "../schema";

/** A validated environment and the file it came from, `environments/<name>.ts`. */
export interface ConfiguredEnvironment {
  readonly file: string;
  readonly environment: Environment;
}

export interface Configuration {
  readonly organisation: Organisation;
  readonly environments: readonly ConfiguredEnvironment[];
}

/** What must hold beyond types, within an environment or between them. One file an invariant, each with its own errors. */
export type Invariant = (configuration: Configuration) => readonly EnvironmentError[];
