/** What GuardDuty, Security Hub and Macie say of the account that administers a member, each in its own letters. */
interface Answer {
  readonly administrator?: { readonly accountId?: string; readonly AccountId?: string };
  readonly Administrator?: { readonly AccountId?: string };
}

/** The other account that administers this one for a service. */
export const administratorOf = (answer: unknown, accountId: string): string | undefined => {
  const { administrator, Administrator } = (answer ?? {}) as Answer;
  const found = administrator?.accountId ?? administrator?.AccountId ?? Administrator?.AccountId;
  return found === accountId || found === "" ? undefined : found;
};

export const administeredBy = (administrator: string | undefined): string => (administrator === undefined ? "" : `, administered by account ${administrator}`);
