import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { Document, DocumentError, judgeDocument, type DocumentFault } from "../documents";
import { usageError } from "../errors";
import { findingWaiverSchema, isOfFinding, waiverSchema } from "./schema";
import type { FindingWaiver, Waiver } from "./waiver";

/** All waivers of a file. Whoever judges takes those of its kind: one file holds them all, and a fault in one stops everybody. */
interface WaiversOfFile {
  /** Of guardrails and checks. */
  readonly ofRules: readonly Waiver[];
  /** Of what scanners found. */
  readonly ofFindings: readonly FindingWaiver[];
}

const label = (path: readonly PropertyKey[]): string => {
  const [index, ...rest] = path;
  return index === undefined ? "the file" : [`waiver ${Number(index) + 1}`, ...rest.map(String)].join(", ");
};

const refuse = (file: string, faults: readonly DocumentFault[]) =>
  usageError({
    id: "waivers-invalid",
    problem: `The waivers cannot be read: ${faults.length} ${faults.length === 1 ? "fault" : "faults"}.`,
    where: `${file}:${faults[0]?.line ?? 1}`,
    details: faults.map(({ line, text }) => `${file}:${line}: ${text}`),
    remedy: "Correct the lines named; the beginning of policies/waivers.yaml shows a whole waiver.",
  });

const duplicates = (ids: readonly string[], document: Document): readonly DocumentFault[] =>
  ids.flatMap((id, index) => (ids.indexOf(id) === index ? [] : [{ line: document.lineOf([index, "id"]), text: `${label([index, "id"])}: "${id}" is taken by an earlier waiver` }]));

/** @throws DocumentError */
const parse = (text: string): WaiversOfFile => {
  const document = Document.parse(text);
  const entries = document.value ?? [];
  if (!Array.isArray(entries)) throw new DocumentError([{ line: 1, text: "the file must be a list of waivers, each beginning with a dash" }]);
  const [ofRules, ofFindings, faults]: [Waiver[], FindingWaiver[], DocumentFault[]] = [[], [], []];
  const take = <Taken>(index: number, schema: z.ZodType<Taken>, taken: Taken[]): void => {
    const judged = judgeDocument(document, schema, { at: [index], label });
    if ("value" in judged) taken.push(judged.value);
    else faults.push(...judged.faults);
  };
  entries.forEach((entry: unknown, index) => (isOfFinding(entry) ? take(index, findingWaiverSchema, ofFindings) : take(index, waiverSchema, ofRules)));
  if (faults.length === 0) faults.push(...duplicates(entries.map(({ id }: { readonly id: string }) => id), document));
  if (faults.length > 0) throw new DocumentError(faults);
  return { ofRules, ofFindings };
};

/**
 * Reads waivers from YAML: a list, or nothing for none.
 * @param file name for messages
 * @throws PortcullisError (usage) `waivers-invalid`, naming every fault with its line
 */
const parseWaiversOfFile = (text: string, file: string): WaiversOfFile => {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof DocumentError) throw refuse(file, error.faults);
    throw error;
  }
};

/** The waivers of guardrails and checks in a text. @throws PortcullisError (usage) `waivers-invalid` */
export const parseWaivers = (text: string, file: string): readonly Waiver[] => parseWaiversOfFile(text, file).ofRules;
/** The waivers of scanners' findings in a text. @throws PortcullisError (usage) `waivers-invalid` */
export const parseFindingWaivers = (text: string, file: string): readonly FindingWaiver[] => parseWaiversOfFile(text, file).ofFindings;

/** The waivers of guardrails and checks in a file. @throws PortcullisError (usage) `waivers-missing` or `waivers-invalid` */
export const loadWaivers = async (path: string): Promise<readonly Waiver[]> => {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw usageError({
      id: "waivers-missing",
      problem: `The file of waivers cannot be read (${error.code ?? error.message}).`,
      where: path,
      remedy: "Bring it back from git; where there are no waivers it is an empty file.",
    });
  });
  return parseWaivers(text, path);
};
