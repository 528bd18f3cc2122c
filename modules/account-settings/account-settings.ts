import { AccountAlternateContact } from "@cdktf/provider-aws/lib/account-alternate-contact";
import { AccountPrimaryContact } from "@cdktf/provider-aws/lib/account-primary-contact";
import { IamAccountPasswordPolicy } from "@cdktf/provider-aws/lib/iam-account-password-policy";
import { S3AccountPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-account-public-access-block";
import { Construct } from "constructs";
import { satisfies } from "../core";

/** Whom AWS tells about security. */
export interface SecurityContact {
  readonly name: string;
  readonly title: string;
  readonly email: string;
  /** Telephone number with its country code. */
  readonly phone: string;
}

/** Whom AWS takes for the account's owner. */
export interface PrimaryContact {
  readonly fullName: string;
  /** @default none */
  readonly companyName?: string;
  readonly addressLine: string;
  readonly city: string;
  readonly postalCode: string;
  /** ISO 3166 code of two letters. */
  readonly countryCode: string;
  /** Telephone number with its country code. */
  readonly phone: string;
}

export interface AccountSettingsProps {
  /** Days after which a password must be changed. */
  readonly passwordMaxAgeDays: number;
  /** @default AWS has nobody to tell */
  readonly securityContact?: SecurityContact;
  /** @default what was given when the account was made */
  readonly primaryContact?: PrimaryContact;
}

/** Least length of a password (CIS AWS Foundations 7.0, 2.8). */
const passwordLength = 14;
/** Earlier passwords that cannot be taken again: as many as IAM remembers (CIS AWS Foundations 7.0, 2.9). */
const rememberedPasswords = 24;

/**
 * What an account has once, whatever its regions: passwords of IAM users, no public bucket, whom AWS calls.
 *
 * @example
 * new AccountSettings(scope, "account", {
 *   passwordMaxAgeDays: 90,
 *   securityContact: { name: "Security Team", title: "On duty", email: "security@example.org", phone: "+49 30 1234567" },
 * });
 */
export class AccountSettings extends Construct {
  constructor(scope: Construct, id: string, props: AccountSettingsProps) {
    super(scope, id);
    const passwords = new IamAccountPasswordPolicy(this, "password-policy", {
      minimumPasswordLength: passwordLength,
      passwordReusePrevention: rememberedPasswords,
      requireLowercaseCharacters: true,
      requireUppercaseCharacters: true,
      requireNumbers: true,
      requireSymbols: true,
      allowUsersToChangePassword: true,
      maxPasswordAge: props.passwordMaxAgeDays,
      // With a hard expiry nobody comes in to change the password once it is too old.
      hardExpiry: false,
    });
    satisfies(passwords, "cis-aws-7.0:2.8", "cis-aws-7.0:2.9", "hipaa:164_308_a_5_ii_d", "hipaa:164_312_d");
    const buckets = new S3AccountPublicAccessBlock(this, "public-access-block", {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    satisfies(buckets, "cis-aws-7.0:3.1.4", "hipaa:164_312_a_1");
    if (props.securityContact !== undefined) this.addSecurityContact(props.securityContact);
    if (props.primaryContact !== undefined) this.addPrimaryContact(props.primaryContact);
  }

  private addSecurityContact({ name, title, email, phone }: SecurityContact): void {
    const contact = new AccountAlternateContact(this, "security-contact", {
      alternateContactType: "SECURITY",
      name,
      title,
      emailAddress: email,
      phoneNumber: phone,
    });
    satisfies(contact, "cis-aws-7.0:2.3", "hipaa:164_308_a_6_i");
  }

  private addPrimaryContact({ addressLine, phone, ...contact }: PrimaryContact): void {
    satisfies(new AccountPrimaryContact(this, "primary-contact", { ...contact, addressLine1: addressLine, phoneNumber: phone }), "cis-aws-7.0:2.2");
  }
}
