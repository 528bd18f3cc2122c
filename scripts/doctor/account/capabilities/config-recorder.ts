import { inEachRegion, keptBy, type Capability } from "../capability";

interface Recorder {
  readonly name: string;
  /** Set where an AWS service runs the recorder for itself: it stands beside the customer's one (AWS Config API Reference, ConfigurationRecorder). */
  readonly servicePrincipal?: string;
}

/** Control Tower's recorder is kept by its stack set and guarded by its controls (AWS Control Tower User Guide, "AWS Config and AWS Control Tower"). */
const isControlTowers = (name: string): boolean => name.startsWith("aws-controltower-");

/** A region has one recorder of the customer's. */
export const configRecorder: Capability = {
  key: "configRecorder",
  title: "the AWS Config recorder",
  scope: "region",
  read: (account) =>
    inEachRegion(account, async (caller) => {
      const { region } = caller;
      const { ConfigurationRecorders = [] } = (await caller.json("config", "StarlingDoveService.DescribeConfigurationRecorders", {})) as { readonly ConfigurationRecorders?: readonly Recorder[] };
      return ConfigurationRecorders.filter(({ servicePrincipal }) => servicePrincipal === undefined).map(({ name }) => {
        const portcullis = account.holds("aws_config_configuration_recorder", name, region);
        const organisation = !portcullis && isControlTowers(name);
        return keptBy({ portcullis, organisation }, { region, what: `recorder ${name}${organisation ? " of Control Tower" : ""}`, besideOwn: "fails", adopt: { recorderName: name } });
      });
    }),
};
