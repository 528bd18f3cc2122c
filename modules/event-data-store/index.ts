import { CloudtrailEventDataStore } from "@cdktf/provider-aws/lib/cloudtrail-event-data-store";
import { Construct } from "constructs";
import { managementEvents } from "../trail";

export interface EventDataStoreProps {
  readonly name: string;
  /** ARN of the key that events are encrypted under; it grants `event-data-stores`. It cannot be changed or taken away later. */
  readonly keyArn: string;
  /** How long events are kept, in days: 7 to 3653. They are paid for when they come in, for a year, and monthly after it. */
  readonly retentionDays: number;
  /** True: it cannot be deleted before this is taken back. Deleted, it can be restored for seven days. */
  readonly terminationProtection: boolean;
}

/**
 * Management events of all regions in CloudTrail Lake, to be asked by SQL. AWS takes no new customers for Lake since 31 May 2026
 * (CloudTrail User Guide, "CloudTrail Lake availability change"): it is for accounts that use it already.
 *
 * @example
 * new EventDataStore(scope, "lake", { name: "castle-dev", keyArn: "arn:aws:kms:eu-central-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab", retentionDays: 365, terminationProtection: true });
 */
export class EventDataStore extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: EventDataStoreProps) {
    super(scope, id);
    const store = new CloudtrailEventDataStore(this, "store", {
      name: props.name,
      kmsKeyId: props.keyArn,
      retentionPeriod: props.retentionDays,
      billingMode: "EXTENDABLE_RETENTION_PRICING",
      multiRegionEnabled: true,
      organizationEnabled: false,
      terminationProtectionEnabled: props.terminationProtection,
      advancedEventSelector: [{ name: managementEvents.name, fieldSelector: [...managementEvents.fieldSelector] }],
    });
    this.arn = store.arn;
  }
}
