import { names, type Environment, type Names, type Organisation } from "../../environments";

/** What the parts of bootstrap share. */
export interface BootstrapContext {
  readonly organisation: Organisation;
  readonly environment: Environment;
  readonly names: Names;
  /** Where the organisation's ledger is. */
  readonly ledger: { readonly bucket: string; readonly accountId: string; readonly region: string; readonly isHere: boolean };
  /** Plan and apply role of this environment. */
  readonly deploymentRoles: readonly string[];
  /** Who may read the ledger and note plans beside it: the deployment roles of every environment, and whoever may assume them. */
  readonly ledgerReaders: readonly string[];
  /** Who may record in it: the apply roles, and whoever may assume them. */
  readonly ledgerWriters: readonly string[];
  /** Services in which pipelines apply Terraform of applications here: their deploy roles stand under this environment's boundary. */
  readonly deliveredServices: readonly string[];
}

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)];

/** Services that no application gets whole: with them it would lift its own frame. */
const never = ["account", "iam", "organizations", "sts"];

/** A pipeline passes through the environments of earlier waves and ends where it is declared. */
const deliveredServices = ({ order }: Organisation, environments: readonly Environment[], { name }: Environment): readonly string[] => {
  const wave = (of: string): number => order.findIndex((names) => names.includes(of));
  const passing = environments.filter((each) => each.name === name || wave(name) < wave(each.name));
  const actions = passing.flatMap(({ delivery }) => delivery.applications.flatMap(({ target }) => (target.kind === "terraform" ? target.actions : [])));
  return unique(actions.map((action) => action.slice(0, action.indexOf(":")))).filter((service) => !never.includes(service));
};

export const bootstrapContext = (
  organisation: Organisation,
  environments: readonly Environment[],
  environment: Environment,
): BootstrapContext => {
  const owner = environments.find(({ name }) => name === organisation.ledgerEnvironment) ?? environment;
  const rolesOf = (of: Environment): readonly string[] => [names(organisation, of).planRoleArn, names(organisation, of).applyRoleArn];
  return {
    organisation,
    environment,
    names: names(organisation, environment),
    ledger: {
      bucket: names(organisation, owner).ledgerBucket,
      accountId: owner.accountId,
      region: owner.homeRegion,
      isHere: owner.name === environment.name,
    },
    deploymentRoles: rolesOf(environment),
    ledgerReaders: unique(environments.flatMap((each) => [...rolesOf(each), ...each.access.planPrincipals, ...each.access.applyPrincipals])),
    ledgerWriters: unique(environments.flatMap((each) => [names(organisation, each).applyRoleArn, ...each.access.applyPrincipals])),
    deliveredServices: deliveredServices(organisation, environments, environment),
  };
};
