import type { Construct } from "constructs";
import { inherits } from "../../modules/core";
import { EventAlert, type EventPattern } from "../../modules/event-alert";
import { EventForward } from "../../modules/event-forward";
import { FindingsArchive } from "../../modules/findings-archive";
import { AddressList, ThreatDetection } from "../../modules/guardduty";
import { CisScan, VulnerabilitySearch } from "../../modules/inspector";
import { DataDiscovery } from "../../modules/macie";
import { MalwareScan } from "../../modules/malware-scan";
import { Automation, FindingsHub } from "../../modules/security-hub";
import { BaseStack } from "../base";
import type { StackDefinition, StackProps } from "../definition";
import { infectedUploads, lostCoverage, severeFindings, severeThreats } from "./patterns";

/** Classes of data for which a finding weighs more, and whose buckets Macie searches; values of the tag `classification`. */
const classifiedData = ["confidential", "pii", "phi"];

/**
 * What searches for threats, vulnerabilities and sensitive data, in each region. Findings meet in Security Hub's home region,
 * and what is severe goes to the alert topic there. What another team runs is left alone.
 */
class DetectionStack extends BaseStack {
  constructor(scope: Construct, props: StackProps) {
    super(scope, detection, props);
    const archive = this.needsArchive ? this.addArchive() : undefined;
    this.addThreatDetection(archive);
    this.addMalwareScan();
    this.addVulnerabilitySearch();
    this.addFindingsHub();
    this.addDataDiscovery(archive);
  }

  private get settings() {
    return this.environment.detection;
  }

  /** GuardDuty's lists and exports live in the home region: a key and its bucket share one. */
  private get needsArchive(): boolean {
    const { guardDuty, macie } = this.environment.ownership;
    const { exportFindings, guardDuty: settings, macie: searches } = this.settings;
    const detects = guardDuty.mode !== "external";
    const lists = settings.trustedAddresses.length + settings.threatAddresses.length > 0;
    return this.isHome && ((detects && (exportFindings || lists)) || (searches && macie.mode !== "external" && exportFindings));
  }

  private addArchive(): FindingsArchive {
    return new FindingsArchive(this, "archive", {
      ...this.home,
      name: this.names.findingsBucket,
      keyAlias: this.names.keyAlias("findings"),
      accessLogBucket: this.names.accessLogBucket,
      retentionDays: this.settings.exportRetentionDays,
    });
  }

  private addThreatDetection(archive?: FindingsArchive): void {
    const { guardDuty, securityHub } = this.environment.ownership;
    if (guardDuty.mode === "external") {
      inherits(this, "hipaa:164_308_a_5_ii_b");
      return;
    }
    const { protectionPlans, findingFrequency, suppressions, trustedAddresses, threatAddresses } = this.settings.guardDuty;
    const { detector } = new ThreatDetection(this, "guardduty", {
      protectionPlans,
      findingFrequency,
      suppressions,
      runtimeMonitoring: this.settings.runtimeMonitoring,
      exportTo: this.settings.exportFindings ? archive : undefined,
      adoptDetectorId: guardDuty.mode !== "adopt" ? undefined : this.isHome ? guardDuty.detectorId : guardDuty.furtherDetectorIds[this.region],
    });
    if (archive) {
      const list = { detectorId: detector.id, bucketName: archive.bucketName, bucketReady: archive.ready };
      if (trustedAddresses.length > 0) new AddressList(this, "trusted-addresses", { ...list, kind: "trusted", name: `${this.names.base}-trusted`, addresses: trustedAddresses });
      if (threatAddresses.length > 0) new AddressList(this, "threat-addresses", { ...list, kind: "threat", name: `${this.names.base}-threat`, addresses: threatAddresses });
    }
    // Security Hub takes GuardDuty's findings: one rule is enough, or people are told twice.
    if (securityHub.mode === "external") this.alert("threats", severeThreats, "GuardDuty found a threat of severity high or critical");
  }

  /** It needs no detector, so it is ours even where another team runs GuardDuty. */
  private addMalwareScan(): void {
    const { scannedBuckets: buckets } = this.settings.guardDuty;
    if (!this.isHome || buckets.length === 0) return;
    new MalwareScan(this, "malware-scan", { ...this.home, roleName: `${this.names.base}-malware-scan`, permissionsBoundaryArn: this.permissionsBoundaryArn, buckets });
    this.alert("uploads", infectedUploads, "GuardDuty found malware in an uploaded object, or could not look into it");
  }

  private addVulnerabilitySearch(): void {
    const { inspector } = this.environment.ownership;
    if (inspector.mode === "external") return;
    const { lambdaCode, suppressions, cisScan } = this.settings.inspector;
    const { enabler } = new VulnerabilitySearch(this, "inspector", {
      accountId: this.environment.accountId,
      lambdaCode,
      suppressions,
    });
    if (cisScan) new CisScan(this, "cis-scan", { name: `${this.names.base}-cis-scan`, ...cisScan, inspector: enabler });
    this.alert("coverage", lostCoverage, "Inspector no longer searches a resource, such as an instance that Systems Manager does not manage");
  }

  private addFindingsHub(): void {
    const { securityHub } = this.environment.ownership;
    if (securityHub.mode === "external") {
      inherits(this, "cis-aws-7.0:5.16");
      return;
    }
    const { standards, disabledControls, suppressions } = this.settings.securityHub;
    const { aggregator } = new FindingsHub(this, "security-hub", {
      accountId: this.environment.accountId,
      region: this.region,
      standards,
      disabledControls,
      aggregates: this.isHome,
      adopt: securityHub.mode === "adopt",
    });
    if (aggregator) {
      new Automation(this, "automation", { raisedClassifications: classifiedData, suppressions, aggregator });
      // The aggregating region is told of the findings of every linked one.
      this.alert("findings", severeFindings, "Security Hub has a new finding of severity high or critical");
    }
  }

  private addDataDiscovery(archive?: FindingsArchive): void {
    const { macie } = this.environment.ownership;
    if (macie.mode === "external") {
      inherits(this, "cis-aws-7.0:3.1.3");
      return;
    }
    if (!this.settings.macie) return;
    const { stateBucket, bundleBucket, accessLogBucket, logArchiveBucket, configBucket, findingsBucket, ledgerBucket, base } = this.names;
    const { findingFrequency, samplingPercentage, suppressions } = this.settings.sensitiveData;
    new DataDiscovery(this, "macie", {
      accountId: this.environment.accountId,
      findingFrequency,
      samplingPercentage,
      suppressions,
      name: `${base}-classified-buckets`,
      classifications: classifiedData,
      exceptBuckets: [stateBucket, bundleBucket, accessLogBucket, logArchiveBucket, configBucket, findingsBucket, ledgerBucket],
      results: this.settings.exportFindings && archive ? archive : undefined,
      adopt: macie.mode === "adopt",
    });
  }

  /** The alert topic stands in the home region: a governed region sends its events there, where the same rule meets them. */
  private alert(what: string, pattern: EventPattern, description: string): void {
    const name = `${this.names.base}-${what}`;
    if (this.isHome) {
      new EventAlert(this, `${what}-alert`, { name, description, pattern, topicArn: this.names.alertTopicArn(this.region) });
    } else {
      new EventForward(this, `${what}-forward`, {
        ...this.home,
        name,
        description,
        pattern,
        toRegion: this.environment.homeRegion,
        permissionsBoundaryArn: this.permissionsBoundaryArn,
      });
    }
  }
}

export const detection: StackDefinition = {
  name: "detection",
  scope: "region",
  // Security Hub checks what AWS Config records, so the recorder comes first.
  dependsOn: ["compliance"],
  create: (scope, props) => new DetectionStack(scope, props),
};
