import type { EnvironmentInput } from "../../../environments";
import { detection } from "../../../stacks/detection";
import { infectedUploads, lostCoverage, severeFindings, severeThreats } from "../../../stacks/detection/patterns";
import { matchesPattern } from "../../support/event-pattern";
import { castle, synthCastle } from "../../support/stacks";
import { resourceOf, resourcesOf, statementOf, type StackJson } from "../../support/synth";

type Detection = NonNullable<EnvironmentInput["detection"]>;
const synthAll = (prod: Partial<EnvironmentInput> = {}) => synthCastle([detection], castle({}, prod));
const synth = (settings: Detection = {}, more: Partial<EnvironmentInput> = {}): StackJson => synthAll({ detection: settings, ...more })["prod-detection-eu-west-1"] as StackJson;
const suppression = { name: "scanner", reason: "Our own scanner, which runs daily", owner: "team", created: "2026-11-01", expires: "2027-01-15" };

describe("detection", () => {
  const stack = synth();

  test("every feature of GuardDuty is declared, on or off", () => {
    const features = (settings: Detection) => Object.fromEntries(resourcesOf(synth(settings), "aws_guardduty_detector_feature").map(({ name, status }) => [name, status]));
    expect(features({ guardDuty: { protectionPlans: ["s3"] } })).toEqual({
      S3_DATA_EVENTS: "ENABLED",
      EKS_AUDIT_LOGS: "DISABLED",
      EBS_MALWARE_PROTECTION: "DISABLED",
      RDS_LOGIN_EVENTS: "DISABLED",
      LAMBDA_NETWORK_LOGS: "DISABLED",
      RUNTIME_MONITORING: "DISABLED",
    });
    expect(features({ runtimeMonitoring: true })).toMatchObject({ RUNTIME_MONITORING: "ENABLED", EKS_AUDIT_LOGS: "ENABLED" });
  });

  test("Security Hub checks the standards named and no others, and gathers in the home region", () => {
    expect(resourceOf(stack, "aws_securityhub_account")).toMatchObject({ enable_default_standards: false });
    expect(resourcesOf(stack, "aws_securityhub_standards_subscription").map(({ standards_arn }) => standards_arn)).toEqual([
      "arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0",
      "arn:aws:securityhub:eu-west-1::standards/cis-aws-foundations-benchmark/v/5.0.0",
    ]);
    const regions = synthAll({ governedRegions: ["us-east-1"] });
    expect(resourcesOf(regions["prod-detection-eu-west-1"] as StackJson, "aws_securityhub_finding_aggregator")).toHaveLength(1);
    expect(resourcesOf(regions["prod-detection-us-east-1"] as StackJson, "aws_securityhub_finding_aggregator")).toEqual([]);
  });

  test("what is severe reaches the alert topic; a governed region sends it to the home region's bus", () => {
    expect(resourcesOf(stack, "aws_cloudwatch_event_target").map(({ arn }) => arn)).toEqual(Array(2).fill("arn:aws:sns:eu-west-1:100000000003:castle-prod-alerts"));
    const abroad = synthAll({ governedRegions: ["us-east-1"] })["prod-detection-us-east-1"] as StackJson;
    expect(resourceOf(abroad, "aws_cloudwatch_event_target")["arn"]).toBe("arn:aws:events:eu-west-1:100000000003:event-bus/default");
    expect(statementOf(resourceOf(abroad, "aws_iam_role")["assume_role_policy"], "ServiceAssumes")["Condition"]).toMatchObject({
      ArnLike: { "aws:SourceArn": "arn:aws:events:us-east-1:100000000003:rule/castle-prod-coverage" },
    });
  });

  test("costly parts are there only where asked for", () => {
    for (const type of ["aws_macie2_account", "aws_cloudformation_stack", "aws_s3_bucket", "aws_guardduty_ipset"]) expect(resourcesOf(stack, type)).toEqual([]);
    expect(resourceOf(stack, "aws_inspector2_enabler")["resource_types"]).toEqual(["EC2", "ECR", "LAMBDA"]);
    expect(resourceOf(synth({ inspector: { lambdaCode: true } }), "aws_inspector2_enabler")["resource_types"]).toContain("LAMBDA_CODE");
  });

  test("instances are scanned against the CIS benchmark by their tag", () => {
    const scan = resourceOf(synth({ inspector: { cisScan: { level: "LEVEL_2", tag: { key: "cis", value: "yes" } } } }), "aws_cloudformation_stack");
    expect(JSON.parse(scan["template_body"] as string).Resources.CisScan).toEqual({
      Type: "AWS::InspectorV2::CisScanConfiguration",
      Properties: {
        ScanName: "castle-prod-cis-scan",
        SecurityLevel: "LEVEL_2",
        Schedule: { Weekly: { Days: ["SUN"], StartTime: { TimeOfDay: "03:00", TimeZone: "UTC" } } },
        Targets: { AccountIds: ["SELF"], TargetResourceTags: { cis: ["yes"] } },
      },
    });
  });

  test("Macie searches the classified buckets, never our own logs and states, and reads a share of them", () => {
    const job = resourceOf(synth({ macie: true, sensitiveData: { samplingPercentage: 5 } }), "aws_macie2_classification_job");
    expect(job["sampling_percentage"]).toBe(5);
    const { includes, excludes } = job["s3_job_definition"].bucket_criteria;
    expect(includes.and[0].tag_criterion.tag_values.map(({ value }: { value: string }) => value)).toEqual(["confidential", "pii", "phi"]);
    expect(excludes.and[0].simple_criterion.values).toEqual(expect.arrayContaining(["castle-prod-state-100000000003", "castle-prod-log-archive-100000000003"]));
  });

  test("exported findings and address lists share one bucket, which both services may write to for this account alone", () => {
    const exporting = synth({ macie: true, exportFindings: true, guardDuty: { threatAddresses: ["198.51.100.7", "192.0.2.0/24"] } });
    const bucket = "castle-prod-findings-100000000003";
    expect(resourceOf(exporting, "aws_guardduty_publishing_destination")["destination_arn"]).toBe(`arn:aws:s3:::${bucket}`);
    expect(resourceOf(exporting, "aws_macie2_classification_export_configuration")["s3_destination"]).toMatchObject({ bucket_name: bucket });
    expect(resourceOf(exporting, "aws_s3_object")["content"]).toBe("192.0.2.0/24\n198.51.100.7\n");
    for (const sid of ["GuardDutyDelivers", "MacieDelivers"]) {
      expect(statementOf(resourceOf(exporting, "aws_s3_bucket_policy")["policy"], sid)["Condition"]).toMatchObject({ StringEquals: { "aws:SourceAccount": "100000000003" } });
    }
    expect(resourcesOf(synth({ guardDuty: { threatAddresses: ["198.51.100.7"] } }), "aws_guardduty_publishing_destination")).toEqual([]);
  });

  test("exported findings leave after their days, address lists never", () => {
    const lifecycle = resourceOf(synth({ macie: true, exportFindings: true, exportRetentionDays: 400, guardDuty: { threatAddresses: ["198.51.100.7"] } }), "aws_s3_bucket_lifecycle_configuration");
    const expiring = (lifecycle["rule"] as { filter: { prefix: string }[]; expiration?: { days: number }[] }[]).flatMap(({ filter, expiration }) => (expiration ? [[filter[0]?.prefix, expiration[0]?.days]] : []));
    expect(expiring).toEqual([["AWSLogs/", 400], ["macie/", 400]]);
    expect(resourcesOf(synth({ exportFindings: true }), "aws_s3_bucket_lifecycle_configuration")).toEqual([]);
  });

  test("uploads are scanned in the home region where buckets are named, whoever runs the detector", () => {
    const scannedBuckets = [{ name: "castle-prod-uploads" }];
    const world = synthAll({ governedRegions: ["us-east-1"], detection: { guardDuty: { scannedBuckets } }, ownership: { guardDuty: { mode: "external" } } });
    const plans = (id: string) => resourcesOf(world[id] as StackJson, "aws_guardduty_malware_protection_plan");
    expect(plans("prod-detection-eu-west-1")).toHaveLength(1);
    expect(plans("prod-detection-us-east-1")).toEqual([]);
    expect(resourcesOf(stack, "aws_guardduty_malware_protection_plan")).toEqual([]);
    expect(resourcesOf(world["prod-detection-eu-west-1"] as StackJson, "aws_cloudwatch_event_rule").map(({ name }) => name)).toContain("castle-prod-uploads");
  });

  test("suppressions carry their end where the gate reads it", () => {
    const suppressing = synth({
      macie: true,
      guardDuty: { suppressions: [{ ...suppression, findingTypes: ["Recon:EC2/PortProbeUnprotectedPort"] }] },
      inspector: { suppressions: [{ ...suppression, vulnerabilityIds: ["CVE-2024-3094"] }] },
      securityHub: { suppressions: [{ ...suppression, controls: ["S3.2"], resourceIds: ["arn:aws:s3:::site"] }] },
      sensitiveData: { suppressions: [{ ...suppression, findingTypes: ["SensitiveData:S3Object/Personal"], buckets: ["samples"] }] },
    });
    for (const type of ["aws_guardduty_filter", "aws_inspector2_filter", "aws_macie2_findings_filter"]) expect(resourceOf(suppressing, type)["tags"]).toEqual({ expires: "2027-01-15" });
    const rules = resourcesOf(suppressing, "aws_securityhub_automation_rule");
    expect(rules.map(({ tags }) => tags)).toEqual([undefined, { expires: "2027-01-15" }]);
    expect(resourceOf(suppressing, "aws_guardduty_filter")["description"]).not.toContain(",");
  });

  test("a control is disabled with its reason, and says its end where the gate reads it", () => {
    const disabling = synth({ securityHub: { disabledControls: [{ ...suppression, control: "IAM.6", standard: "aws-foundational", reason: "Root is managed centrally" }] } });
    expect(resourceOf(disabling, "aws_securityhub_standards_control_association")).toMatchObject({
      security_control_id: "IAM.6",
      association_status: "DISABLED",
      updated_reason: "Root is managed centrally. Owner: team. Expires: 2027-01-15",
    });
  });
});

describe("ownership", () => {
  test("nothing is made of what another team runs", () => {
    const external = { mode: "external" } as const;
    const stack = synth({ macie: true, exportFindings: true }, { ownership: { guardDuty: external, securityHub: external, macie: external, inspector: external } });
    expect(stack.resource).toBeUndefined();
  });

  test("where Security Hub is another team's, GuardDuty itself alerts", () => {
    const patterns = (more: Partial<EnvironmentInput>) => resourcesOf(synth({}, more), "aws_cloudwatch_event_rule").map(({ event_pattern }) => JSON.parse(event_pattern as string)["detail-type"][0]);
    expect(patterns({ ownership: { securityHub: { mode: "external" } } })).toEqual(["Inspector2 Coverage", "GuardDuty Finding"]);
    expect(patterns({})).toEqual(["Inspector2 Coverage", "Security Hub Findings - Imported"]);
  });

  test("what exists is imported, each detector in its own region; where none is named one is made", () => {
    const stacks = synthAll({
      governedRegions: ["us-east-1", "us-west-2"],
      detection: { macie: true },
      ownership: {
        guardDuty: { mode: "adopt", detectorId: "d1", furtherDetectorIds: { "us-east-1": "d2" } },
        securityHub: { mode: "adopt" },
        macie: { mode: "adopt" },
        inspector: { mode: "adopt" },
      },
    });
    const imported = (id: string) => stacks[id]?.import?.map((each) => each.id);
    expect(imported("prod-detection-eu-west-1")).toEqual(["d1", "100000000003", "100000000003"]);
    expect(imported("prod-detection-us-east-1")).toEqual(["d2", "100000000003", "100000000003"]);
    expect(imported("prod-detection-us-west-2")).toEqual(["100000000003", "100000000003"]);
    expect(resourcesOf(stacks["prod-detection-us-west-2"] as StackJson, "aws_guardduty_detector")).toHaveLength(1);
  });
});

describe("alerts", () => {
  const finding = (label: string, status = "NEW") => ({ source: "aws.securityhub", "detail-type": "Security Hub Findings - Imported", detail: { findings: [{ RecordState: "ACTIVE", Severity: { Label: label }, Workflow: { Status: status } }] } });
  const threat = (severity: number) => ({ source: "aws.guardduty", "detail-type": "GuardDuty Finding", detail: { severity, service: { archived: false } } });
  const coverage = (statusCodeValue: string, reason: string) => ({ source: "aws.inspector2", "detail-type": "Inspector2 Coverage", detail: { scanStatus: { statusCodeValue, reason } } });

  test.each([
    ["HIGH", "NEW", true],
    ["CRITICAL", "NEW", true],
    ["MEDIUM", "NEW", false],
    ["CRITICAL", "SUPPRESSED", false],
  ])("a %s finding that is %s: %s", (label, status, told) => expect(matchesPattern(severeFindings as never, finding(label, status))).toBe(told));

  test.each([[8.9, true], [7, true], [6.9, false]])("a threat of severity %d: %s", (severity, told) => expect(matchesPattern(severeThreats as never, threat(severity))).toBe(told));

  test.each([
    ["THREATS_FOUND", true],
    ["ACCESS_DENIED", true],
    ["NO_THREATS_FOUND", false],
    ["UNSUPPORTED", false],
  ])("an upload that is %s: %s", (scanResultStatus, told) =>
    expect(matchesPattern(infectedUploads as never, { source: "aws.guardduty", "detail-type": "GuardDuty Malware Protection Object Scan Result", detail: { scanResultDetails: { scanResultStatus } } })).toBe(told));

  test.each([
    ["INACTIVE", "UNMANAGED_EC2_INSTANCE", true],
    ["INACTIVE", "UNSUPPORTED_OS", true],
    ["INACTIVE", "EC2_INSTANCE_STOPPED", false],
    ["INACTIVE", "RESOURCE_TERMINATED", false],
    ["ACTIVE", "SUCCESSFUL", false],
  ])("coverage %s for %s: %s", (status, reason, told) => expect(matchesPattern(lostCoverage as never, coverage(status, reason))).toBe(told));
});

describe("bad input", () => {
  const refusal = (settings: object) => () => castle({}, { detection: settings as Detection });
  test.each([
    ["a suppression without an end", { inspector: { suppressions: [{ ...suppression, expires: undefined, vulnerabilityIds: ["CVE-1"] }] } }, /detection\.inspector\.suppressions\[0\]\.expires/],
    ["a suppression of more than 90 days", { inspector: { suppressions: [{ ...suppression, expires: "2027-06-01", vulnerabilityIds: ["CVE-1"] }] } }, /suppressions\[0\]\.expires: lies 212 days after created/],
    ["two suppressions of one name", { guardDuty: { suppressions: [suppression, suppression].map((each) => ({ ...each, findingTypes: ["a"] })) } }, /suppressions\[1\]\.name/],
    ["a suppression of everything", { guardDuty: { suppressions: [suppression] } }, /findingTypes/],
    ["a control disabled in a standard that is off", { securityHub: { standards: ["aws-foundational"], disabledControls: [{ ...suppression, control: "IAM.6", standard: "pci-dss-4.0.1" }] } }, /disabledControls\[0\]\.standard/],
    ["a control disabled without a reason", { securityHub: { disabledControls: [{ ...suppression, reason: undefined, control: "IAM.6", standard: "aws-foundational" }] } }, /disabledControls\[0\]\.reason/],
    ["a control disabled for ever", { securityHub: { disabledControls: [{ ...suppression, expires: undefined, control: "IAM.6", standard: "aws-foundational" }] } }, /disabledControls\[0\]\.expires/],
    ["a setting that nothing reads", { sensitiveData: { buckets: ["castle-prod-data"] } }, /sensitiveData.*buckets/],
    ["an address that is none", { guardDuty: { threatAddresses: ["example.org"] } }, /threatAddresses\[0\]/],
    ["a bucket to scan that is no name", { guardDuty: { scannedBuckets: [{ name: "arn:aws:s3:::uploads" }] } }, /scannedBuckets\[0\]\.name/],
    ["a bucket to scan twice", { guardDuty: { scannedBuckets: [{ name: "uploads" }, { name: "uploads" }] } }, /scannedBuckets: names a bucket twice/],
    ["a standard that is unknown", { securityHub: { standards: ["cis-1.2"] } }, /standards\[0\]/],
  ])("%s is refused with file and key", (_what, settings, message) => expect(refusal(settings)).toThrow(message));
});
