import { GuarddutyDetector } from "@cdktf/provider-aws/lib/guardduty-detector";
import { GuarddutyDetectorFeature } from "@cdktf/provider-aws/lib/guardduty-detector-feature";
import { GuarddutyFilter } from "@cdktf/provider-aws/lib/guardduty-filter";
import { GuarddutyPublishingDestination } from "@cdktf/provider-aws/lib/guardduty-publishing-destination";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { bucketArn } from "../bucket";
import { satisfies } from "../core";
import { suppressionTags, suppressionText, type Suppression } from "../suppression";
import { features, runtimeAgents, runtimeFeature, type ProtectionPlan } from "./features";

export interface ThreatSuppression extends Suppression {
  /** Finding types, exactly: `Recon:EC2/PortProbeUnprotectedPort`. */
  readonly findingTypes: readonly string[];
  /** EC2 instances it is confined to. @default all */
  readonly instanceIds?: readonly string[];
  /** Remote IPv4 addresses it is confined to. @default all */
  readonly remoteAddresses?: readonly string[];
}

export interface ThreatDetectionProps {
  /** Protection plans that are on; every other one is declared off. */
  readonly protectionPlans: readonly ProtectionPlan[];
  /** Watch processes inside instances, containers and clusters by an agent that GuardDuty manages. Costs by vCPU hour. @default false */
  readonly runtimeMonitoring?: boolean;
  /** How often a finding that repeats is published again. @default FIFTEEN_MINUTES */
  readonly findingFrequency?: "FIFTEEN_MINUTES" | "ONE_HOUR" | "SIX_HOURS";
  /** Findings that are archived as they come. @default none */
  readonly suppressions?: readonly ThreatSuppression[];
  /** Where findings are kept; GuardDuty itself forgets them after 90 days. @default nowhere */
  readonly exportTo?: { readonly bucketName: string; readonly keyArn: string; readonly ready: readonly ITerraformDependable[] };
  /** Id of the detector to import. @default one is made */
  readonly adoptDetectorId?: string;
}

const status = (on: boolean): "ENABLED" | "DISABLED" => (on ? "ENABLED" : "DISABLED");

/** GuardDuty takes letters, digits and some punctuation here (GuardDuty API Reference, "CreateFilter"). */
const plainText = (text: string): string => text.replace(/[^\w\s.:()[\]{}/-]/g, " ");

/**
 * GuardDuty in one region, with every protection plan explicitly on or off.
 *
 * @example
 * new ThreatDetection(scope, "guardduty", { protectionPlans: ["ebsMalware"], findingFrequency: "ONE_HOUR" });
 */
export class ThreatDetection extends Construct {
  public readonly detector: GuarddutyDetector;

  constructor(scope: Construct, id: string, props: ThreatDetectionProps) {
    super(scope, id);
    this.detector = new GuarddutyDetector(this, "detector", {
      enable: true,
      findingPublishingFrequency: props.findingFrequency ?? "FIFTEEN_MINUTES",
    });
    if (props.adoptDetectorId !== undefined) this.detector.importFrom(props.adoptDetectorId);

    for (const [plan, name] of Object.entries(features)) {
      const feature = new GuarddutyDetectorFeature(this, name.toLowerCase().replaceAll("_", "-"), {
        detectorId: this.detector.id,
        name,
        status: status(props.protectionPlans.includes(plan as ProtectionPlan)),
      });
      if (plan === "ebsMalware" && props.protectionPlans.includes("ebsMalware")) satisfies(feature, "hipaa:164_308_a_5_ii_b");
    }
    const runtime = status(props.runtimeMonitoring ?? false);
    new GuarddutyDetectorFeature(this, "runtime-monitoring", {
      detectorId: this.detector.id,
      name: runtimeFeature,
      status: runtime,
      additionalConfiguration: runtimeAgents.map((name) => ({ name, status: runtime })),
    });
    if (props.exportTo) {
      new GuarddutyPublishingDestination(this, "export", {
        detectorId: this.detector.id,
        destinationArn: bucketArn(props.exportTo.bucketName),
        kmsKeyArn: props.exportTo.keyArn,
        // GuardDuty writes a test object when it is told, and refuses a bucket or key that does not let it in yet.
        dependsOn: [...props.exportTo.ready],
      });
    }
    props.suppressions?.forEach((suppression, index) => this.addFilter(suppression, index + 1));
  }

  private addFilter(suppression: ThreatSuppression, rank: number): void {
    const { findingTypes, instanceIds, remoteAddresses } = suppression;
    new GuarddutyFilter(this, `suppression-${suppression.name}`, {
      detectorId: this.detector.id,
      name: suppression.name,
      description: plainText(suppressionText(suppression)),
      action: "ARCHIVE",
      rank,
      findingCriteria: {
        criterion: [
          { field: "type", equalTo: [...findingTypes] },
          ...(instanceIds ? [{ field: "resource.instanceDetails.instanceId", equalTo: [...instanceIds] }] : []),
          ...(remoteAddresses ? [{ field: "service.action.networkConnectionAction.remoteIpDetails.ipAddressV4", equalTo: [...remoteAddresses] }] : []),
        ],
      },
      tags: suppressionTags(suppression),
    });
  }
}
