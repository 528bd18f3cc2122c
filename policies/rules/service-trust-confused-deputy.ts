import { fail } from "../attributes";
import { isRestrictedBy, judgeStatements, type Statement, typesWithDocuments } from "../policy-documents";
import type { ResourceView, Rule, RuleContext } from "../rule";

/** What says on whose behalf a service acts. */
const namesSource = ["aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "aws:SourceOrgPaths", "kms:CallerAccount", /^kms:encryptioncontext:/];

/** Services that send no source where a role trusts them: a condition on it would shut them out. */
const withoutSourceInTrust: Readonly<Record<string, string>> = {
  "cloudtrail.amazonaws.com": "CloudTrail User Guide, 'Role policy document for CloudTrail to use CloudWatch Logs': aws:SourceArn and aws:SourceAccount are not supported",
  "ec2.amazonaws.com": "the role is bound to the instance profile of an instance in this account",
  "lambda.amazonaws.com": "Lambda Developer Guide, 'Execution role': the caller needs iam:PassRole in this account",
  "edgelambda.amazonaws.com": "as lambda.amazonaws.com",
  "monitoring.rds.amazonaws.com": "the caller needs iam:PassRole in this account",
};

/** Services that publish to encrypted topics and queues without a source. */
const withoutSourceOnKey = ["events.amazonaws.com", "cloudwatch.amazonaws.com", "sns.amazonaws.com"];
const withoutSourceOnTopic = ["events.amazonaws.com"];

/** EventBridge and CloudWatch: SNS Developer Guide, "Compatibility between event sources and encrypted topics". */
const excepted = (resource: ResourceView, service: string, { actions }: Statement): boolean => {
  if (resource.type === "aws_iam_role") return service in withoutSourceInTrust;
  if (resource.type.startsWith("aws_kms_")) return withoutSourceOnKey.includes(service) || actions.every((action) => action === "kms:DescribeKey");
  return resource.type.startsWith("aws_sns_") && withoutSourceOnTopic.includes(service);
};

/** CloudTrail Lake sends no source with the keys of its event data stores; a trail sends one, so no trail may share such a key. */
const isOfEventDataStore = (key: ResourceView, context: RuleContext): boolean =>
  context.referring("aws_cloudtrail_event_data_store", "kms_key_id", key).length > 0 && context.referring("aws_cloudtrail", "kms_key_id", key).length === 0;

export const serviceTrustConfusedDeputy: Rule = {
  id: "service-trust-confused-deputy",
  title: "Services are trusted only on behalf of named accounts or resources",
  risk: "medium",
  types: typesWithDocuments("resource", "trust"),
  source: "IAM User Guide, 'The confused deputy problem': cross-service prevention",
  remedy: "Add a condition on aws:SourceAccount or aws:SourceArn to the statement that allows the service.",
  evaluate: (resource, context) =>
    judgeStatements(resource, ["resource", "trust"], (statement) => {
      const services = (statement.principals.Service ?? [])
        .filter((service) => !excepted(resource, service, statement))
        .filter((service) => service !== "cloudtrail.amazonaws.com" || !isOfEventDataStore(resource, context));
      return statement.allows && services.length > 0 && !isRestrictedBy(statement, namesSource)
        ? fail(`${services.join(", ")} may act on behalf of any account: no condition names aws:SourceAccount or aws:SourceArn`)
        : undefined;
    }),
};
