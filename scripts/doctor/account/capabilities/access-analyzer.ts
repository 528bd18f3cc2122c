import { inEachRegion, type Capability } from "../capability";

interface Analyzer {
  readonly name: string;
  readonly type: string;
}

/**
 * A region has one analyzer of external access whose zone of trust is the account (IAM User Guide, "IAM Access Analyzer
 * quotas"). That of an organisation stands in its administrator's account and is not seen from here.
 */
export const accessAnalyzer: Capability = {
  key: "accessAnalyzer",
  title: "the analyzers of external access",
  scope: "region",
  isSeenFromMembers: false,
  read: (account) =>
    inEachRegion(account, async (caller) => {
      const { region } = caller;
      const { analyzers = [] } = (await caller.rest("access-analyzer", "GET", "/analyzer?type=ACCOUNT")) as { readonly analyzers?: readonly Analyzer[] };
      return analyzers
        .filter(({ type }) => type === "ACCOUNT")
        .map(({ name }) =>
          account.holds("aws_accessanalyzer_analyzer", name, region)
            ? { region, what: `analyzer ${name}`, keeper: "portcullis", besideOwn: "harmless", adopt: { analyzerName: name } }
            : { region, what: `analyzer ${name}`, keeper: "account", besideOwn: "fails", adopt: { analyzerName: name }, external: {} },
        );
    }),
};
