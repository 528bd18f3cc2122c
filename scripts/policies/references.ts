/** Reads the references that Terraform's template language makes, such as `${aws_s3_bucket.logs.id}`. */

const interpolation = /(?<!\$)(?:\$\$)*\$\{((?:[^{}]|\{[^{}]*\})*)\}/g;
const resourceReference = /\b(?:data\.)?[a-z][a-z0-9]*_[a-z0-9_]+\.[A-Za-z_][\w-]*/g;

/** `aws_s3_bucket.logs[0]` → `aws_s3_bucket.logs`: what the configuration calls it. */
export const withoutIndex = (address: string): string => address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]$/, "");

/** The index of an instance as Terraform writes it, such as `[0]` or `["a"]`; empty where there is none. */
export const indexOf = (address: string): string => address.slice(withoutIndex(address).length);

/** Addresses of the resources that a text refers to, without attribute and index. */
export const referencesInText = (text: string): readonly string[] =>
  [...text.matchAll(interpolation)].flatMap((match) => [...(match[1] as string).matchAll(resourceReference)].map((found) => found[0]));

/** The same for every text inside a value. */
export const referencesInValue = (value: unknown): readonly string[] => {
  if (typeof value === "string") return referencesInText(value);
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(referencesInValue);
};

/** `aws_s3_bucket.logs.id` of a plan's `references` → `aws_s3_bucket.logs`. */
export const addressOfReference = (reference: string): string => reference.match(resourceReference)?.[0] ?? reference;
