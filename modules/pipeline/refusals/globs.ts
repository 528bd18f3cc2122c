/** Stands for whatever a wildcard of the other pattern has to match: no literal character is equal to it. */
const anything = "\u0000";

/** `**` crosses folders, `*` and `?` do not (CodePipeline User Guide, "Working with glob patterns in syntax"). */
const expressionOf = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replace(/\*\*\/|\*\*|\*|\?/g, (wildcard) => ({ "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]" })[wildcard] ?? wildcard)}$`,
  );

/** Names that only a pattern which covers all of `glob` matches together. */
const samplesOf = (glob: string): readonly string[] => {
  const some = (deep: string) => glob.replace(/\*\*|\*|\?/g, (wildcard) => (wildcard === "**" ? deep : anything));
  return glob.includes("**") ? [some(anything), some([anything, anything, anything].join("/"))] : [some(anything)];
};

/** Whether everything that `inner` matches is matched by `outer` too. */
export const covers = (outer: string, inner: string): boolean => outer === inner || samplesOf(inner).every((sample) => expressionOf(outer).test(sample));
