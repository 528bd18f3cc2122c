import { EbsDefaultKmsKey } from "@cdktf/provider-aws/lib/ebs-default-kms-key";
import { EbsEncryptionByDefault } from "@cdktf/provider-aws/lib/ebs-encryption-by-default";
import { EbsSnapshotBlockPublicAccess } from "@cdktf/provider-aws/lib/ebs-snapshot-block-public-access";
import { Ec2ImageBlockPublicAccess } from "@cdktf/provider-aws/lib/ec2-image-block-public-access";
import { Ec2InstanceMetadataDefaults } from "@cdktf/provider-aws/lib/ec2-instance-metadata-defaults";
import { Ec2SerialConsoleAccess } from "@cdktf/provider-aws/lib/ec2-serial-console-access";
import { VpcBlockPublicAccessOptions } from "@cdktf/provider-aws/lib/vpc-block-public-access-options";
import { Construct } from "constructs";
import { satisfies } from "../core";
import { EncryptionKey, type KeyHome } from "../encryption-key";

export interface ComputeDefaultsProps extends KeyHome {
  /** Alias, with prefix, of the key of new volumes. */
  readonly keyAlias: string;
  /**
   * Network hops that an instance's metadata may go, 1 to 64. With 1 nothing behind a further hop, such as a container on a
   * bridge, takes the instance's credentials; a workload that needs 2 says so in its launch template (Amazon EC2 User
   * Guide, "Instance metadata options"). @default 1
   */
  readonly metadataHopLimit?: number;
  /** What internet gateways of any VPC of the region let through. @default open */
  readonly vpcInternetAccess?: "open" | "block-ingress" | "block-bidirectional";
}

/**
 * What holds for every instance, volume, snapshot and image of a region that says nothing else.
 *
 * @example
 * new ComputeDefaults(scope, "compute", { accountId: "111111111111", region: "eu-central-1", keyAlias: "alias/castle-dev-volumes" });
 */
export class ComputeDefaults extends Construct {
  constructor(scope: Construct, id: string, props: ComputeDefaultsProps) {
    super(scope, id);
    this.addEncryption(props);
    const metadata = new Ec2InstanceMetadataDefaults(this, "metadata", {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: props.metadataHopLimit ?? 1,
    });
    satisfies(metadata, "cis-aws-7.0:6.7");
    const snapshots = new EbsSnapshotBlockPublicAccess(this, "snapshots", { state: "block-all-sharing" });
    const images = new Ec2ImageBlockPublicAccess(this, "images", { state: "block-new-sharing" });
    for (const block of [snapshots, images]) satisfies(block, "hipaa:164_312_a_1");
    // Whoever reaches the serial console is on the machine without passing its network (Amazon EC2 User Guide, "EC2 Serial Console").
    new Ec2SerialConsoleAccess(this, "serial-console", { enabled: false });
    if (props.vpcInternetAccess !== undefined && props.vpcInternetAccess !== "open") {
      new VpcBlockPublicAccessOptions(this, "vpcs", { internetGatewayBlockMode: props.vpcInternetAccess });
    }
  }

  private addEncryption(props: ComputeDefaultsProps): void {
    const key = new EncryptionKey(this, "key", {
      accountId: props.accountId,
      region: props.region,
      alias: props.keyAlias,
      description: "New EBS volumes and their snapshots",
      grants: [{ kind: "volumes" }],
    });
    const defaultKey = new EbsDefaultKmsKey(this, "default-key", { keyArn: key.arn });
    const encryption = new EbsEncryptionByDefault(this, "encryption", { enabled: true });
    for (const setting of [defaultKey, encryption]) satisfies(setting, "cis-aws-7.0:6.1.1", "hipaa:164_312_a_2_iv");
  }
}
