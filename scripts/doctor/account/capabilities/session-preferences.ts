import { inEachRegion, unless, type Capability } from "../capability";

/** The one name that Session Manager reads its preferences from (AWS Systems Manager User Guide, "Create a Session Manager preferences document"). */
const preferences = "SSM-SessionManagerRunShell";

const isAbsent = ({ name }: Error): boolean => name === "InvalidDocument";

/** Whoever once saved the preferences in the console has made the document. */
export const sessionPreferences: Capability = {
  key: "sessionPreferences",
  title: "the preferences of Session Manager",
  scope: "region",
  read: (account) =>
    inEachRegion(account, async (caller) => {
      const { region } = caller;
      const answer = await unless(isAbsent, caller.json("ssm", "AmazonSSM.DescribeDocument", { Name: preferences }));
      if (answer === undefined) return [];
      const what = `document ${preferences}`;
      return account.holds("aws_ssm_document", preferences, region)
        ? [{ region, what, keeper: "portcullis", besideOwn: "harmless", adopt: {} }]
        : [{ region, what, keeper: "account", besideOwn: "fails", adopt: {}, external: {} }];
    }),
};
