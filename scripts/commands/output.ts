import { rename, writeFile } from "node:fs/promises";
import Table from "cli-table3";
import { Option } from "commander";
import { rowsOfLines } from "../faces";
import { render, type Review, type ReviewFormat } from "../review";
import type { CommandContext } from "./context";

export const formatOption = (...formats: readonly string[]) => new Option("--format <format>", "how to print the result").choices(["table", ...formats]).default("table");

export const printJson = (context: CommandContext, value: unknown): void => void context.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);

/** A review in the face that `--format` names; for a terminal where it names a table. */
export const printReview = (context: CommandContext, review: Review, format: string): void => {
  const face = format === "table" ? "terminal" : (format as ReviewFormat);
  context.stdout.write(render(review, face, { colour: (context.stdout as NodeJS.WriteStream).isTTY === true }));
};

/** Writes a file whole or not at all: one that was cut off would be taken for damaged evidence. */
export const writeWhole = async (path: string, text: string): Promise<void> => {
  await writeFile(`${path}.tmp`, text);
  await rename(`${path}.tmp`, path);
};

/** A table without colours, as narrow as its words. */
export const printTable = (context: CommandContext, head: readonly string[], rows: readonly (readonly string[])[]): void => {
  const table = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
  for (const row of rows) table.push(...rowsOfLines(row.map((cell) => cell.split("\n"))));
  context.stdout.write(`${table.toString()}\n`);
};
