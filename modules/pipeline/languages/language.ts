import type { Buildspec } from "../../build-project";
import type { ToolReport } from "../../scan-tools";

/**
 * How one language is built and tested. Its scripts are bash, run in the root of the checkout, and run code of the application; the tools come
 * from the application's own lock.
 */
export interface LanguageBuild {
  /** Runtimes of the build image. @default none besides Node.js */
  readonly runtimes?: Buildspec["runtimes"];
  /** Fetches what the lock names, and nothing newer. */
  readonly install: readonly string[];
  /** Linters and the like, where the project declares them: their failure fails the build. */
  readonly quality: readonly string[];
  /** Runs the unit tests, writes `junit` and `coverage` into `$REPORTS`, and leaves the exit code of the tests in `$exit_code`. */
  readonly test: (reports: TestFiles) => readonly string[];
  /** Lays what is deployed into a folder of the checkout. */
  readonly package: (folder: string) => readonly string[];
  /** Word of bash that prints the version of what ran the tests. */
  readonly runnerVersion: string;
}

/** Base names of the reports of one language. */
export interface TestFiles {
  readonly junit: string;
  readonly coverage: string;
}

/** Tests and coverage as the gate reads them. */
export const testReports = ({ junit, coverage }: TestFiles): { readonly junit: ToolReport; readonly coverage: ToolReport } => ({
  junit: { file: junit, format: "junit", tool: "junit", kind: "code" },
  coverage: { file: coverage, format: "lcov", tool: "lcov", kind: "code" },
});
