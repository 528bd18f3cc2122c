import type { IConstruct } from "constructs";
import { bucketArn } from "../bucket";
import { ConstructError, requireReasons, type Unsafe } from "../core";

/** A selector of events, as trails and event data stores take it. */
export interface EventSelector {
  readonly name: string;
  readonly fieldSelector: readonly FieldSelector[];
}

interface FieldSelector {
  readonly field: string;
  readonly equalTo?: string[];
  readonly startsWith?: string[];
  readonly notStartsWith?: string[];
}

/** Which reads and writes of S3 objects are recorded. They cost by event, and a busy bucket has millions a day. */
export interface ObjectEvents {
  /** Names of the buckets; one that ends in `*` is the beginning of names. Mandatory unless `unsafe.everyBucket` is given. */
  readonly buckets?: readonly string[];
  /** Buckets that are never recorded, for they take logs: each recorded delivery would be delivered again. */
  readonly logBuckets: readonly string[];
  readonly unsafe?: {
    /** All buckets of the account, those of others that are made later included: the bill has no bound. */
    readonly everyBucket?: Unsafe;
  };
}

/** Which invocations of Lambda functions are recorded. They cost by event. */
export interface FunctionEvents {
  /** ARNs of functions or beginnings of ARNs. @default every function of the account */
  readonly functions?: readonly string[];
}

/** All management events, reads and writes. */
export const managementEvents: EventSelector = {
  name: "Management events, reads and writes",
  fieldSelector: [{ field: "eventCategory", equalTo: ["Management"] }],
};

const dataEvents = (type: string): readonly FieldSelector[] => [
  { field: "eventCategory", equalTo: ["Data"] },
  { field: "resources.type", equalTo: [type] },
];

/** @throws ConstructError where no bucket is named and no reason says why all are meant, or where a log bucket is named. */
export const objectEventSelector = (construct: IConstruct, { buckets = [], logBuckets, unsafe }: ObjectEvents): EventSelector => {
  requireReasons(construct, unsafe);
  if ((buckets.length === 0) !== (unsafe?.everyBucket !== undefined)) {
    throw new ConstructError(construct, {
      problem: "Object events are recorded either of named buckets or, with a reason, of every bucket.",
      remedy: "Give buckets, or unsafe.everyBucket with a reason.",
    });
  }
  const tooWide = buckets.find((name) => !bucketName.test(name));
  if (tooWide !== undefined) {
    throw new ConstructError(construct, {
      problem: `"${tooWide}" is neither the name of a bucket nor at least three characters of its beginning before a *.`,
      remedy: "Name the bucket, or give unsafe.everyBucket with a reason.",
    });
  }
  const log = buckets.find((name) => logBuckets.includes(name));
  if (log !== undefined) {
    throw new ConstructError(construct, { problem: `${log} takes logs: recording its deliveries would never end.`, remedy: "Leave it out." });
  }
  return {
    name: "S3 object events",
    fieldSelector: [
      ...dataEvents("AWS::S3::Object"),
      {
        field: "resources.ARN",
        ...(buckets.length === 0 ? {} : { startsWith: buckets.map(objectsOf) }),
        notStartsWith: logBuckets.map(objectsOf),
      },
    ],
  };
};

/** A name, or its beginning and a `*` (Amazon S3 User Guide, "Bucket naming rules"). */
const bucketName = /^[a-z0-9][a-z0-9.-]{2,62}\*?$/;

/** The beginning of the ARNs of a bucket's objects: without the `/` a name would match those that begin with it too. */
const objectsOf = (name: string): string => (name.endsWith("*") ? bucketArn(name.slice(0, -1)) : `${bucketArn(name)}/`);

export const functionEventSelector = ({ functions = [] }: FunctionEvents): EventSelector => ({
  name: "Lambda invocations",
  fieldSelector: [...dataEvents("AWS::Lambda::Function"), ...(functions.length === 0 ? [] : [{ field: "resources.ARN", startsWith: [...functions] }])],
});
