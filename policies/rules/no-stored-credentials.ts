import { fail, pass, unknown } from "../attributes";
import type { Rule } from "../rule";

/** Types that make a long-lived credential whose secret Terraform writes into its state. */
export const noStoredCredentials: Rule = {
  id: "no-stored-credentials",
  title: "No password or access key of a user is made by Terraform",
  risk: "critical",
  types: ["aws_iam_access_key", "aws_iam_user_login_profile", "aws_iam_service_specific_credential"],
  source: "CIS AWS Foundations 7.0, 2.12; IAM User Guide, 'Security best practices in IAM': require temporary credentials",
  remedy: "Let people and programs assume a role. Where that is not possible, a person sets the first password outside Terraform.",
  evaluate: (resource) => {
    const status = resource.at("status");
    if (status.kind === "unknown" || status.kind === "template") return unknown("the status of the key is not known yet");
    // An inactive key opens nothing: that is how one is switched off before it is deleted.
    return status.kind === "known" && status.value === "Inactive" ? pass : fail("its secret lies in the state, and it works until somebody takes it away");
  },
};
