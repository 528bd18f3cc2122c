import { EnvironmentError } from "../errors";
import type { Classification, Environment } from "../schema";
import { isTooSensitive } from "./dev-holds-no-personal-data";
import type { Invariant } from "./invariant";

/** The least that data of a class demands. Retentions in days. */
export interface Floor {
  readonly archiveRetentionDays: number;
  /** Object Lock of the log archive. */
  readonly objectLockDays: number;
  /** Log groups: the trail's, the Web ACL's, the flow logs'. */
  readonly logRetentionDays: number;
  readonly deletionProtection: boolean;
  readonly approvals: number;
  /** CloudTrail S3 data events: who read or wrote the objects. */
  readonly dataEvents: boolean;
  /** Macie, unless another team runs it. */
  readonly macie: boolean;
}

/**
 * internal and below: 90 days at hand or in the archive (CIS Controls v8 8.10).
 * confidential: a year in the archive, three months at hand (PCI DSS v4 10.5.1), a month that nobody can delete.
 * pii: who touched an object must be answerable (CIS AWS Foundations 3.8 and 3.9, S3 object-level logging), a year of logs.
 * phi: six years of documentation (45 CFR 164.316(b)(2)(i)), two people behind every promotion.
 */
export const floors: Readonly<Record<Classification, Floor>> = {
  public: { archiveRetentionDays: 90, objectLockDays: 1, logRetentionDays: 1, deletionProtection: false, approvals: 0, dataEvents: false, macie: false },
  internal: { archiveRetentionDays: 90, objectLockDays: 1, logRetentionDays: 30, deletionProtection: false, approvals: 0, dataEvents: false, macie: false },
  confidential: { archiveRetentionDays: 365, objectLockDays: 30, logRetentionDays: 90, deletionProtection: true, approvals: 1, dataEvents: false, macie: false },
  pii: { archiveRetentionDays: 365, objectLockDays: 90, logRetentionDays: 365, deletionProtection: true, approvals: 1, dataEvents: true, macie: true },
  phi: { archiveRetentionDays: 2190, objectLockDays: 365, logRetentionDays: 365, deletionProtection: true, approvals: 2, dataEvents: true, macie: true },
};

type Check = readonly [key: string, has: number | boolean, needs: number | boolean];

const checks = (environment: Environment, floor: Floor): readonly Check[] => [
  ["audit.archiveRetentionDays", environment.audit.archiveRetentionDays, floor.archiveRetentionDays],
  ["audit.objectLock.retentionDays", environment.audit.objectLock.retentionDays, floor.objectLockDays],
  ["audit.logGroupRetentionDays", environment.audit.logGroupRetentionDays, floor.logRetentionDays],
  ["compliance.retentionDays", environment.compliance.retentionDays, floor.archiveRetentionDays],
  ["baseline.sessionLogRetentionDays", environment.baseline.sessionLogRetentionDays, floor.logRetentionDays],
  ["network.flowLogRetentionDays", environment.network.flowLogRetentionDays, floor.logRetentionDays],
  ["edge.logRetentionDays", environment.edge.logRetentionDays, floor.logRetentionDays],
  ["deletionProtection", environment.deletionProtection, floor.deletionProtection],
  ["approvals", environment.approvals, floor.approvals],
  ["audit.dataEvents", environment.audit.dataEvents, floor.dataEvents],
  // Without it findings are kept for ever, and where none are exported there is nothing to keep.
  ["detection.exportRetentionDays", environment.detection.exportRetentionDays ?? Number.POSITIVE_INFINITY, floor.archiveRetentionDays],
  ["detection.macie", environment.detection.macie || environment.ownership.macie.mode === "external", floor.macie],
];

/** The class of the data sets floors that no environment may undercut, whatever its stage. */
export const classificationFloors: Invariant = ({ environments }) =>
  environments
    // Such data is refused there altogether; asking for its controls as well would send people the wrong way.
    .filter(({ environment }) => !isTooSensitive(environment))
    .flatMap(({ file, environment }) =>
      checks(environment, floors[environment.classification])
        .filter(([, has, needs]) => Number(has) < Number(needs))
        .map(
          ([key, has, needs]) =>
            new EnvironmentError({
              file,
              key,
              problem: `${has} is less than data of class ${environment.classification} demands (${needs})`,
              remedy: `set it to ${needs}${typeof needs === "number" ? " or more" : ""}, or keep ${environment.classification} data out of ${environment.name}`,
            }),
        ),
    );
