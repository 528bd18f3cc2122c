import type { Environment, Names, StandardRoleName } from "../../environments";
import type { RoleTrust } from "../../modules/standard-role";

/** An hour: the code was typed for this piece of work. */
const mfaMaxAgeSeconds = 3600;

const settingOf = {
  support: "support",
  "security-audit": "securityAudit",
  "read-only": "readOnly",
  "break-glass": "breakGlass",
} as const satisfies Readonly<Record<StandardRoleName, string>>;

const federated = ({ accountId, baseline }: Environment, names: Names): readonly RoleTrust[] => {
  switch (baseline.federation.kind) {
    case "saml":
      return [{ kind: "saml", providerArn: names.samlProviderArn }];
    case "identity-center":
      return [{ kind: "identity-center", accountId }];
    case "none":
      return [];
  }
};

/**
 * Who may assume a standard role: federated people, the principals that the environment names, the users that are exceptions.
 * Break-glass is for the day on which federation is down and never trusts it; MFA is asked of whoever assumes it.
 */
export const trustOf = (role: StandardRoleName, environment: Environment, names: Names): readonly RoleTrust[] => {
  const { accountId, baseline } = environment;
  const principalArns = baseline.roles[settingOf[role]];
  const exceptions = baseline.exceptions.filter(({ roles }) => roles.includes(role)).map(({ name }) => names.exceptionUserArn(name));
  const users = role === "break-glass" ? [...principalArns, ...exceptions] : exceptions;
  const ways: readonly RoleTrust[] =
    role === "break-glass"
      ? []
      : [...federated(environment, names), ...(principalArns.length === 0 ? [] : [{ kind: "principals", principalArns } as const])];
  const withMfa: RoleTrust = { kind: "users-with-mfa", accountId, mfaMaxAgeSeconds, userArns: users.length === 0 ? undefined : users };
  return users.length > 0 || ways.length === 0 ? [...ways, withMfa] : ways;
};
