import { environments } from "../../../environments";
import { usageError } from "../../errors";
import { visibleJson } from "../../faces";
import { toAsff } from "../../security-hub";
import type { Face } from "./face";

/**
 * The list that BatchImportFindings takes, for the Security Hub of the environment's account and home region. It knows nothing of earlier
 * imports, so that `gate import` is the better way: that keeps CreatedAt and archives what is gone.
 * @throws PortcullisError (usage) `unknown-environment`: Security Hub wants an account, which only an environment's file says
 */
export const renderAsff: Face = (verdict) => {
  const name = verdict.subject.environment;
  const found = environments.find((environment) => environment.name === name);
  if (!found)
    throw usageError({
      id: "unknown-environment",
      problem: `findings for Security Hub need an account, and there is no environment ${JSON.stringify(name)}`,
      where: "environments/organisation.ts, order",
      remedy: `There are: ${environments.map((environment) => environment.name).join(", ")}.`,
    });
  return visibleJson(toAsff(verdict, { account: found.accountId, region: found.homeRegion }));
};
