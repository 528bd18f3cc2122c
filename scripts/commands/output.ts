import Table from "cli-table3";
import { Option } from "commander";
import type { CommandContext } from "./context";

export const formatOption = (...formats: readonly string[]) => new Option("--format <format>", "how to print the result").choices(["table", ...formats]).default("table");

export const printJson = (context: CommandContext, value: unknown): void => void context.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);

/** A table without colours, as narrow as its words. */
export const printTable = (context: CommandContext, head: readonly string[], rows: readonly (readonly string[])[]): void => {
  const table = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
  table.push(...rows.map((row) => [...row]));
  context.stdout.write(`${table.toString()}\n`);
};
