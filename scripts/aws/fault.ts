import { PortcullisError, toolError } from "../errors";
import type { Session } from "../terraform/types";

const unreachable = /ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|TimeoutError|socket hang up|fetch failed/;
const refused = /^(ExpiredToken|ExpiredTokenException|RequestExpired|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidAccessKeyId|AuthFailure)$/;
const denied = /^AccessDenied/;

/** True where nothing answered, whatever the SDK calls it. */
export const isUnreachable = (error: unknown): boolean => {
  const { name = "", code = "", message = String(error) } = (error ?? {}) as { name?: string; code?: string; message?: string };
  return unreachable.test(`${name} ${code} ${message}`);
};

/**
 * Why a call of ours to AWS failed, for people: nothing answers, the credentials are refused, the role may not. Any other
 * error is returned as it is: who called knows what NoSuchBucket means to it.
 * @param where what was called for: a bucket, a key
 */
export const explainAwsError = (error: unknown, session: Session, where: string): unknown => {
  if (error instanceof PortcullisError) return error;
  const name = (error as { name?: string } | undefined)?.name ?? "";
  if (isUnreachable(error))
    return toolError(
      {
        id: "endpoint-unreachable",
        problem: session.endpoint ? `the embedded AWS at ${session.endpoint} does not answer` : `AWS in ${session.region} does not answer`,
        where,
        remedy: session.endpoint
          ? "See `./portcullis emulator status`; `npm start` brings it up again, with empty accounts if it had died."
          : "Check the network and the proxy, then run the same command again: it goes on where it stopped.",
      },
      error,
    );
  if (refused.test(name))
    return toolError(
      { id: "credentials-refused", problem: `AWS refused the credentials of ${session.callerArn} (${name})`, where, remedy: "Sign in again; a role session ends after an hour. Then run the same command: it goes on where it stopped." },
      error,
    );
  if (denied.test(name))
    return toolError({ id: "access-denied", problem: `${session.callerArn} may not use it`, where, remedy: "Compare the role's policy and the bucket's or key's own policy; all of them come from the bootstrap stack." }, error);
  return error;
};
