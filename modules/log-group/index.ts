import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { ConstructError } from "../core";

/** Retentions that CloudWatch Logs knows, in days (API Reference, PutRetentionPolicy). */
const retentions = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

export interface EncryptedLogGroupProps {
  readonly name: string;
  /** ARN of the key it is encrypted under; the key grants `log-groups` this name. */
  readonly keyArn: string;
  /** How long events are kept, in days: one of the retentions that CloudWatch Logs knows. */
  readonly retentionDays: number;
}

/**
 * A log group under a customer-managed key with a retention. @throws ConstructError for a retention that AWS refuses.
 *
 * @example
 * new EncryptedLogGroup(scope, "log", { name: "castle-dev-exports", keyArn: "arn:aws:kms:eu-central-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab", retentionDays: 365 });
 */
export class EncryptedLogGroup extends Construct {
  /** ARN without the `:*` that some services append. */
  public readonly arn: string;
  public readonly name: string;
  public readonly resource: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: EncryptedLogGroupProps) {
    super(scope, id);
    if (!retentions.includes(props.retentionDays)) {
      const next = retentions.find((days) => days > props.retentionDays);
      throw new ConstructError(this, {
        problem: `CloudWatch Logs has no retention of ${props.retentionDays} days.`,
        remedy: next === undefined ? `The longest is ${retentions.at(-1)} days.` : `The next longer one is ${next} days.`,
      });
    }
    this.resource = new CloudwatchLogGroup(this, "log-group", {
      name: props.name,
      kmsKeyId: props.keyArn,
      retentionInDays: props.retentionDays,
    });
    this.arn = this.resource.arn;
    this.name = props.name;
  }
}
