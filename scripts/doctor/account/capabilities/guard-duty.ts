import { inEachRegion, keptBy, regionByRegion, type Capability } from "../capability";
import { administeredBy, administratorOf } from "./administrator";

/** A region has one detector. */
export const guardDuty: Capability = {
  key: "guardDuty",
  title: "the GuardDuty detector",
  scope: "region",
  adoption: regionByRegion("detectorId", "furtherDetectorIds"),
  read: (account) =>
    inEachRegion(account, async (caller) => {
      const { region } = caller;
      const { detectorIds = [] } = (await caller.rest("guardduty", "GET", "/detector")) as { readonly detectorIds?: readonly string[] };
      return Promise.all(
        detectorIds.map(async (detectorId) => {
          const administrator = administratorOf(await caller.rest("guardduty", "GET", `/detector/${detectorId}/administrator`), account.environment.accountId);
          const what = `detector ${detectorId}${administeredBy(administrator)}`;
          return keptBy({ portcullis: account.holds("aws_guardduty_detector", detectorId, region), organisation: administrator !== undefined }, { region, what, besideOwn: "fails", adopt: { detectorId } });
        }),
      );
    }),
};
