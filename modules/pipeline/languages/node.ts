import type { LanguageBuild } from "./language";

/**
 * npm with its lock. A project whose tests run by something else than Node's own runner declares the script `test:report`, which writes JUnit
 * to `$JUNIT_FILE` and an lcov tracefile to `$COVERAGE_FILE` (Node.js documentation, "Test runner": reporters junit and lcov).
 */
export const node: LanguageBuild = {
  install: ["npm ci --no-audit --no-fund"],
  quality: ["npm run lint --if-present", "npm run build --if-present"],
  test: ({ junit, coverage }) => [
    `export JUNIT_FILE="$REPORTS/${junit}" COVERAGE_FILE="$REPORTS/${coverage}"`,
    [
      `if jq --exit-status '.scripts["test:report"]' package.json > /dev/null; then runner=(npm run test:report)`,
      `else runner=(node --test --experimental-test-coverage --test-reporter junit --test-reporter-destination "$JUNIT_FILE" --test-reporter lcov --test-reporter-destination "$COVERAGE_FILE"); fi`,
    ].join("\n"),
    `if "\${runner[@]}"; then exit_code=0; else exit_code=$?; fi`,
  ],
  // The script `build` has written it.
  package: () => [],
  runnerVersion: `"$(node --version)"`,
};
