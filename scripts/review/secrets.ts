/**
 * Recognises secrets that Terraform does not mark as sensitive. Used by the redactor only.
 * Formats are the issuers' own; each is anchored by a prefix or a structure, so that names and ARNs are not taken for secrets.
 */

interface Detector {
  readonly what: string;
  readonly pattern: RegExp;
}

const detectors: readonly Detector[] = [
  // RFC 7468; to the end of the text where the closing line was cut off.
  { what: "private key", pattern: /-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----[\s\S]*?(-----END [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----|$)/g },
  // IAM User Guide, "IAM identifiers": AKIA and ASIA are access keys, ABIA and ACCA bearer tokens and context credentials.
  { what: "AWS access key", pattern: /(?<![A-Za-z0-9])(AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g },
  { what: "JSON web token", pattern: /eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*)?/g },
  { what: "GitHub token", pattern: /(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})/g },
  { what: "GitLab token", pattern: /gl(pat|ptt|dt|rt|cbt|soat)-[A-Za-z0-9_-]{16,}/g },
  { what: "Slack token", pattern: /(xox[abeoprs]-[A-Za-z0-9-]{10,}|hooks\.slack\.com\/(services|workflows)\/[A-Za-z0-9_/-]+)/g },
  { what: "Stripe key", pattern: /\b[rs]k_(live|test)_[A-Za-z0-9]{10,}/g },
  { what: "Google API key", pattern: /AIza[A-Za-z0-9_-]{35}/g },
  { what: "npm token", pattern: /\bnpm_[A-Za-z0-9]{36}/g },
  { what: "PyPI token", pattern: /pypi-[A-Za-z0-9_-]{30,}/g },
  { what: "SendGrid key", pattern: /SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/g },
  { what: "API key", pattern: /\bsk-[A-Za-z0-9_-]{20,}/g },
  { what: "Vault token", pattern: /\bhv[sbr]\.[A-Za-z0-9_-]{20,}/g },
  { what: "HCP Terraform token", pattern: /[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{20,}/g },
  { what: "authorization header", pattern: /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/-]{16,}=*/gi },
  { what: "signed URL", pattern: /X-Amz-(Signature|Security-Token|Credential)=[^\s&"']+/gi },
  { what: "password in a URL", pattern: /(?<=[a-z][a-z0-9+.-]*:\/\/[^\s/:@"']*:)[^\s/@"']+(?=@)/gi },
  {
    what: "credential",
    pattern: /(?<=\b[\w.-]*(password|passwd|pwd|secret|secret[_-]?key|token|api[_-]?key|account[_-]?key|access[_-]?key|private[_-]?key)(\s*=\s*["']?|["']?\s*:\s+["']?|["']\s*:\s*["']))(?!\$\{)[^\s"';,&(){}[\]<>]{4,}/gi,
  },
];

/** Characters of base64, base64url and the like; no dot and no colon, so that ARNs and host names fall apart. */
const run = /[A-Za-z0-9+/_-]{32,}={0,2}/g;
/**
 * What tells random characters from words: 4.2 bits a character over the whole, and a piece of 16 characters or more that holds lower case, upper
 * case and digits and turns between them at two places of five (random base64 has three of five). Names of words, of hexadecimal digits and paths
 * of both (`aws-reserved/AWSReservedSSO_ReadOnlyAccess_0a1b2c3d4e5f6a7b`) have no such piece.
 */
const randomBits = 4.2;
const randomTurns = 0.42;
const randomPiece = 16;
/** An AWS secret access key has exactly 40 characters of base64 and is judged as a whole; those in AWS's examples end in words. */
const secretKey = /^[A-Za-z0-9+/]{40}$/;
const secretKeyTurns = 0.38;

/** Attributes whose values look random and are public. */
const publicName = /(^id|[_-]id|ids|arn|hash|sha\d*|md5|checksum|digest|fingerprint|thumbprint|thumbprint_list|etag|crc\w*|version|public_key|certificate\w*|ca_\w+)$/i;
/** Attributes that hold a secret whatever the value looks like. */
const secretName = /(passwd|password|passphrase|pwd|secret|token|credential|api_?key|access_?key|private_?key|auth_?key|account_?key|shared_?key|signing_?key|encryption_?key|connection_?string|dsn)s?(_?(value|string|binary|plaintext|data|base64|json|pem|wo))?$/i;
/** Attributes whose names end like a secret's and that hold none: a setting of the instance metadata service. */
const settingName = /^http_tokens$/;
/** Attributes that carry programs or blobs in which anything may stand. */
const opaqueName = /^(user_data|user_data_base64|user_data_replace|custom_data|content_base64|secret_string|secret_binary)$/i;

const bitsPerCharacter = (text: string): number => {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
};

const turns = (text: string): number => {
  const kinds = [...text].map((character) => (/[a-z]/.test(character) ? 1 : /[A-Z]/.test(character) ? 2 : 3));
  return kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
};

const isMixed = (text: string, share: number): boolean => /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && turns(text) >= share * text.length;

const looksRandom = (text: string): boolean =>
  bitsPerCharacter(text) >= randomBits &&
  (secretKey.test(text) ? isMixed(text, secretKeyTurns) : text.split(/[^A-Za-z0-9]/).some((piece) => piece.length >= randomPiece && isMixed(piece, randomTurns)));

/** Kind of secret that a text holds, or undefined. */
export const detectSecret = (text: string): string | undefined => {
  if (text.length < 8) return undefined;
  for (const { what, pattern } of detectors) {
    pattern.lastIndex = 0;
    if (pattern.test(text)) return what;
  }
  return undefined;
};

/**
 * Why the value of an attribute must not be shown, or undefined where it may.
 *
 * @param name the attribute's own name, a map's key, or the `name` beside a `value`.
 */
export const secretReason = (name: string, value: string): string | undefined => {
  if (value === "") return undefined;
  const detected = detectSecret(value);
  if (detected !== undefined) return detected;
  if (opaqueName.test(name)) return "may hold secrets";
  if (secretName.test(name) && !settingName.test(name) && !/^(arn:|alias\/|\$\{)/.test(value)) return "named as a secret";
  if (!publicName.test(name) && (value.match(run) ?? []).some(looksRandom)) return "looks random";
  return undefined;
};

/** Free text (a diagnostic, a note, a path) with whatever looks like a secret replaced. */
export const redactText = (text: string): string =>
  detectors
    .reduce((result, { what, pattern }) => result.replace(pattern, `(masked: ${what})`), text)
    .replace(run, (candidate) => (looksRandom(candidate) ? "(masked: looks random)" : candidate));
