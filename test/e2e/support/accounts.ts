import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pythonInterpreter } from "../../../scripts/emulator";

/** What plain AWS API calls find in an account. */
export interface Account {
  readonly vpcs: readonly string[];
  readonly subnets: number;
  readonly flowLogs: readonly string[];
  readonly trails: readonly { readonly multiRegion: boolean; readonly validated: boolean; readonly encrypted: boolean; readonly logging: boolean }[];
  readonly webAcls: readonly { readonly logged: boolean; readonly rules: number }[];
}

export const readAccounts = async (endpoint: string, accounts: readonly string[]): Promise<Readonly<Record<string, Account>>> => {
  const python = await pythonInterpreter(join(__dirname, "..", "..", ".."), process.env, process.stderr);
  return JSON.parse(execFileSync(python, [join(__dirname, "accounts.py"), endpoint, "eu-central-1", ...accounts]).toString("utf8"));
};
