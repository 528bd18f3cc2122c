import type { EventPattern } from "../../modules/event-alert";

/** New findings that people look at. Security Hub sends each once more when it is updated: NEW leaves out what is in work. (Security Hub User Guide, "EventBridge event formats") */
export const severeFindings: EventPattern = {
  source: ["aws.securityhub"],
  "detail-type": ["Security Hub Findings - Imported"],
  detail: {
    findings: {
      RecordState: ["ACTIVE"],
      Severity: { Label: ["HIGH", "CRITICAL"] },
      Workflow: { Status: ["NEW"] },
    },
  },
};

/** Severity 7.0 and above is high or critical (GuardDuty User Guide, "Severity levels of GuardDuty findings"). */
export const severeThreats: EventPattern = {
  source: ["aws.guardduty"],
  "detail-type": ["GuardDuty Finding"],
  detail: { severity: [{ numeric: [">=", 7] }], service: { archived: [false] } },
};

/**
 * An upload that is infected, or that the scanner could not read: nobody else can read it then either. What it cannot open by its
 * kind, such as a locked archive, is UNSUPPORTED and stays unread without an alarm
 * (GuardDuty User Guide, "Monitoring S3 object scans with Amazon EventBridge").
 */
export const infectedUploads: EventPattern = {
  source: ["aws.guardduty"],
  "detail-type": ["GuardDuty Malware Protection Object Scan Result"],
  detail: { scanResultDetails: { scanResultStatus: ["ACCESS_DENIED", "FAILED", "THREATS_FOUND"] } },
};

/**
 * A resource that Inspector should search and does not (Inspector User Guide, "Amazon EventBridge event schema"; reasons:
 * Inspector API Reference, "ScanStatus"). What was stopped, terminated, or left out on purpose is no gap.
 */
export const lostCoverage: EventPattern = {
  source: ["aws.inspector2"],
  "detail-type": ["Inspector2 Coverage"],
  detail: {
    scanStatus: {
      statusCodeValue: ["INACTIVE"],
      reason: [{ "anything-but": ["EC2_INSTANCE_STOPPED", "EXCLUDED_BY_TAG", "PENDING_INITIAL_SCAN", "RESOURCE_TERMINATED", "SCAN_ELIGIBILITY_EXPIRED"] }],
    },
  },
};
