/** A URL as findings have it: without user, query and fragment, where session ids, tokens and what a test sent may stand. */
export const withoutQuery = (url: string): string => {
  const plain = url.trim().split(/[?#]/, 1)[0] ?? "";
  return plain.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, "$1");
};
