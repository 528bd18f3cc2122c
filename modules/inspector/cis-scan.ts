import { CloudformationStack } from "@cdktf/provider-aws/lib/cloudformation-stack";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface CisScanProps {
  readonly name: string;
  /** Profile of the CIS benchmark of the operating system. */
  readonly level: "LEVEL_1" | "LEVEL_2";
  /** Day of the weekly scan. */
  readonly day: "MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT" | "SUN";
  /** hh:mm in UTC. */
  readonly timeOfDay: string;
  /** Tag of the instances that are scanned: CIS scans go by tag only. */
  readonly tag: { readonly key: string; readonly value: string };
  /** Inspector itself, which must be on. */
  readonly inspector: ITerraformDependable;
}

/**
 * A weekly scan of tagged instances against the CIS benchmark of their operating system. No release of the AWS provider has
 * a resource for it (terraform-provider-aws #37466), so CloudFormation holds it.
 */
export class CisScan extends Construct {
  constructor(scope: Construct, id: string, props: CisScanProps) {
    super(scope, id);
    new CloudformationStack(this, "stack", {
      name: props.name,
      templateBody: JSON.stringify({
        AWSTemplateFormatVersion: "2010-09-09",
        Description: "CIS scan configuration of Amazon Inspector",
        Resources: {
          CisScan: {
            Type: "AWS::InspectorV2::CisScanConfiguration",
            Properties: {
              ScanName: props.name,
              SecurityLevel: props.level,
              Schedule: { Weekly: { Days: [props.day], StartTime: { TimeOfDay: props.timeOfDay, TimeZone: "UTC" } } },
              // SELF: this account alone, whether or not it is a member of an organisation (Inspector API Reference, "CreateCisTargets").
              Targets: { AccountIds: ["SELF"], TargetResourceTags: { [props.tag.key]: [props.tag.value] } },
            },
          },
        },
      }),
      dependsOn: [props.inspector],
    });
  }
}
