import { SecurityhubAccount } from "@cdktf/provider-aws/lib/securityhub-account";
import { SecurityhubFindingAggregator } from "@cdktf/provider-aws/lib/securityhub-finding-aggregator";
import { SecurityhubStandardsControlAssociation } from "@cdktf/provider-aws/lib/securityhub-standards-control-association";
import { SecurityhubStandardsSubscription } from "@cdktf/provider-aws/lib/securityhub-standards-subscription";
import { Construct } from "constructs";
import { ConstructError, satisfies } from "../core";
import { suppressionText, type Suppression } from "../suppression";
import { standardArn, type Standard } from "./standards";

/** A control that is not checked, until a day: Security Hub keeps reason, owner and end with it. */
export interface DisabledControl extends Suppression {
  /** `IAM.6`. */
  readonly control: string;
  /** Standard in which it is disabled. */
  readonly standard: Standard;
}

export interface FindingsHubProps {
  readonly accountId: string;
  readonly region: string;
  readonly standards: readonly Standard[];
  /** @default none */
  readonly disabledControls?: readonly DisabledControl[];
  /** True in the one region that gathers the findings of all others. */
  readonly aggregates: boolean;
  /** True where Security Hub is on already and is imported. @default false */
  readonly adopt?: boolean;
}

/**
 * Security Hub CSPM in one region: findings of every service in one format, and the standards that are checked.
 *
 * @example
 * new FindingsHub(scope, "hub", { accountId: "111111111111", region: "eu-central-1", standards: ["aws-foundational"], aggregates: true });
 */
export class FindingsHub extends Construct {
  public readonly account: SecurityhubAccount;
  /** The aggregator, which automation rules and later linked regions wait for. @default none in a region that does not aggregate */
  public readonly aggregator?: SecurityhubFindingAggregator;

  constructor(scope: Construct, id: string, props: FindingsHubProps) {
    super(scope, id);
    this.account = new SecurityhubAccount(this, "account", {
      // The standards are declared one by one below: what AWS calls default changes.
      enableDefaultStandards: false,
      autoEnableControls: true,
      // One finding for a control, however many standards hold it.
      controlFindingGenerator: "SECURITY_CONTROL",
    });
    if (props.adopt) this.account.importFrom(props.accountId);
    satisfies(this.account, "cis-aws-7.0:5.16");
    if (props.aggregates) {
      this.aggregator = new SecurityhubFindingAggregator(this, "aggregator", { linkingMode: "ALL_REGIONS", dependsOn: [this.account] });
    }
    const subscriptions = new Map(props.standards.map((standard) => [standard, this.subscribe(standard, props.region)]));
    for (const disabled of props.disabledControls ?? []) this.disable(disabled, subscriptions.get(disabled.standard));
  }

  private subscribe(standard: Standard, region: string): SecurityhubStandardsSubscription {
    return new SecurityhubStandardsSubscription(this, standard.replaceAll(".", "-"), {
      standardsArn: standardArn(standard, region),
      // Security Hub creates a Config rule for each control, which takes longer than the provider's 3 minutes (terraform-provider-aws #42688).
      timeouts: { create: "15m", delete: "15m" },
      dependsOn: [this.account],
    });
  }

  private disable(disabled: DisabledControl, subscription?: SecurityhubStandardsSubscription): void {
    const { control, standard } = disabled;
    if (subscription === undefined) {
      throw new ConstructError(this, {
        problem: `Control ${control} is disabled in ${standard}, which is not subscribed to.`,
        remedy: "Add the standard, or remove the control from the disabled ones.",
      });
    }
    new SecurityhubStandardsControlAssociation(this, `${standard}-${control}`.replaceAll(".", "-"), {
      standardsArn: subscription.standardsArn,
      securityControlId: control,
      associationStatus: "DISABLED",
      // It takes no tags: the gate suppressions-current finds the last day at the end of this text.
      updatedReason: suppressionText(disabled),
      dependsOn: [subscription],
    });
  }
}
