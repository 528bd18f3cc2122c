/** How AWS repairs what a managed rule finds: a runbook of AWS Systems Manager (Automation Runbook Reference). */
export interface Remediation {
  /** Name of the managed rule in the catalogue. */
  readonly rule: string;
  /** The runbook, which AWS owns. */
  readonly document: string;
  /** Type of the resources that the rule finds. */
  readonly resourceType: string;
  /** Parameter of the runbook that takes the id of the resource. */
  readonly resourceParameter: string;
  /** What the runbook does, as its page says under "Required IAM permissions". */
  readonly actions: readonly string[];
}

/**
 * Only repairs that take away access or add protection, can be undone, and interrupt nothing that should go on. A rule named
 * here stands by itself, not in a pack.
 */
export const remediations: readonly Remediation[] = [
  {
    rule: "s3-bucket-level-public-access-prohibited",
    document: "AWSConfigRemediation-ConfigureS3BucketPublicAccessBlock",
    resourceType: "AWS::S3::Bucket",
    resourceParameter: "BucketName",
    actions: ["s3:GetBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock"],
  },
  {
    rule: "cmk-backing-key-rotation-enabled",
    document: "AWSConfigRemediation-EnableKeyRotation",
    resourceType: "AWS::KMS::Key",
    resourceParameter: "KeyId",
    actions: ["kms:EnableKeyRotation", "kms:GetKeyRotationStatus"],
  },
  {
    rule: "vpc-default-security-group-closed",
    document: "AWSConfigRemediation-RemoveVPCDefaultSecurityGroupRules",
    resourceType: "AWS::EC2::SecurityGroup",
    resourceParameter: "GroupId",
    actions: ["ec2:DescribeSecurityGroups", "ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"],
  },
  {
    rule: "incoming-ssh-disabled",
    document: "AWS-DisablePublicAccessForSecurityGroup",
    resourceType: "AWS::EC2::SecurityGroup",
    resourceParameter: "GroupId",
    actions: ["ec2:DescribeSecurityGroups", "ec2:RevokeSecurityGroupIngress"],
  },
];
