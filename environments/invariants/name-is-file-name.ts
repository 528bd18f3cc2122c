import { EnvironmentError } from "../errors";
import type { Invariant } from "./invariant";

/** The order names files; a file that configures another name would be promoted in the wrong place. */
export const nameIsFileName: Invariant = ({ environments }) =>
  environments
    .filter(({ file, environment }) => file !== `environments/${environment.name}.ts`)
    .map(
      ({ file, environment }) =>
        new EnvironmentError({
          file,
          key: "name",
          problem: `"${environment.name}" is not the name of the file`,
          remedy: `rename the file to environments/${environment.name}.ts, or the environment to ${file.replace(/^environments\/(.*)\.ts$/, "$1")}`,
        }),
    );
