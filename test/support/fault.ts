import { stripVTControlCharacters } from "node:util";
import { PortcullisError } from "../../scripts/errors";
import type { Ended } from "./checkout";

/** What must never be printed, whatever went wrong: keys of AWS, a role session's too, and the person's own secret. */
const secrets = /\b(AKIA|ASIA|LSIA)[A-Z0-9]{12,}|really-secret/;

/**
 * Holds what every fault owes a person: its exit code, one message with its runbook and what to do, no stack trace, no
 * secret. Returns what was said, without colours.
 */
export const expectFault = (ended: Ended, code: number, id: string): string => {
  const said = stripVTControlCharacters(ended.stderr);
  expect({ code: ended.code, id: /\((.+): docs\/runbooks\/\1\.md\)/.exec(said)?.[1], said }).toEqual({ code, id, said });
  expect(said.match(/^✗/gm)).toHaveLength(1);
  expect(said).toMatch(/^ {2}to do: {2}\S/m);
  expect(said).not.toMatch(/^\s+at /m);
  expect(said + ended.stdout).not.toMatch(secrets);
  return said;
};

/** The PortcullisError of work that must fail, with its exit code and id. */
export const expectRejection = async (work: Promise<unknown>, exitCode: number, id: string): Promise<PortcullisError> => {
  const error = await work.then(() => undefined, (reason: unknown) => reason);
  expect(error).toBeInstanceOf(PortcullisError);
  expect(error).toMatchObject({ exitCode, fault: { id, remedy: expect.stringMatching(/\S/) } });
  return error as PortcullisError;
};
