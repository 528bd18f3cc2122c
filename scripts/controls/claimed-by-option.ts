/**
 * Controls that modules claim for what only an option switches on, and that no environment of this repository does: why. A test
 * refuses one that is claimed by a living resource after all.
 */
export const claimedByOption: Readonly<Record<string, string>> = {
  "cis-aws-7.0:2.2": "the primary contact is declared where an environment gives one; otherwise people keep it",
  "cis-aws-7.0:2.13": "users of IAM are exceptions, and no environment lists one; their membership in a group is the claim",
};
