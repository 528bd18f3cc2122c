import { z } from "zod";
import { EnvironmentError } from "./errors";

/** What is the same in every environment. The one place to edit when Portcullis is pointed at another organisation. */
export interface Organisation {
  /** First word of every name; lower-case letters and digits, at most 12. */
  readonly prefix: string;
  /** GitHub repository that deploys, `owner/name`; tag on every resource and subject of the OIDC trust. */
  readonly repository: string;
  /** Environment whose account holds the ledger; never one of stage dev. */
  readonly ledgerEnvironment: string;
  /** Account ids by environment: overridden here and nowhere else. */
  readonly accountIds: Readonly<Record<string, string>>;
  /** Order of promotion: waves of environment names; the environments of one wave go side by side. */
  readonly order: readonly (readonly string[])[];
}

export const organisation: Organisation = {
  prefix: "portcullis",
  repository: "example-org/portcullis",
  ledgerEnvironment: "prod",
  accountIds: { dev: "111111111111", staging: "222222222222", prod: "333333333333" },
  order: [["dev"], ["staging"], ["prod"]],
};

/** What the values above must look like. */
export const organisationSchema = z.strictObject({
  prefix: z.string().regex(/^[a-z][a-z0-9]{0,11}$/, "must be 1 to 12 lower-case letters and digits, a letter first"),
  repository: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+$/, "must be a GitHub repository, owner/name"),
  ledgerEnvironment: z.string(),
  accountIds: z.record(z.string(), z.string().regex(/^\d{12}$/, "is not a 12-digit AWS account id")),
  order: z.array(z.array(z.string()).min(1)).min(1),
});

/** Where the organisation is configured, for messages. */
export const organisationFile = "environments/organisation.ts";

/** @throws EnvironmentError where the organisation names no account for the environment. */
export const accountIdOf = (environment: string, inOrganisation: Pick<Organisation, "accountIds"> = organisation): string => {
  const accountId = inOrganisation.accountIds[environment];
  if (accountId === undefined) {
    throw new EnvironmentError({
      file: organisationFile,
      key: `accountIds.${environment}`,
      problem: "is missing",
      remedy: `add the 12-digit id of the account: accountIds: { …, ${environment}: "444444444444" }`,
    });
  }
  return accountId;
};
