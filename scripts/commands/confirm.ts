import { createInterface } from "node:readline/promises";
import type { Environment } from "../../environments";
import type { Confirm } from "../promotion";
import { render } from "../review";
import type { CommandContext } from "./context";

/** Whether the account id that is typed is this one's; nobody is asked, and nothing confirmed, where no person sits at a terminal. */
export const asksForAccount = async (environment: Environment, toDo: string): Promise<boolean> => {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`Type the account id of ${environment.name} to ${toDo}: `)).trim() === environment.accountId;
  } finally {
    terminal.close();
  }
};

/** On AWS the account id is typed, or given by flag; the embedded AWS asks once what it is given and nothing else. */
export const confirmWith =
  (context: CommandContext, options: { readonly account?: string; readonly emulator?: boolean; readonly what: "build" | "remove" }): Confirm =>
  async ({ environment, review }) => {
    if (options.account !== undefined) return options.account === environment.accountId;
    if (options.emulator && options.what === "build") return true;
    context.stderr.write(render({ version: 0, title: `${environment.name}: to ${options.what}`, stacks: [review] }, "terminal", { colour: false }));
    return asksForAccount(environment, `${options.what} this`);
  };
