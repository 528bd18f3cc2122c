import type { DeclaredTree } from "./attributes";

/**
 * Seconds for which the AWS provider 5.100 itself waits after it has created a resource of a type, whatever AWS answers
 * (measured; in its source the `Delay`, `MinTimeout` and `ContinuousTargetOccurence` of the type's waiters).
 */
const waits: Readonly<Record<string, number>> = {
  aws_s3_bucket_lifecycle_configuration: 55,
  aws_sqs_queue: 25,
  aws_kms_key: 10,
  aws_vpc: 10,
};

const secondsPerResource = 0.1;

/** Seconds that creating a tree's resources may take: the waits of its types one after another, for they often stand on each other. Good for an order, not for a promise. */
export const applyEstimate = ({ resource = {} }: DeclaredTree): number =>
  Object.entries(resource).reduce((sum, [type, byName]) => sum + (waits[type] ?? 0) + secondsPerResource * Object.keys(byName).length, 0);
