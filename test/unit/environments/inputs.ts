import type { EnvironmentInputs } from "../../../environments/load";
import { loadEnvironments } from "../../../environments/load";
import { EnvironmentError } from "../../../environments/errors";
import type { EnvironmentInput } from "../../../environments/schema";

/** A good configuration for tests to spoil: nothing of it comes from the repository's own environments. */
const base = (name: string, stage: EnvironmentInput["stage"], accountId: string, cidr: string): EnvironmentInput => ({
  name,
  stage,
  accountId,
  homeRegion: "eu-west-1",
  owner: "team",
  classification: "internal",
  deletionProtection: false,
  approvals: 0,
  network: { cidr },
});

export const goodFiles = (): Record<"dev" | "staging" | "prod", EnvironmentInput> => ({
  dev: base("dev", "dev", "100000000001", "10.1.0.0/16"),
  staging: base("staging", "staging", "100000000002", "10.2.0.0/16"),
  prod: base("prod", "prod", "100000000003", "10.3.0.0/16"),
});

export const goodOrganisation: EnvironmentInputs["organisation"] = {
  prefix: "castle",
  repository: "example/castle",
  ledgerEnvironment: "prod",
  accountIds: { dev: "100000000001", staging: "100000000002", prod: "100000000003" },
  order: [["dev"], ["staging"], ["prod"]],
};

/** All faults of a configuration as `file: key: problem -> remedy`; empty where it is good. */
export const faultsOf = (inputs: { readonly organisation?: object; readonly files?: object }): readonly string[] => {
  try {
    loadEnvironments({
      organisation: { ...goodOrganisation, ...inputs.organisation },
      files: { ...goodFiles(), ...inputs.files },
    });
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return [error, ...error.others].map((fault) => `${fault.message} -> ${fault.remedy}`);
  }
};

/** Faults after one environment was changed. */
export const faultsWith = (name: "dev" | "staging" | "prod", change: object): readonly string[] =>
  faultsOf({ files: { [name]: { ...goodFiles()[name], ...change } } });
