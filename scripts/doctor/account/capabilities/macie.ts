import { inEachRegion, keptBy, unless, type Capability } from "../capability";
import { administeredBy, administratorOf } from "./administrator";

/** Macie says by a refused access that it is off; a role that may not ask gets the same name with another sentence. */
const isOff = ({ name, message }: Error): boolean => name === "ResourceNotFoundException" || (name === "AccessDeniedException" && /not enabled/i.test(message));

export const macie: Capability = {
  key: "macie",
  title: "Macie",
  scope: "region",
  read: (account) =>
    inEachRegion(account, async (caller) => {
      const { region } = caller;
      const { accountId } = account.environment;
      const session = (await unless(isOff, caller.rest("macie2", "GET", "/macie"))) as { readonly status?: string } | undefined;
      if (session?.status === undefined) return [];
      const administrator = administratorOf(await unless(isOff, caller.rest("macie2", "GET", "/administrator")), accountId);
      const what = `Macie, ${session.status.toLowerCase()}${administeredBy(administrator)}`;
      return [keptBy({ portcullis: account.holds("aws_macie2_account", accountId, region), organisation: administrator !== undefined }, { region, what, besideOwn: "fails" })];
    }),
};
