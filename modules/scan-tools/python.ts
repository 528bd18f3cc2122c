import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../core";

const folder = "modules/scan-tools/locks";

/** A tool of the Python Package Index with all that it needs, each file of each package pinned by its SHA-256. */
export interface PythonLock {
  readonly name: string;
  /** Version of the tool, as its lock says it. */
  readonly version: string;
  /** SHA-256 of the lock, as it was when the pipeline was synthesised. */
  readonly sha256: string;
}

/**
 * Reads `locks/<name>.txt`; its first line says how it was made.
 * @param tool package whose version it is, where the lock is not called so
 * @throws Error where the lock does not pin the tool itself: a fault of this package
 */
export const pythonLock = (name: string, tool = name): PythonLock => {
  const text = readFileSync(join(repositoryRoot, folder, `${name}.txt`), "utf8");
  const pin = text.split("\n").find((line) => line.startsWith(`${tool}==`));
  if (pin === undefined) throw new Error(`${folder}/${name}.txt does not pin ${tool}`);
  return { name, version: pin.slice(tool.length + 2).split(" ")[0]!, sha256: createHash("sha256").update(text).digest("hex") };
};

/** Where packages of Python are fetched from; pip asks the one and fetches from the other. */
export const pythonHosts: readonly string[] = ["pypi.org", "files.pythonhosted.org"];

/**
 * Installs a locked tool into a Python of its own, first on the PATH. The lock comes with the packed package, for a buildspec has no room for it:
 * CodeBuild refuses an inline one of more than 25,600 characters (aws/aws-cdk, pull request 14974). Only built packages are taken: a source
 * distribution would run code of its author's as it is installed.
 */
export const installPython = ({ name, sha256 }: PythonLock): readonly string[] => [
  `echo "${sha256}  $TOOLS/portcullis-package/${folder}/${name}.txt" | sha256sum --check --strict -`,
  `python3 -m venv --without-pip "$TOOLS/python"`,
  `pip --python "$TOOLS/python" install --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes --requirement "$TOOLS/portcullis-package/${folder}/${name}.txt"`,
  `export PATH="$TOOLS/python/bin:$PATH"`,
];
