import { EnvironmentError } from "../errors";
import type { Environment, ObjectLock } from "../schema";
import { floors } from "./classification-floors";
import type { Invariant } from "./invariant";

interface Lock {
  readonly key: string;
  readonly lock: ObjectLock;
}

const locks = (environment: Environment): readonly Lock[] => [
  { key: "audit.objectLock", lock: environment.audit.objectLock },
  { key: "ledger.objectLock", lock: environment.ledger.objectLock },
];

/** COMPLIANCE cannot be lifted by anybody, the root user and AWS included, until it expires (Amazon S3 User Guide, "Retention modes"). */
export const complianceIsDeliberate: Invariant = ({ environments }) =>
  environments.flatMap(({ file, environment }) =>
    locks(environment)
      .filter(({ lock }) => lock.mode === "COMPLIANCE")
      .flatMap(({ key, lock }) => {
        const fault = (part: string, problem: string, remedy: string) => new EnvironmentError({ file, key: `${key}.${part}`, problem, remedy });
        if (environment.stage !== "prod") {
          return [fault("mode", `COMPLIANCE is refused in an environment of stage ${environment.stage}: it could never be torn down`, "use GOVERNANCE")];
        }
        return [
          ...(lock.irreversible === true ? [] : [fault("irreversible", "is missing, and COMPLIANCE can be undone by nobody", "write irreversible: true, or use GOVERNANCE")]),
          ...(lock.reason === undefined ? [fault("reason", "is missing", "write why COMPLIANCE was chosen, or use GOVERNANCE")] : []),
        ];
      }),
  );

/** Outside prod one day is enough to try the mechanism; what is locked for longer outlives the environment. The class of the data may demand more. */
export const locksAreShortOutsideProd: Invariant = ({ environments }) =>
  environments
    .filter(({ environment }) => environment.stage !== "prod")
    .flatMap(({ file, environment }) => {
      const most = floors[environment.classification].objectLockDays;
      return locks(environment)
        .filter(({ lock }) => lock.retentionDays > most)
        .map(
          ({ key, lock }) =>
            new EnvironmentError({
              file,
              key: `${key}.retentionDays`,
              problem: `${lock.retentionDays} days is more than an environment of stage ${environment.stage} with ${environment.classification} data may lock`,
              remedy: `set it to ${most}`,
            }),
        );
    });

/** An object that expires before its lock does stays, and is paid for, without anybody knowing. */
export const archiveOutlivesItsLock: Invariant = ({ environments }) =>
  environments
    .filter(({ environment }) => environment.audit.objectLock.retentionDays > environment.audit.archiveRetentionDays)
    .map(
      ({ file, environment }) =>
        new EnvironmentError({
          file,
          key: "audit.objectLock.retentionDays",
          problem: `${environment.audit.objectLock.retentionDays} days is longer than the archive keeps objects (${environment.audit.archiveRetentionDays})`,
          remedy: "set audit.archiveRetentionDays to at least as many days",
        }),
    );
