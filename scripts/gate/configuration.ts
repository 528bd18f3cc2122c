import type { z } from "zod";
import { DocumentError, readDocument } from "../documents";
import { usageError, type Fault } from "../errors";

/**
 * Reads what a person configures the gate with.
 * @param name name of the file, for messages
 * @param fault what is said where it cannot be read; lines are added
 * @throws PortcullisError (usage) with every fault and its line
 */
export const readConfiguration = <Schema extends z.ZodType>(schema: Schema, text: string, name: string, fault: Omit<Fault, "where" | "details">): z.output<Schema> => {
  try {
    return readDocument(text, schema);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const { faults } = error;
    throw usageError({ ...fault, where: `${name}:${faults[0]?.line ?? 1}`, details: faults.map(({ line, text: problem }) => `${name}:${line}: ${problem}`) });
  }
};
