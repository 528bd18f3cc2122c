import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { policyDocument, satisfies } from "../core";
import { keyPolicyStatements, type KeyGrant, type KeyHome } from "./key-policy";

export interface EncryptionKeyProps extends KeyHome {
  /** Alias with its prefix: `alias/portcullis-dev-audit`. */
  readonly alias: string;
  /** What the key protects, for people. */
  readonly description: string;
  /** Who may use it. */
  readonly grants: readonly KeyGrant[];
  /** Days between the order to delete the key and its end, 7 to 30. @default 30 */
  readonly deletionWindowDays?: number;
}

/** Days in which a key that was deleted by mistake can be brought back: as many as AWS allows. */
export const longestDeletionWindowDays = 30;

/**
 * A customer-managed symmetric key, rotated every year, with an alias and a policy of named grants.
 *
 * @example
 * const key = new EncryptionKey(scope, "key", {
 *   accountId: "111111111111",
 *   region: "eu-central-1",
 *   alias: "alias/castle-dev-exports",
 *   description: "Exports of the dev environment",
 *   grants: [{ kind: "account-through", service: "s3", access: "use" }],
 * });
 */
export class EncryptionKey extends Construct {
  public readonly arn: string;
  public readonly alias: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, "key", {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: props.deletionWindowDays ?? longestDeletionWindowDays,
      policy: policyDocument(keyPolicyStatements(props, props.grants)),
    });
    new KmsAlias(this, "alias", { name: props.alias, targetKeyId: key.keyId });
    satisfies(key, "cis-aws-7.0:4.6");
    this.arn = key.arn;
    this.alias = props.alias;
  }
}
