import { SecurityhubAutomationRule } from "@cdktf/provider-aws/lib/securityhub-automation-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { suppressionTags, suppressionText, type Suppression } from "../suppression";

export interface FindingSuppression extends Suppression {
  /** Ids of Security Hub controls: `S3.9`. */
  readonly controls: readonly string[];
  /** ARNs of the resources it is confined to. */
  readonly resourceIds: readonly string[];
}

export interface AutomationProps {
  /** Classes of data, values of the tag `classification`, whose HIGH findings become CRITICAL. */
  readonly raisedClassifications: readonly string[];
  /** Findings whose workflow is set to SUPPRESSED. @default none */
  readonly suppressions?: readonly FindingSuppression[];
  /** The aggregator: rules are made in the region that aggregates, and hold in all. */
  readonly aggregator: ITerraformDependable;
}

const equals = (values: readonly string[]) => values.map((value) => ({ comparison: "EQUALS", value }));
const author = "portcullis";

/** Automation rules of Security Hub: what changes a finding before anybody sees it. */
export class Automation extends Construct {
  constructor(scope: Construct, id: string, props: AutomationProps) {
    super(scope, id);
    new SecurityhubAutomationRule(this, "raise-classified", {
      ruleName: "raise-classified",
      description: `HIGH findings on resources that hold ${props.raisedClassifications.join(" or ")} data are CRITICAL`,
      ruleOrder: 10,
      criteria: [
        {
          resourceTags: props.raisedClassifications.map((value) => ({ comparison: "EQUALS", key: "classification", value })),
          severityLabel: equals(["HIGH"]),
          recordState: equals(["ACTIVE"]),
        },
      ],
      actions: [
        {
          type: "FINDING_FIELDS_UPDATE",
          findingFieldsUpdate: [
            { severity: [{ label: "CRITICAL" }], note: [{ text: "Raised from HIGH: the resource holds classified data", updatedBy: author }] },
          ],
        },
      ],
      dependsOn: [props.aggregator],
    });
    props.suppressions?.forEach((suppression, index) => this.suppress(suppression, 100 + index, props.aggregator));
  }

  private suppress(suppression: FindingSuppression, ruleOrder: number, aggregator: ITerraformDependable): void {
    new SecurityhubAutomationRule(this, `suppression-${suppression.name}`, {
      ruleName: `suppression-${suppression.name}`,
      description: suppressionText(suppression),
      ruleOrder,
      criteria: [
        {
          complianceSecurityControlId: equals(suppression.controls),
          resourceId: equals(suppression.resourceIds),
        },
      ],
      actions: [
        {
          type: "FINDING_FIELDS_UPDATE",
          findingFieldsUpdate: [{ workflow: [{ status: "SUPPRESSED" }], note: [{ text: suppressionText(suppression), updatedBy: author }] }],
        },
      ],
      tags: suppressionTags(suppression),
      dependsOn: [aggregator],
    });
  }
}
