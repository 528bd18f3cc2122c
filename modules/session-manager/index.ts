import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import { SsmServiceSetting } from "@cdktf/provider-aws/lib/ssm-service-setting";
import { Construct } from "constructs";
import { satisfies } from "../core";
import { EncryptionKey, type KeyHome } from "../encryption-key";
import { EncryptedLogGroup } from "../log-group";

/** The name by which Session Manager finds its preferences (Systems Manager User Guide, "Session document schema"). */
const preferencesName = "SSM-SessionManagerRunShell";

/** Minutes without a key pressed after which a session ends, and minutes after which it ends anyway. */
const idleMinutes = 15;
const longestMinutes = 60;

export interface SessionPreferencesProps extends KeyHome {
  /** Alias, with prefix, of the key of sessions and their log. */
  readonly keyAlias: string;
  readonly logGroupName: string;
  /** How long what was typed and shown is kept, in days: a retention that CloudWatch Logs knows. */
  readonly logRetentionDays: number;
  /** Takes over the preferences that somebody has saved in the console. @default false */
  readonly adopt?: boolean;
}

/**
 * How shells on instances run: encrypted under a customer-managed key, written to an encrypted log as they happen, ended when idle.
 *
 * @example
 * new SessionPreferences(scope, "sessions", {
 *   accountId: "111111111111",
 *   region: "eu-central-1",
 *   keyAlias: "alias/castle-dev-sessions",
 *   logGroupName: "castle-dev-sessions-eu-central-1",
 *   logRetentionDays: 365,
 * });
 */
export class SessionPreferences extends Construct {
  constructor(scope: Construct, id: string, props: SessionPreferencesProps) {
    super(scope, id);
    const { accountId, region, logGroupName } = props;
    const key = new EncryptionKey(this, "key", {
      accountId,
      region,
      alias: props.keyAlias,
      description: "Session Manager's sessions and their log",
      grants: [{ kind: "sessions" }, { kind: "log-groups", names: [logGroupName] }],
    });
    const log = new EncryptedLogGroup(this, "log-group", { name: logGroupName, keyArn: key.arn, retentionDays: props.logRetentionDays });
    const preferences = new SsmDocument(this, "preferences", {
      name: preferencesName,
      documentType: "Session",
      documentFormat: "JSON",
      content: JSON.stringify({
        schemaVersion: "1.0",
        description: "Encrypted and logged sessions",
        sessionType: "Standard_Stream",
        inputs: {
          s3BucketName: "",
          s3KeyPrefix: "",
          s3EncryptionEnabled: true,
          cloudWatchLogGroupName: log.resource.name,
          cloudWatchEncryptionEnabled: true,
          cloudWatchStreamingEnabled: true,
          kmsKeyId: key.arn,
          runAsEnabled: false,
          runAsDefaultUser: "",
          idleSessionTimeout: String(idleMinutes),
          maxSessionDuration: String(longestMinutes),
          shellProfile: { linux: "", windows: "" },
        },
      }),
    });
    if (props.adopt) preferences.importFrom(preferencesName);
    satisfies(preferences, "hipaa:164_312_b", "hipaa:164_312_e_1", "hipaa:164_312_e_2_ii");
  }
}

/** Nobody in the account can share a document of Systems Manager with the whole world. */
export class DocumentsNotPublic extends Construct {
  constructor(scope: Construct, id: string, { accountId, region }: KeyHome) {
    super(scope, id);
    const setting = new SsmServiceSetting(this, "public-sharing", {
      settingId: `arn:aws:ssm:${region}:${accountId}:servicesetting/ssm/documents/console/public-sharing-permission`,
      settingValue: "Disable",
    });
    satisfies(setting, "hipaa:164_312_a_1");
  }
}
