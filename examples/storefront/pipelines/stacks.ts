import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { EncryptionKey } from "@portcullis-infra/constructs/encryption-key";
import {
  composePipeline,
  DeliveryPipeline,
  deployersOf,
  DeployRole,
  deployRoleArn,
  deployStatements,
  platformOf as withArtifacts,
  type PathEnvironment,
} from "@portcullis-infra/constructs/pipeline";
import { EncryptedTopic } from "@portcullis-infra/constructs/topic";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { applications } from "./applications";
import { accessLogBucket, boundaryArnOf, logRetentionDays, platformOf, prod, region, stateBucketOf } from "./platform";

/** The provider that the platform's constructs are tested with: the bindings alone would ask for another. */
const providers = { aws: { source: "hashicorp/aws", version: "5.100.0" } };

/** State, provider and tags, as the platform asks for them. */
abstract class StorefrontStack extends TerraformStack {
  protected constructor(scope: Construct, id: string, { name, accountId }: Pick<PathEnvironment, "name" | "accountId">) {
    super(scope, id);
    new S3Backend(this, { bucket: stateBucketOf({ name, accountId }), key: `storefront/${id}.tfstate`, region, encrypt: true }).addOverride("use_lockfile", true);
    new AwsProvider(this, "aws", {
      region,
      allowedAccountIds: [accountId],
      defaultTags: [{ tags: { environment: name, owner: "storefront", classification: "confidential", repository: "storefront/pipelines", stack: id } }],
    });
    this.addOverride("terraform.required_version", ">= 1.11.0");
    this.addOverride("terraform.required_providers", providers);
  }
}

/** The pipelines of both services, and a topic of our own that is told when one of them fails or waits. */
export class PipelinesStack extends StorefrontStack {
  constructor(scope: Construct, id: string) {
    super(scope, id, { name: "prod", ...prod });
    const home = { accountId: prod.accountId, region };
    const key = new EncryptionKey(this, "key", {
      ...home,
      alias: "alias/storefront-delivery",
      description: "Messages of the storefront's pipelines",
      grants: [{ kind: "topic-publishers", services: ["cloudwatch", "events"] }],
    });
    const { topic } = new EncryptedTopic(this, "topic", { ...home, name: "storefront-delivery", keyArn: key.arn, publishers: [{ service: "cloudwatch" }, { service: "events" }] });
    for (const application of applications) {
      new DeliveryPipeline(this, application.name, { application, platform: platformOf(application.name), accessLogBucket, logRetentionDays, topicArn: topic.arn });
    }
  }
}

/** The roles by which the pipelines deploy to one environment; they trust the pipelines' own roles alone. */
export class AccessStack extends StorefrontStack {
  constructor(scope: Construct, id: string, environment: Pick<PathEnvironment, "name" | "accountId">) {
    super(scope, id, environment);
    for (const application of applications) {
      const platform = withArtifacts(application, platformOf(application.name));
      const here = platform.path.find(({ name }) => name === environment.name);
      if (here === undefined) continue;
      new DeployRole(this, application.name, {
        application: application.name,
        name: here.deployRoleName,
        description: `Deploys ${application.name} to ${here.name}`,
        assumedBy: deployersOf(composePipeline(application, platform), prod.accountId, deployRoleArn(here)),
        statements: deployStatements(application, here, platform),
        permissionsBoundaryArn: boundaryArnOf(here),
      });
    }
  }
}
