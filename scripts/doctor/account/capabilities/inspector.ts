import { inEachRegion, keptBy, unless, type AccountReader, type Capability } from "../capability";
import type { Caller } from "../call";

interface Status {
  readonly accounts?: readonly { readonly accountId: string; readonly state?: { readonly status?: string } }[];
}

/** An account that is in no organisation has nobody who could be asked for. */
const isAlone = ({ name }: Error): boolean => ["AccessDeniedException", "ResourceNotFoundException", "ValidationException"].includes(name);

/** The delegated administrator of the organisation, unless it is this account. */
const delegatedAdministrator = async (caller: Caller, { environment }: AccountReader): Promise<string | undefined> => {
  const answer = (await unless(isAlone, caller.rest("inspector2", "POST", "/delegatedadminaccounts/list", {}))) as { readonly delegatedAdminAccounts?: readonly { readonly accountId?: string }[] } | undefined;
  return answer?.delegatedAdminAccounts?.map(({ accountId }) => accountId).find((accountId) => accountId !== undefined && accountId !== environment.accountId);
};

/** Enabling what is enabled succeeds, and two who each decide what is scanned undo each other. */
export const inspector: Capability = {
  key: "inspector",
  title: "Inspector",
  scope: "region",
  read: (account) =>
    inEachRegion(account, async (caller) => {
      const { region } = caller;
      const { accountId } = account.environment;
      const { accounts = [] } = (await caller.rest("inspector2", "POST", "/status/batch/get", { accountIds: [accountId] })) as Status;
      if (!accounts.some(({ state }) => state?.status === "ENABLED" || state?.status === "ENABLING")) return [];
      const administrator = await delegatedAdministrator(caller, account);
      const what = `Inspector, enabled${administrator === undefined ? "" : `, with account ${administrator} as delegated administrator`}`;
      return [keptBy({ portcullis: account.holds("aws_inspector2_enabler", accountId, region), organisation: administrator !== undefined }, { region, what, besideOwn: "contends" })];
    }),
};
