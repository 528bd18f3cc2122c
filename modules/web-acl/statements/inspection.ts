import { faultIf, toBlock, type Block, type StatementFault } from "./statement";

/** The part of a request that a condition inspects, and how it is normalised before. */

/** What happens with the part of a request that exceeds what WAF reads: read on without it, or let it match or not. */
export type OversizeHandling = "CONTINUE" | "MATCH" | "NO_MATCH";
type Fallback = "MATCH" | "NO_MATCH";

/** Body, headers and cookies say what happens beyond the size limit: left out, an attack hides behind padding. */
export type FieldToMatch =
  | "allQueryArguments"
  | "method"
  | "queryString"
  | "uriPath"
  | { readonly singleHeader: string }
  | { readonly singleQueryArgument: string }
  | { readonly body: { readonly oversizeHandling: OversizeHandling } }
  | {
      readonly jsonBody: {
        readonly matchScope: "ALL" | "KEY" | "VALUE";
        /** JSON pointers. @default the whole body */
        readonly includedPaths?: readonly string[];
        /** Where the body is no JSON. */
        readonly invalidFallbackBehavior: "EVALUATE_AS_STRING" | Fallback;
        readonly oversizeHandling: OversizeHandling;
      };
    }
  | { readonly headers: NamedParts & { readonly included?: readonly string[]; readonly excluded?: readonly string[] } }
  | { readonly cookies: NamedParts & { readonly included?: readonly string[]; readonly excluded?: readonly string[] } }
  | { readonly headerOrder: { readonly oversizeHandling: OversizeHandling } }
  | { readonly uriFragment: { readonly fallbackBehavior: Fallback } }
  | { readonly ja3Fingerprint: { readonly fallbackBehavior: Fallback } }
  | { readonly ja4Fingerprint: { readonly fallbackBehavior: Fallback } };

interface NamedParts {
  readonly matchScope: "ALL" | "KEY" | "VALUE";
  readonly oversizeHandling: OversizeHandling;
}

/** Transformations of AWS WAF (API Reference, TextTransformation). */
export type TextTransformation =
  | "NONE" | "BASE64_DECODE" | "BASE64_DECODE_EXT" | "CMD_LINE" | "COMPRESS_WHITE_SPACE" | "CSS_DECODE" | "ESCAPE_SEQ_DECODE"
  | "HEX_DECODE" | "HTML_ENTITY_DECODE" | "JS_DECODE" | "LOWERCASE" | "MD5" | "NORMALIZE_PATH" | "NORMALIZE_PATH_WIN"
  | "REMOVE_NULLS" | "REPLACE_COMMENTS" | "REPLACE_NULLS" | "SQL_HEX_DECODE" | "URL_DECODE" | "URL_DECODE_UNI" | "UTF8_TO_UNICODE";

/** What every condition on the content of a request says. */
export interface Inspection {
  readonly fieldToMatch: FieldToMatch;
  /** In the order in which they are applied. @default none */
  readonly textTransformations?: readonly TextTransformation[];
}

const namedParts = (kind: "headers" | "cookies", parts: NamedParts & { readonly included?: readonly string[]; readonly excluded?: readonly string[] }) => ({
  matchScope: parts.matchScope,
  oversizeHandling: parts.oversizeHandling,
  matchPattern: parts.included
    ? { [kind === "headers" ? "includedHeaders" : "includedCookies"]: parts.included }
    : parts.excluded
      ? { [kind === "headers" ? "excludedHeaders" : "excludedCookies"]: parts.excluded }
      : { all: {} },
});

const fieldProperties = (field: FieldToMatch): object => {
  if (typeof field === "string") return { [field]: {} };
  if ("singleHeader" in field) return { singleHeader: { name: field.singleHeader } };
  if ("singleQueryArgument" in field) return { singleQueryArgument: { name: field.singleQueryArgument } };
  if ("headers" in field) return { headers: namedParts("headers", field.headers) };
  if ("cookies" in field) return { cookies: namedParts("cookies", field.cookies) };
  if ("jsonBody" in field) {
    const { includedPaths, ...rest } = field.jsonBody;
    return { jsonBody: { ...rest, matchPattern: includedPaths ? { includedPaths } : { all: {} } } };
  }
  return field;
};

const transformationsOf = ({ textTransformations = [] }: Pick<Inspection, "textTransformations">): readonly TextTransformation[] =>
  textTransformations.length === 0 ? ["NONE"] : textTransformations;

/** `text_transformation` blocks; the place in the list is the priority. */
export const transformationBlocks = (inspection: Pick<Inspection, "textTransformations">): readonly Block[] =>
  transformationsOf(inspection).map((type, priority) => ({ priority, type }));

/** `field_to_match` and `text_transformation`. */
export const inspectionBlock = (inspection: Inspection): Block => ({
  field_to_match: toBlock(fieldProperties(inspection.fieldToMatch)),
  text_transformation: transformationBlocks(inspection),
});

/** 10 for each transformation but NONE (AWS WAF Developer Guide, the pages of the rule statements). */
export const transformationCapacity = (inspection: Pick<Inspection, "textTransformations">): number =>
  10 * transformationsOf(inspection).filter((type) => type !== "NONE").length;

/** Capacity of a condition: its base, doubled on a JSON body, 10 more on all query arguments, and its transformations. */
export const inspectionCapacity = (base: number, inspection: Inspection): number => {
  const field = inspection.fieldToMatch;
  const onField = typeof field === "object" && "jsonBody" in field ? base * 2 : field === "allQueryArguments" ? base + 10 : base;
  return onField + transformationCapacity(inspection);
};

/** Names that AWS WAF compares in lower case and the provider refuses in any other. */
export const inspectionFaults = ({ fieldToMatch: field }: Inspection): readonly StatementFault[] => {
  const name = typeof field !== "object" ? "" : "singleHeader" in field ? field.singleHeader : "singleQueryArgument" in field ? field.singleQueryArgument : "";
  return faultIf(name !== name.toLowerCase(), { problem: `The name ${name} has capital letters.`, remedy: `Write ${name.toLowerCase()}.` });
};
