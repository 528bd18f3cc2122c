import { ConfigConfigurationRecorder } from "@cdktf/provider-aws/lib/config-configuration-recorder";
import { ConfigConfigurationRecorderStatus } from "@cdktf/provider-aws/lib/config-configuration-recorder-status";
import { ConfigDeliveryChannel } from "@cdktf/provider-aws/lib/config-delivery-channel";
import { ConfigRetentionConfiguration } from "@cdktf/provider-aws/lib/config-retention-configuration";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { satisfies } from "../core";

export interface ConfigRecorderProps {
  /** Name of recorder and delivery channel. */
  readonly name: string;
  readonly accountId: string;
  /** Bucket it delivers to, its policy holds `configDelivery`; and the ARN of its key or of an alias, which grants `config-delivery`. */
  readonly delivery: { readonly bucketName: string; readonly keyArn: string };
  /** Record IAM and other global types too: in one region of the account, or each is recorded and paid for several times. */
  readonly globalTypes: boolean;
  /** continuous: each change. daily: once a day where something changed. @default continuous */
  readonly frequency?: "continuous" | "daily";
  /** How long configuration history is kept, in days, 30 to 2557. */
  readonly retentionDays: number;
  /** What must stand before, where the same stack makes it: the service-linked role and the bucket. @default nothing */
  readonly ready?: readonly ITerraformDependable[];
  /** Name of an existing recorder to import; the channel beside it has the same name. @default both are created */
  readonly adopt?: { readonly recorderName: string };
}

const frequencies = { continuous: "CONTINUOUS", daily: "DAILY" } as const;

/**
 * Records the configuration of every type of resource of a region and delivers it to a bucket. AWS allows one
 * recorder a region, and starts it only once a channel stands: so recorder, channel, status, in this order.
 *
 * @example
 * new ConfigRecorder(scope, "recorder", {
 *   name: "castle-dev",
 *   accountId: "111111111111",
 *   delivery: { bucketName: "castle-dev-log-archive-111111111111", keyArn: "arn:aws:kms:eu-central-1:111111111111:alias/castle-dev-audit" },
 *   globalTypes: true,
 *   frequency: "daily",
 *   retentionDays: 365,
 * });
 */
export class ConfigRecorder extends Construct {
  /** What rules and packs wait for: AWS refuses them where nothing records. */
  public readonly recording: ITerraformDependable;

  constructor(scope: Construct, id: string, props: ConfigRecorderProps) {
    super(scope, id);
    const name = props.adopt?.recorderName ?? props.name;
    const recorder = new ConfigConfigurationRecorder(this, "recorder", {
      name,
      // The role of AWS itself: it knows every type of resource, and our boundary would narrow a role of ours.
      roleArn: `arn:aws:iam::${props.accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: props.globalTypes },
      recordingMode: { recordingFrequency: frequencies[props.frequency ?? "continuous"] },
      dependsOn: [...(props.ready ?? [])],
    });
    const channel = new ConfigDeliveryChannel(this, "channel", {
      name,
      s3BucketName: props.delivery.bucketName,
      // Without it AWS Config asks for S3's own keys, which goes round the key of the bucket (Developer Guide, "Managing the Delivery Channel").
      s3KmsKeyArn: props.delivery.keyArn,
      snapshotDeliveryProperties: { deliveryFrequency: "TwentyFour_Hours" },
      dependsOn: [recorder],
    });
    const status = new ConfigConfigurationRecorderStatus(this, "status", { name: recorder.name, isEnabled: true, dependsOn: [channel] });
    new ConfigRetentionConfiguration(this, "retention", { retentionPeriodInDays: props.retentionDays });
    if (props.adopt) for (const resource of [recorder, channel, status]) resource.importFrom(props.adopt.recorderName);
    satisfies(status, "cis-aws-7.0:4.3");
    satisfies(recorder, "cis-aws-7.0:4.3");
    this.recording = status;
  }
}
