/** A word of a command line as bash reads it back, whatever is in it. */
export const quoted = (text: string): string => (/^[A-Za-z0-9_./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** Sets a variable for this phase and the next ones. `export X="$(…)"` in one would hide that the command in it failed. */
export const exported = (variable: string, value: string): string => `${variable}=${value}; export ${variable}`;

/** A file that a build fetches. It is not used before its bytes are the ones that were pinned. */
export interface Download {
  /** HTTPS address of one version. */
  readonly url: string;
  /** SHA-256 of the bytes: 64 hexadecimal digits. */
  readonly sha256: string;
  /** Name under which it is laid into `$TOOLS`. */
  readonly file: string;
}

/** Fetches a file into `$TOOLS` and compares it with its checksum. */
export const download = ({ url, sha256, file }: Download): readonly string[] => [
  `curl --fail --silent --show-error --location --proto '=https' --retry 3 --output "$TOOLS/${file}" ${quoted(url)}`,
  `echo "${sha256}  $TOOLS/${file}" | sha256sum --check --strict -`,
];

/**
 * Runs a program whose exit code is a verdict and no failure of the build: the code goes into `$exit_code`, and the gate decides what it means.
 * The report has to be there all the same.
 */
export const keepingExitCode = (command: string): readonly string[] => [`if ${command}; then exit_code=0; else exit_code=$?; fi`];
