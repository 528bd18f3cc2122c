/** Ways in which a line of bash lets a failure pass, or runs what nobody has pinned. Each one was found in public pipelines. */

interface ShellFault {
  readonly reason: string;
  readonly found: (line: string) => boolean;
}

const matches =
  (...patterns: readonly RegExp[]) =>
  (line: string): boolean =>
    patterns.some((pattern) => pattern.test(line));

/** A block after `||` that does not end with a failure. */
const forgivingBlock = (line: string): boolean => [...line.matchAll(/\|\|\s*\{([^}]*)\}/g)].some(([, block = ""]) => !/\b(exit|return)\s+("?\$|[1-9])|\bfalse\b/.test(block));

/** Words of a command after its verb, without options and what follows options that take a value. */
const packagesOf = (line: string, verb: RegExp): readonly string[] | undefined => {
  const rest = verb.exec(line);
  if (rest === null) return undefined;
  const words = line.slice(rest.index + rest[0].length).split(/\s+(?=[;&|])|;|&&|\|/)[0]?.trim().split(/\s+/) ?? [];
  return words.filter((word, index) => word !== "" && !word.startsWith("-") && !/^-(r|-requirement|-target|t|-prefix|C|-userconfig|-cache|-registry|-index-url|-platform|-python-version)$/.test(words[index - 1] ?? ""));
};

const unpinned = (line: string, verb: RegExp, pinned: RegExp): boolean => packagesOf(line, verb)?.some((name) => !pinned.test(name)) ?? false;

const localFile = /^["']?([.$/~]|file:)/;
const pip = /\bpip3?\s+install\b/;

export const shellFaults: readonly ShellFault[] = [
  { reason: "swallows a failure", found: (line) => matches(/\|\|\s*(true|:|echo|printf|exit\s+0|return\s+0|\/bin\/true)(\s|;|$)/)(line) || forgivingBlock(line) },
  { reason: "ends with success whatever came before", found: matches(/;\s*(true|:|exit\s+0)\s*$/, /^(true|exit\s+0)\s*$/, /&\s*(true|:)\s*$/) },
  { reason: "switches off that a failure ends the phase", found: matches(/\bset\s+\+[a-z]*[eu]/, /\bset\s+\+o\s+(errexit|pipefail|nounset)/, /\btrap\s+("[^"]*exit 0|'[^']*exit 0)[^\n]*\b(ERR|EXIT)\b/) },
  { reason: "hides why something failed", found: matches(/2>\s*\/dev\/null\s*\|\|/, /&>\s*\/dev\/null\s*\|\|/) },
  { reason: "tells a tool to succeed whatever it finds", found: matches(/--soft-fail\b/, /--exit-code[ =]"?0\b/, /--exit-zero\b/, /--no-fail\b/, /--no-error\b/, /--continue-on-failure\b/, /--audit-level[ =]none\b/) },
  { reason: "runs what it fetches without looking at it", found: matches(/\b(curl|wget)\b[^;]*\|\s*(sudo\s+)?(env\s+)?(ba|z|da)?sh\b/, /\b(curl|wget)\b[^;]*\|\s*(python3?|node|perl|ruby|tar)\b/, /(bash|sh|source|\.)\s+<\(\s*(curl|wget)/, /\beval\s+"?\$\(\s*(curl|wget)/) },
  { reason: "takes a server's word without its certificate", found: matches(/\bcurl\b.*\s(-k|--insecure)\b/, /--no-check-certificate\b/, /NODE_TLS_REJECT_UNAUTHORIZED=["']?0/, /GIT_SSL_NO_VERIFY=/, /--trusted-host\b/, /strict-ssl[= ]false/) },
  { reason: "fetches over plain HTTP", found: matches(/\b(curl|wget)\b.*\shttp:\/\/(?!(localhost|127\.0\.0\.1)\b)/) },
  { reason: "fetches without taking a server's error for a failure", found: (line) => /(^|[;&|(]\s*)curl\s/.test(line) && !/\s(--fail(-with-body)?\b|-[a-zA-Z]*f)/.test(line) },
  { reason: "installs a package of Python without its hash", found: (line) => pip.test(line) && !/--require-hashes\b/.test(line) && !(packagesOf(line, pip) ?? []).every((name) => localFile.test(name)) },
  { reason: "installs a package of npm without its version", found: (line) => unpinned(line, /\bnpm\s+(install|i|add)\b/, /^("?@?[^@]+@\d|["']?[.$/~])/) || /\bnpm\s+(install|i)\s*($|[;&|])/.test(line) },
  { reason: "runs a package of npm without its version", found: (line) => /\bnpx\s/.test(line) && !/--no-install\b/.test(line) && !/\bnpx\s+(-\S+\s+)*@?[^@\s]+@\d/.test(line) },
  { reason: "installs a program without its version", found: (line) => unpinned(line, /\b(dnf|yum|apt-get|apt|microdnf)\s+(-\S+\s+)*install\b/, /[-=]\d/) || /\bgo\s+install\s+[^;&|]*@(latest|main|master)\b/.test(line) || /\b(gem|cargo)\s+install\b(?!.*(--version|-v)[ =]?\d)/.test(line) },
  { reason: "takes an image that is not named by its digest", found: (line) => /\bdocker\s+pull\s/.test(line) && !/@(sha256:[0-9a-f]{64}|"?\$)/.test(line) },
];

const downloaded = (line: string): string | undefined => /\bcurl\b.*\s(?:--output|-o)\s+"?(\$TOOLS\/[^"\s]+)/.exec(line)?.[1] ?? /\baws\s+s3\s+cp\b.*\s"?s3:\/\/(?!\$EVIDENCE_BUCKET\/).*\s"?(\$TOOLS\/[^"\s]+)"?\s*$/.exec(line)?.[1];

/** What is fetched into the folder of tools, and whose bytes no later line compares with a checksum. */
export const uncheckedDownloads = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line, index) => {
    const file = downloaded(line);
    const checked = lines.slice(index + 1).some((later) => /\bsha(256|384|512)sum\b.*(--check|-c)\b/.test(later) && later.includes(file ?? ""));
    return file === undefined || checked ? [] : [file];
  });
