import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { names, stackId, stateKey, type Environment, type Names } from "../environments";
import type { StackDefinition, StackProps } from "./definition";
import { versions } from "./versions";

/**
 * What every stack has: state in its environment's bucket, the provider held to its account, exact versions, default
 * tags, names and guardrails. It names no role: the runner passes the session, for a saved plan freezes the provider's
 * configuration and what the plan role plans the apply role applies.
 */
export abstract class BaseStack extends TerraformStack {
  public readonly environment: Environment;
  public readonly region: string;
  /** Name without environment and region. */
  public readonly stackName: string;
  public readonly names: Names;
  private judged: ReturnType<TerraformStack["toTerraform"]>;

  protected constructor(scope: Construct, definition: Pick<StackDefinition, "name" | "scope">, props: StackProps) {
    const { environment, organisation, region } = props;
    const id = stackId(environment, definition.name, definition.scope === "region" ? region : undefined);
    super(scope, id);
    this.environment = environment;
    this.region = region;
    this.stackName = definition.name;
    this.names = names(organisation, environment);

    new S3Backend(this, {
      bucket: this.names.stateBucket,
      key: stateKey(id),
      region: environment.homeRegion,
      encrypt: true,
      // Without a key the backend asks for AES256, which overrides the bucket's own customer-managed key.
      kmsKeyId: `arn:aws:kms:${environment.homeRegion}:${environment.accountId}:${this.names.keyAlias("state")}`,
    }).addOverride("use_lockfile", true);
    new AwsProvider(this, "aws", {
      region,
      allowedAccountIds: [environment.accountId],
      defaultTags: [
        {
          tags: {
            environment: environment.name,
            stack: definition.name,
            owner: environment.owner,
            classification: environment.classification,
            repository: organisation.repository,
          },
        },
      ],
    });
    this.addOverride("terraform.required_version", versions.terraform);
    this.addOverride("terraform.required_providers", versions.providers);

    const { check } = props;
    if (check)
      this.node.addValidation({
        validate: () => {
          this.judged = super.toTerraform();
          return [...check(this)];
        },
      });
  }

  /** What the guardrails have judged is what is written: resolving a stack twice costs as much as judging it. */
  public override toTerraform(): ReturnType<TerraformStack["toTerraform"]> {
    return this.judged ?? super.toTerraform();
  }

  /** Whether this instance stands in the home region: there a stack of scope region declares what exists once an account. */
  protected get isHome(): boolean {
    return this.region === this.environment.homeRegion;
  }

  /** ARN of the permissions boundary that every role of this stack carries. */
  protected get permissionsBoundaryArn(): string {
    return this.names.boundaryArn;
  }

  /** What keys, topics and roles of this stack are told about where they are. */
  protected get home(): { readonly accountId: string; readonly region: string } {
    return { accountId: this.environment.accountId, region: this.region };
  }
}
