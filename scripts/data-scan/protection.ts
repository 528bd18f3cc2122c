import { speaksOfSensitive, mentionsSensitive } from "./sensitive-words";
import { surroundingsOf } from "./surroundings";
import type { DataContext, ProtectedMatch } from "./types";

/** Envelopes and formats that say of themselves what they are; wherever they stand. */
const envelopes: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ["pgp", /-----BEGIN PGP MESSAGE-----/g],
  ["age", /-----BEGIN AGE ENCRYPTED FILE-----|age-encryption\.org\/v1/g],
  ["ansible-vault", /\$ANSIBLE_VAULT;\d\.\d;AES256/g],
  ["sops", /ENC\[AES256_GCM,data:[\w+/=]{0,8192}/g],
  // AWS KMS: a ciphertext blob begins with 0x0102 0200 (symmetric key), in base64.
  ["kms", /\bAQICA[HX][\w+/]{40,8192}/g],
  ["vault-transit", /\bvault:v\d{1,4}:[\w+/=]{16,8192}/g],
  ["fernet", /\bgAAAAA[\w-]{60,8192}/g],
  ["openssl", /\bU2FsdGVkX1[\w+/]{12,8192}/g],
  // RFC 7516: five parts, of which the first is a header.
  ["jwe", /\beyJ[\w-]{8,2048}\.[\w-]{0,2048}\.[\w-]{8,256}\.[\w-]{1,8192}\.[\w-]{16,64}(?![\w.-])/g],
  ["bcrypt", /\$2[abxy]\$\d\d\$[./\w]{53}/g],
  ["argon2", /\$argon2(?:id|i|d)\$v=\d+\$/g],
  ["scrypt", /\$(?:scrypt|s0|7)\$[\w=,/+.$]{20,256}/g],
  ["pbkdf2", /\$?pbkdf2[-_:$](?:hmac[-_])?sha(?:1|256|512)[:$][\w=,/+.$:]{20,256}/gi],
  ["sha-crypt", /\$[56]\$(?:rounds=\d{1,9}\$)?[./\w]{1,16}\$[./\w]{43,86}/g],
  // Stripe, Braintree and others: the prefix says that it is a token.
  ["token", /\b(?:tok|pm|card|src|cus|ba|seti)_(?:test_|live_)?[\dA-Za-z]{14,64}\b/g],
];

/** What is written over characters; then digits, blanks and dashes as masks have them. */
const masks = /[*Xx•#]{3}[*Xx•#\d -]{0,24}/g;
/** A card but its last four; a Social Security number, with or without them; first six and last four (PCI DSS 3.4.1); stars and the end. */
const maskShapes = /^(?:(?:[*Xx•#]{4}[ -]?){3}\d{4}|[*Xx•#]{3}-?[*Xx•#]{2}-?(?:\d{4}|[*Xx•#]{4})|[*•]{4,15}\d{2,4})(?![\w*])/;

const maskAt = (text: string, start: number, run: string): ProtectedMatch | undefined => {
  const shape = /[\w*]/.test(text[start - 1] ?? " ") ? undefined : maskShapes.exec(run)?.[0];
  if (shape !== undefined) return { start, end: start + shape.length, kind: "masked" };
  const middle = /^[*Xx•#]{4,9}\d{4}(?!\d)/.exec(run)?.[0];
  return middle !== undefined && /(?<!\d)\d{6}$/.test(text.slice(Math.max(0, start - 7), start)) ? { start: start - 6, end: start + middle.length, kind: "masked" } : undefined;
};

/** Shannon's entropy in bits a character: base64 of ciphertext has 4.5 and more from 32 characters on, names and words have less. */
const entropyOf = (text: string): number => {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
};

/** Ciphertext mixes all kinds of characters and decodes to bytes that are no text: base64 of a clear text is no protection. */
const looksEncrypted = (value: string): boolean => {
  if (!/\d/.test(value) || !/[a-z]/.test(value) || !/[A-Z]/.test(value) || entropyOf(value) < Math.min(4.5, Math.log2(value.length) - 0.9)) return false;
  return !isReadable(Buffer.from(value, "base64"));
};

export const isReadable = (bytes: Uint8Array): boolean => bytes.length > 0 && bytes.every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127));

/** Long words: what is sealed only where something sensitive is spoken of, since the same shapes are commits, digests of images, keys. */
const longWords = /(?<![\w+/=-])[\w+/-]{22,8192}={0,2}(?![\w+/=-])/g;
/** MD5, SHA-1 and the SHA-2 family in hexadecimal. */
const hashLengths = new Set([32, 40, 56, 64, 96, 128]);

const sealOf = (word: string): string | undefined => {
  if (hashLengths.has(word.length) && /^[\da-f]+$/i.test(word)) return "hash";
  if (word.length === 36 && /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(word)) return "pseudonym";
  return looksEncrypted(word) ? "ciphertext" : undefined;
};

/**
 * Values that are encrypted, hashed, tokenised or masked. Pure; linear. Tokens that keep the format of what they stand for (NIST
 * SP 800-38G) look like it and cannot be told: they are found as if they were in the clear.
 */
export const recogniseProtected = (text: string, context: DataContext = {}): readonly ProtectedMatch[] => {
  const found: ProtectedMatch[] = [];
  for (const [kind, pattern] of envelopes) for (const { 0: value, index: start } of text.matchAll(pattern)) found.push({ start, end: start + value.length, kind });
  for (const { 0: run, index: start } of text.matchAll(masks)) {
    const mask = maskAt(text, start, run);
    if (mask !== undefined) found.push(mask);
  }
  const { labelOf, mentions } = surroundingsOf(text, context);
  const isMentioned = mentions(mentionsSensitive);
  if (isMentioned)
    for (const { 0: word, index: start } of text.matchAll(longWords)) {
      const kind = isMentioned(start) && speaksOfSensitive(labelOf(start)) ? sealOf(word) : undefined;
      if (kind !== undefined) found.push({ start, end: start + word.length, kind });
    }
  // The first kind of those that claim one place.
  let end = 0;
  return found.map((match, rank) => ({ match, rank })).sort((one, other) => one.match.start - other.match.start || one.rank - other.rank).flatMap(({ match }) => {
    if (match.start < end) return [];
    end = match.end;
    return [match];
  });
};
