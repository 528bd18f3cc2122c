/** The one place that says which Terraform and which providers the tree asks for. What is tested is what is deployed. */
export const versions = {
  /** `use_lockfile` of the S3 backend is settled since 1.11. */
  terraform: ">= 1.11.0",
  providers: {
    aws: { source: "hashicorp/aws", version: "5.100.0" },
  },
} as const;
