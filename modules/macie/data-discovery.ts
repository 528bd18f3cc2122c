import { Macie2Account } from "@cdktf/provider-aws/lib/macie2-account";
import { Macie2ClassificationExportConfiguration } from "@cdktf/provider-aws/lib/macie2-classification-export-configuration";
import { Macie2ClassificationJob } from "@cdktf/provider-aws/lib/macie2-classification-job";
import { Macie2CustomDataIdentifier } from "@cdktf/provider-aws/lib/macie2-custom-data-identifier";
import { Macie2FindingsFilter } from "@cdktf/provider-aws/lib/macie2-findings-filter";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { satisfies } from "../core";
import { suppressionTags, suppressionText, type Suppression } from "../suppression";
import { healthIdentifiers } from "./identifiers";

export interface DataSuppression extends Suppression {
  /** Finding types, exactly: `SensitiveData:S3Object/Personal`. */
  readonly findingTypes: readonly string[];
  /** Names of the buckets it is confined to. */
  readonly buckets: readonly string[];
}

export interface DataDiscoveryProps {
  readonly accountId: string;
  /** How often a policy finding that repeats is published again. @default FIFTEEN_MINUTES */
  readonly findingFrequency?: "FIFTEEN_MINUTES" | "ONE_HOUR" | "SIX_HOURS";
  /** Name of the weekly job; it and its identifiers begin so. */
  readonly name: string;
  /** Values of the tag `classification` whose buckets the job searches: a bucket joins by its tag. */
  readonly classifications: readonly string[];
  /** Buckets that are never searched whatever their tag: logs, states. */
  readonly exceptBuckets: readonly string[];
  /** Share of a bucket's new objects that the job reads, in percent: the bound of its cost. */
  readonly samplingPercentage: number;
  /** Where results are kept; Macie itself forgets them after 90 days. @default nowhere */
  readonly results?: { readonly bucketName: string; readonly keyArn: string; readonly ready: readonly ITerraformDependable[] };
  /** Findings that are archived as they come. @default none */
  readonly suppressions?: readonly DataSuppression[];
  /** True where Macie is on already and is imported. @default false */
  readonly adopt?: boolean;
}

/**
 * Macie in one region: a weekly search of the classified buckets for health and personal data.
 *
 * @example
 * new DataDiscovery(scope, "macie", {
 *   accountId: "111111111111",
 *   name: "castle-prod",
 *   classifications: ["pii", "phi"],
 *   exceptBuckets: ["castle-prod-access-logs-111111111111"],
 *   samplingPercentage: 10,
 * });
 */
export class DataDiscovery extends Construct {
  public readonly session: Macie2Account;

  constructor(scope: Construct, id: string, props: DataDiscoveryProps) {
    super(scope, id);
    this.session = new Macie2Account(this, "session", {
      findingPublishingFrequency: props.findingFrequency ?? "FIFTEEN_MINUTES",
      status: "ENABLED",
    });
    if (props.adopt) this.session.importFrom(props.accountId);
    if (props.results) this.exportResults(props.results);
    this.addJob(props, this.addIdentifiers(props.name));
    props.suppressions?.forEach((suppression) => this.addFilter(suppression));
  }

  private exportResults({ bucketName, keyArn, ready }: NonNullable<DataDiscoveryProps["results"]>): void {
    new Macie2ClassificationExportConfiguration(this, "results", {
      s3Destination: { bucketName, keyPrefix: "macie/", kmsKeyArn: keyArn },
      // Macie writes a test object when it is told, and refuses a bucket or key that does not let it in yet.
      dependsOn: [this.session, ...ready],
    });
  }

  private addIdentifiers(prefix: string): readonly Macie2CustomDataIdentifier[] {
    return healthIdentifiers.map(
      ({ name, keywords, ...identifier }) =>
        new Macie2CustomDataIdentifier(this, name, { ...identifier, name: `${prefix}-${name}`, keywords: [...keywords], dependsOn: [this.session] }),
    );
  }

  private addJob(props: DataDiscoveryProps, identifiers: readonly Macie2CustomDataIdentifier[]): void {
    const job = new Macie2ClassificationJob(this, "job", {
      name: props.name,
      description: `Weekly search of buckets tagged classification = ${props.classifications.join(", ")}`,
      jobType: "SCHEDULED",
      scheduleFrequency: { weeklySchedule: "MONDAY" },
      // Objects that are there already are searched in the first run.
      initialRun: true,
      samplingPercentage: props.samplingPercentage,
      customDataIdentifierIds: identifiers.map(({ id }) => id),
      s3JobDefinition: {
        bucketCriteria: {
          includes: { and: [{ tagCriterion: { comparator: "EQ", tagValues: props.classifications.map((value) => ({ key: "classification", value })) } }] },
          excludes: { and: [{ simpleCriterion: { key: "S3_BUCKET_NAME", comparator: "EQ", values: [...props.exceptBuckets] } }] },
        },
      },
      dependsOn: [this.session],
    });
    satisfies(job, "cis-aws-7.0:3.1.3");
  }

  private addFilter(suppression: DataSuppression): void {
    const { findingTypes, buckets } = suppression;
    new Macie2FindingsFilter(this, `suppression-${suppression.name}`, {
      name: suppression.name,
      description: suppressionText(suppression),
      action: "ARCHIVE",
      findingCriteria: {
        criterion: [
          { field: "type", eq: [...findingTypes] },
          { field: "resourcesAffected.s3Bucket.name", eq: [...buckets] },
        ],
      },
      tags: suppressionTags(suppression),
      dependsOn: [this.session],
    });
  }
}
