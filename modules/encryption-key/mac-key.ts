import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { onlyPrincipals, policyDocument } from "../core";
import { longestDeletionWindowDays } from "./encryption-key";
import { administrationStatement, type KeyHome } from "./key-policy";

export interface MacKeyProps extends KeyHome {
  /** Alias with its prefix: `alias/portcullis-dev-fingerprint`. */
  readonly alias: string;
  /** What the key is for, for people. */
  readonly description: string;
  /** Principals that may compute and check message authentication codes. */
  readonly principalArns: readonly string[];
}

/**
 * An HMAC key. AWS rotates symmetric encryption keys alone (KMS Developer Guide, "Rotate AWS KMS keys"), so this one
 * is not rotated; nothing is encrypted under it.
 */
export class MacKey extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: MacKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, "key", {
      description: props.description,
      customerMasterKeySpec: "HMAC_256",
      keyUsage: "GENERATE_VERIFY_MAC",
      deletionWindowInDays: longestDeletionWindowDays,
      policy: policyDocument([
        administrationStatement(props),
        {
          Sid: "NamedPrincipalsComputeCodes",
          Effect: "Allow",
          ...onlyPrincipals(props.principalArns),
          Action: ["kms:DescribeKey", "kms:GenerateMac", "kms:VerifyMac"],
          Resource: "*",
        },
      ]),
    });
    new KmsAlias(this, "alias", { name: props.alias, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}
