/** Standards of Security Hub: the part of the ARN that follows `arn:aws:securityhub:<region>::` (Security Hub User Guide, "Standards reference"). */
export const standards = {
  "aws-foundational": "standards/aws-foundational-security-best-practices/v/1.0.0",
  "cis-aws-foundations-5.0": "standards/cis-aws-foundations-benchmark/v/5.0.0",
  "nist-800-53-5": "standards/nist-800-53/v/5.0.0",
  "pci-dss-4.0.1": "standards/pci-dss/v/4.0.1",
} as const;

export type Standard = keyof typeof standards;

export const standardArn = (standard: Standard, region: string): string => `arn:aws:securityhub:${region}::${standards[standard]}`;
