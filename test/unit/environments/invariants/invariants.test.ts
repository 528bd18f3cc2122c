import type { EnvironmentInput } from "../../../../environments/schema";
import { faultsOf, faultsWith, goodFiles, goodOrganisation } from "../inputs";

type Name = "dev" | "staging" | "prod";
const network = (name: Name, change: object) => ({ network: { ...goodFiles()[name].network, ...change } });

/** Each case breaks one invariant of a good configuration and nothing else. */
describe("an invariant", () => {
  it.each<[string, Name, object, RegExp]>([
    ["name is file name", "dev", { name: "devel" }, /^environments\/dev\.ts: name: "devel" is not the name of the file -> .*environments\/devel\.ts, or the environment to dev$/],
    ["twin accounts", "prod", { accountId: "100000000002" }, /prod\.ts: accountId: 100000000002 is the account of staging already -> .*organisation\.accountIds/],
    ["same block", "prod", network("prod", { cidr: "10.2.0.0/16" }), /prod\.ts: network\.cidr: 10\.2\.0\.0\/16 overlaps 10\.2\.0\.0\/16 of staging/],
    ["block inside another", "staging", network("staging", { cidr: "10.1.128.0/20" }), /staging\.ts: network\.cidr: 10\.1\.128\.0\/20 overlaps 10\.1\.0\.0\/16 of dev/],
    ["host bits", "dev", network("dev", { cidr: "10.1.0.1/16" }), /does not begin at the first address of its block -> write 10\.1\.0\.0\/16/],
    ["too wide a VPC", "dev", network("dev", { cidr: "10.64.0.0/15" }), /each VPC gets a \/15; .* -> choose a block of \/16 to \/24/],
    ["too narrow after division", "dev", { governedRegions: ["us-east-1", "us-west-2"], ...network("dev", { cidr: "10.1.0.0/24" }) }, /divided among 3 regions each VPC gets a \/26; .* -> choose a block of \/18 to \/22/],
    ["home region governed", "dev", { governedRegions: ["eu-west-1"] }, /governedRegions: eu-west-1 is named twice; it is the home region/],
    ["region twice", "dev", { governedRegions: ["us-east-1", "us-east-1"] }, /governedRegions: us-east-1 is named twice -> /],
    ["pii in dev", "dev", { classification: "pii" }, /dev\.ts: classification: an environment of stage dev cannot hold pii/],
    ["NAT per zone in dev", "dev", network("dev", { natGateways: "per-zone" }), /network\.natGateways: costs too much .* -> use none or single/],
    ["endpoints in dev", "dev", network("dev", { interfaceEndpoints: ["ssm"] }), /network\.interfaceEndpoints: costs too much/],
    ["data events in dev", "dev", { audit: { dataEvents: true } }, /audit\.dataEvents: costs too much/],
    ["Lambda events in dev", "dev", { audit: { functionEvents: true } }, /audit\.functionEvents: costs too much/],
    ["insights in dev", "dev", { audit: { insights: true } }, /audit\.insights: costs too much/],
    ["an event data store in dev", "dev", { audit: { eventDataStore: { retentionDays: 90 } } }, /audit\.eventDataStore: costs too much .* -> leave it out/],
    ["every bucket beside named ones", "prod", { audit: { dataEvents: true, classifiedBuckets: ["castle-data"], everyBucket: { reason: "an auditor asks for it" } } }, /audit\.everyBucket: .*name the buckets or take every one/],
    ["every bucket of no events", "prod", { audit: { everyBucket: { reason: "an auditor asks for it" } } }, /audit\.everyBucket: .*does nothing while dataEvents is false/],
    ["classified buckets of no events", "prod", { audit: { classifiedBuckets: ["castle-data"] } }, /audit\.classifiedBuckets: .*does nothing while dataEvents is false/],
    ["every bucket in disguise", "prod", { audit: { dataEvents: true, classifiedBuckets: ["*"] } }, /audit\.classifiedBuckets.*at least three characters/],
    ["every bucket for no reason", "prod", { audit: { dataEvents: true, everyBucket: { reason: "" } } }, /audit\.everyBucket\.reason/],
    ["Macie in dev", "dev", { detection: { macie: true } }, /detection\.macie: costs too much/],
    ["a malware scan in dev", "dev", { detection: { guardDuty: { scannedBuckets: [{ name: "uploads" }] } } }, /detection\.guardDuty\.scannedBuckets: costs too much/],
    ["runtime monitoring in dev", "dev", { detection: { runtimeMonitoring: true } }, /detection\.runtimeMonitoring: costs too much/],
    ["private builds shut in", "prod", network("prod", { privateBuilds: true }), /network\.privateBuilds: .*no way out.* -> set network\.natGateways to single, or add ec2messages, imagebuilder, logs, ssm, ssmmessages/],
    ["private builds with some endpoints", "prod", network("prod", { privateBuilds: true, interfaceEndpoints: ["ssm", "logs", "imagebuilder", "ec2messages"] }), /or add ssmmessages to/],
    ["COMPLIANCE outside prod", "dev", { audit: { objectLock: { mode: "COMPLIANCE", irreversible: true, reason: "we were asked to" } } }, /audit\.objectLock\.mode: COMPLIANCE is refused in an environment of stage dev/],
    ["COMPLIANCE not called irreversible", "prod", { audit: { objectLock: { mode: "COMPLIANCE", reason: "SEC rule 17a-4(f)" } } }, /audit\.objectLock\.irreversible: is missing/],
    ["COMPLIANCE without reason", "prod", { ledger: { objectLock: { mode: "COMPLIANCE", irreversible: true } } }, /ledger\.objectLock\.reason: is missing/],
    ["long lock outside prod", "dev", { ledger: { objectLock: { retentionDays: 30 } } }, /ledger\.objectLock\.retentionDays: 30 days is more than .* -> set it to 1$/],
    ["lock longer than the archive", "prod", { audit: { objectLock: { retentionDays: 366 } } }, /audit\.objectLock\.retentionDays: 366 days is longer than the archive keeps objects \(365\)/],
    ["short history of configuration", "dev", { compliance: { retentionDays: 60 } }, /compliance\.retentionDays: 60 is less than data of class internal demands \(90\) -> set it to 90 or more/],
    ["short-lived findings", "prod", { detection: { exportFindings: true, exportRetentionDays: 30 } }, /detection\.exportRetentionDays: 30 is less than data of class internal demands \(90\) -> set it to 90 or more/],
    ["short archive", "dev", { audit: { archiveRetentionDays: 89 } }, /audit\.archiveRetentionDays: 89 is less than data of class internal demands \(90\) -> set it to 90 or more/],
  ])("refuses: %s", (_, name, change, expected) => {
    expect(faultsWith(name, change)).toEqual([expect.stringMatching(expected)]);
  });

  it("lets private builds out by NAT or by all the endpoints they need", () => {
    expect(faultsWith("prod", network("prod", { privateBuilds: true, natGateways: "single" }))).toEqual([]);
    expect(faultsWith("prod", network("prod", { privateBuilds: true, interfaceEndpoints: ["ssm", "ssmmessages", "ec2messages", "logs", "imagebuilder"] }))).toEqual([]);
  });

  it("lets COMPLIANCE stand in prod when it is deliberate", () => {
    const objectLock = { mode: "COMPLIANCE", irreversible: true, reason: "SEC rule 17a-4(f)", retentionDays: 30 };
    expect(faultsWith("prod", { audit: { objectLock } })).toEqual([]);
  });
});

describe("prod", () => {
  const stronger: Partial<EnvironmentInput> = {
    deletionProtection: true,
    approvals: 2,
    network: { cidr: "10.2.0.0/16", flowLogRetentionDays: 180 },
    audit: {
      archiveRetentionDays: 400,
      logGroupRetentionDays: 180,
      dataEvents: true,
      everyBucket: { reason: "an auditor asks for it" },
      functionEvents: true,
      insights: true,
      eventDataStore: { retentionDays: 90 },
    },
    compliance: { packs: ["cis-aws-7.0", "hipaa"] },
    edge: { logRetentionDays: 180, requestLimit: 100, redactedHeaders: ["authorization", "cookie", "x-api-key"], rules: { sqlInjection: { action: "block", evidence: "ticket SEC-1, two weeks" } } },
    detection: { macie: true, runtimeMonitoring: true },
  };
  const keysOf = (faults: readonly string[]) => faults.map((fault) => fault.split(": ")[1]);
  const withStronger = (prod: object) => faultsOf({ files: { staging: { ...goodFiles().staging, ...stronger }, prod: { ...goodFiles().prod, ...prod } } });

  it("is refused in every setting in which it is weaker than staging", () => {
    const faults = withStronger({});
    expect(keysOf(faults)).toEqual([
      "deletionProtection",
      "approvals",
      "network.flowLogRetentionDays",
      "audit.archiveRetentionDays",
      "audit.logGroupRetentionDays",
      "audit.dataEvents",
      "audit.everyBucket",
      "audit.functionEvents",
      "audit.insights",
      "audit.eventDataStore.retentionDays",
      "compliance.packs",
      "edge.logRetentionDays",
      "edge.requestLimit",
      "edge.rules.sqlInjection.action",
      "detection.macie",
      "detection.runtimeMonitoring",
      "edge.redactedHeaders",
    ]);
    const faultOf = (key: string) => faults.find((fault) => fault.includes(` ${key}: `));
    expect(faultOf("edge.rules.sqlInjection.action")).toMatch(/count is weaker than block of staging -> set it to block or stronger, or weaken staging first/);
    expect(faultOf("compliance.packs")).toMatch(/no hipaa is weaker than hipaa of staging -> set it to hipaa/);
    expect(faultOf("edge.requestLimit")).toMatch(/2000 is weaker than 100 of staging -> set it to 100 /);
  });

  it("is accepted when it equals staging", () => {
    const { network: strongNetwork, ...others } = stronger;
    expect(withStronger({ ...others, network: { ...strongNetwork, cidr: "10.3.0.0/16" } })).toEqual([]);
  });

  it("keeps and records configuration no less than staging", () => {
    const files = goodFiles();
    const staging = { ...files.staging, compliance: { retentionDays: 400 } };
    const prod = { ...files.prod, compliance: { retentionDays: 365, recording: "daily" as const } };
    expect(keysOf(faultsOf({ files: { staging, prod } }))).toEqual(["compliance.retentionDays", "compliance.recording"]);
  });

  it("keeps exported findings no shorter than staging; for ever is longest", () => {
    const files = goodFiles();
    const both = (staging: object, prod: object) => keysOf(faultsOf({ files: { staging: { ...files.staging, detection: staging }, prod: { ...files.prod, detection: prod } } }));
    const kept = (exportRetentionDays?: number) => ({ exportFindings: true, exportRetentionDays });
    expect(both(kept(400), kept(400))).toEqual([]);
    expect(both(kept(), kept(4000))).toEqual(["detection.exportRetentionDays"]);
    expect(both({}, kept(100))).toEqual([]);
  });

  it("has its Object Lock compared as well", () => {
    const locked = { classification: "confidential", deletionProtection: true, approvals: 1, audit: { objectLock: { retentionDays: 30 } } };
    expect(
      keysOf(faultsOf({ files: { staging: { ...goodFiles().staging, ...locked }, prod: { ...goodFiles().prod, deletionProtection: true, approvals: 1 } } })),
    ).toEqual(["audit.objectLock.retentionDays"]);
  });
});

describe("the class of the data", () => {
  it("sets floors that nothing may undercut", () => {
    expect(faultsWith("prod", { classification: "phi" }).map((fault) => fault.split(": ")[1])).toEqual([
      "audit.archiveRetentionDays",
      "audit.objectLock.retentionDays",
      "audit.logGroupRetentionDays",
      "baseline.sessionLogRetentionDays",
      "network.flowLogRetentionDays",
      "edge.logRetentionDays",
      "deletionProtection",
      "approvals",
      "audit.dataEvents",
      "detection.macie",
      "compliance.packs",
    ]);
  });

  const phi = {
    classification: "phi",
    deletionProtection: true,
    approvals: 2,
    network: { cidr: "10.3.0.0/16", flowLogRetentionDays: 365 },
    audit: { archiveRetentionDays: 2190, logGroupRetentionDays: 365, dataEvents: true, objectLock: { retentionDays: 365 } },
    baseline: { sessionLogRetentionDays: 365 },
    compliance: { packs: ["cis-aws-7.0", "hipaa", "encryption"] },
    edge: { logRetentionDays: 365 },
  };

  it("asks for the HIPAA pack where there is health data", () => {
    const faults = faultsWith("prod", { ...phi, detection: { macie: true }, compliance: { packs: ["cis-aws-7.0", "encryption"] } });
    expect(faults).toEqual([expect.stringMatching(/prod\.ts: compliance\.packs: lacks hipaa.* -> add "hipaa" to the packs/)]);
  });

  it("is satisfied by settings at the floor, and by a Macie that another team runs", () => {
    expect(faultsWith("prod", { ...phi, detection: { macie: true } })).toEqual([]);
    expect(faultsWith("prod", { ...phi, ownership: { macie: { mode: "external" } } })).toEqual([]);
  });

  it("holds outside prod too, and lifts the limit on locks there", () => {
    const pii = { ...phi, classification: "pii", network: { ...phi.network, cidr: "10.2.0.0/16" }, detection: { macie: true } };
    const lock = (retentionDays: number) => ({ ...pii, audit: { ...pii.audit, objectLock: { retentionDays } } });
    const both = (retentionDays: number) => faultsOf({ files: { staging: { ...goodFiles().staging, ...lock(retentionDays) }, prod: { ...goodFiles().prod, ...phi, detection: { macie: true } } } });
    expect(both(90)).toEqual([]);
    expect(both(89)).toEqual([expect.stringMatching(/staging\.ts: audit\.objectLock\.retentionDays: 89 is less/)]);
    expect(both(91)).toEqual([expect.stringMatching(/staging\.ts: audit\.objectLock\.retentionDays: 91 days is more/)]);
  });
});

describe("the order", () => {
  it.each([
    ["a later stage first", [["dev"], ["prod"], ["staging"]]],
    ["two stages side by side", [["dev"], ["staging", "prod"]]],
  ])("with %s is refused", (_, order) => {
    expect(faultsOf({ organisation: { order } })).toEqual([expect.stringMatching(/organisation\.ts: order: prod \(stage prod\) does not come after staging \(stage staging\) -> put prod in a wave after/)]);
  });

  it("may hold two environments of one stage in one wave", () => {
    const second = { ...goodFiles().prod, name: "prodeu", accountId: "100000000004", network: { cidr: "10.4.0.0/16" } };
    const organisation = { order: [["dev"], ["staging"], ["prod", "prodeu"]], accountIds: { ...goodOrganisation.accountIds, prodeu: "100000000004" } };
    expect(faultsOf({ organisation, files: { prodeu: second } })).toEqual([]);
  });
});

describe("the ledger's environment", () => {
  it.each([
    ["dev", /ledgerEnvironment: dev is of stage dev -> keep the ledger in/],
    ["qa", /ledgerEnvironment: qa is not an environment -> name one of dev, staging, prod/],
  ])("is refused when it is %s", (ledgerEnvironment, expected) => {
    expect(faultsOf({ organisation: { ledgerEnvironment } })).toEqual([expect.stringMatching(expected)]);
  });
});
