import type { Session } from "../terraform/types";
import { explainAwsError } from "./fault";

/**
 * HMAC-SHA-256 of a message under the environment's fingerprint key, which never leaves KMS.
 * Source: AWS KMS API Reference, GenerateMac (messages up to 4096 bytes).
 */
export const kmsMac =
  (session: Session, keyAlias: string) =>
  async (message: Uint8Array): Promise<Uint8Array> => {
    const { KMSClient, GenerateMacCommand } = await import("@aws-sdk/client-kms");
    const kms = new KMSClient({ region: session.region, endpoint: session.endpoint, credentials: session });
    const answer = await kms.send(new GenerateMacCommand({ KeyId: keyAlias, MacAlgorithm: "HMAC_SHA_256", Message: message })).catch((error: unknown) => {
      throw explainAwsError(error, session, `${keyAlias} in account ${session.accountId}`);
    });
    return answer.Mac!;
  };
