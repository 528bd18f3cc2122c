import { usageError } from "../../errors";

const example = "postgresql://scanner@db.internal/clinic?sslmode=verify-full, mysql://…, dynamodb://eu-central-1/patients, or env:NAME of a variable that holds it";

const badAddress = (problem: string) => usageError({ id: "data-scan-address", problem, where: "--database", remedy: `Write it as ${example}.` });

/**
 * The address of a database as a person gave it. `env:NAME` takes it from a variable, so that its password is in no list of processes.
 * @throws PortcullisError (usage) `data-scan-address`; it never repeats what may hold a password
 */
export const parseAddress = (text: string, environment: NodeJS.ProcessEnv): URL => {
  const variable = /^env:(.*)$/.exec(text)?.[1];
  const address = variable === undefined ? text : environment[variable];
  if (address === undefined || address === "") throw badAddress(`there is no address in the variable ${variable}`);
  if (!URL.canParse(address) || !/^[a-z]+:\/\//.test(address)) throw badAddress("the address of the database cannot be read");
  return new URL(address);
};

/** Address for people and findings: no user, no password, no options. */
export const publicAddress = ({ protocol, host, pathname }: URL): string => `${protocol}//${host}${decodeURIComponent(pathname)}`;

const isThisMachine = ({ hostname }: URL): boolean => ["", "localhost", "127.0.0.1", "[::1]"].includes(hostname);

/**
 * Patients' rows do not go over a network in the clear because an option was forgotten.
 * @throws PortcullisError (usage) `data-scan-in-the-clear`
 */
export const requireDecidedTransport = (address: URL, option: string, choices: readonly string[]): void => {
  if (isThisMachine(address)) return;
  const chosen = address.searchParams.get(option);
  if (chosen !== null && choices.includes(chosen)) return;
  throw usageError({
    id: "data-scan-in-the-clear",
    problem: `the address does not say how the connection to ${address.host} is encrypted`,
    where: "--database",
    remedy: `Add ?${option}=${choices[0]} to it (one of: ${choices.join(", ")}).`,
  });
};
