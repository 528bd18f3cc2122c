import { ConfigAggregateAuthorization } from "@cdktf/provider-aws/lib/config-aggregate-authorization";
import { ConfigConfigurationAggregator } from "@cdktf/provider-aws/lib/config-configuration-aggregator";
import { Construct } from "constructs";

export interface ConfigAggregatorProps {
  readonly name: string;
  /** Accounts whose compliance is gathered; each but its own authorises it. */
  readonly accountIds: readonly string[];
  /** Regions that are gathered. */
  readonly regions: readonly string[];
}

/** One place to read the compliance of several regions and accounts. */
export class ConfigAggregator extends Construct {
  constructor(scope: Construct, id: string, props: ConfigAggregatorProps) {
    super(scope, id);
    new ConfigConfigurationAggregator(this, "aggregator", {
      name: props.name,
      accountAggregationSource: { accountIds: [...props.accountIds], regions: [...props.regions] },
    });
  }
}

/** Lets the aggregator of another account read the compliance of this account and region. */
export class AggregatorAuthorization extends Construct {
  constructor(scope: Construct, id: string, aggregator: { readonly accountId: string; readonly region: string }) {
    super(scope, id);
    // In version 5 of the provider `region` is the aggregator's; version 6 calls that authorized_aws_region.
    new ConfigAggregateAuthorization(this, "authorization", { ...aggregator });
  }
}
