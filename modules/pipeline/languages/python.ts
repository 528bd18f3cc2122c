import { quoted } from "../../build-project";
import type { LanguageBuild } from "./language";

/** Whether pyproject.toml has a table of a tool. */
const declares = (tool: string): string => `[ -f pyproject.toml ] && grep --quiet '^\\[tool\\.${tool}' pyproject.toml`;

/**
 * pip with hashes: `requirements.txt` is what runs, `requirements-dev.txt` what tests it, pytest and coverage among it (pip documentation,
 * "Secure installs"). The package is the content of `src/` with its requirements beside it.
 */
export const python: LanguageBuild = {
  runtimes: { python: "3.13" },
  install: [
    `python3 -m venv "$TOOLS/python"`,
    `export PATH="$TOOLS/python/bin:$PATH"`,
    "python3 -m pip install --disable-pip-version-check --require-hashes --no-deps --requirement requirements.txt --requirement requirements-dev.txt",
  ],
  quality: [`if ${declares("ruff")}; then ruff check .; fi`, `if ${declares("mypy")}; then mypy .; fi`],
  test: ({ junit, coverage }) => [`if coverage run --module pytest --junitxml "$REPORTS/${junit}"; then exit_code=0; else exit_code=$?; fi`, `coverage lcov -o "$REPORTS/${coverage}"`],
  package: (folder) => [
    `mkdir --parents ${quoted(folder)}`,
    `python3 -m pip install --disable-pip-version-check --require-hashes --no-deps --requirement requirements.txt --target ${quoted(folder)}`,
    `cp --recursive src/. ${quoted(folder)}`,
  ],
  runnerVersion: `"$(python3 -c 'import pytest; print(pytest.__version__)')"`,
};
