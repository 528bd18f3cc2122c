/**
 * Attributes in the source decide what git shows as text and how it lays files out (gitattributes(5)): `*.env -diff` would hide a file from every
 * scanner of the history. Here they say nothing, for `info/attributes` comes before all others.
 */
const plainAttributes = "* !diff !text !eol !ident !filter !working-tree-encoding";

/**
 * The history that leads to what is checked out, in `$TOOLS/history`: a copy without a working tree, so that no configuration or list of
 * exceptions in the source (`.gitleaks.toml`, `.gitleaksignore`, attributes, replaced commits) reaches a scanner. A shallow clone would hide all but the last commit.
 */
export const wholeHistory: readonly string[] = [
  `if [ "$(git rev-parse --is-shallow-repository)" != false ]; then echo "the source holds no whole history: let the source action make a full clone" >&2; exit 1; fi`,
  `git clone --quiet --bare . "$TOOLS/history"`,
  `mkdir --parents "$TOOLS/history/info"`,
  `echo '${plainAttributes}' > "$TOOLS/history/info/attributes"`,
];

/** Lays the files of an index out in a folder of `$TOOLS`; a link becomes a file that holds its target, so that no scanner follows it out of the source. */
export const layOut = (folder: string, index: string): readonly string[] => [
  `mkdir "$TOOLS/${folder}"`,
  `GIT_INDEX_FILE="$TOOLS/${index}" git --git-dir "$TOOLS/history" --work-tree "$TOOLS/${folder}" -c core.bare=false -c core.symlinks=false checkout-index --all`,
];

/**
 * The files of the commit in `$TOOLS/source`, as they were committed: the report is bound to the commit, and what lies beside it in a checkout,
 * or is left out of it, is not what was looked at.
 */
export const committedFiles: readonly string[] = [
  ...wholeHistory,
  `GIT_INDEX_FILE="$TOOLS/source.index" git --git-dir "$TOOLS/history" read-tree "$COMMIT"`,
  ...layOut("source", "source.index"),
];
