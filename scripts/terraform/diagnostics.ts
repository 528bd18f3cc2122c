import { toolError, usageError, type Fault, type PortcullisError } from "../errors";
import type { Diagnostic } from "./events";
import { parseStateLock, StateLockedError } from "./state-lock";
import type { Session } from "./types";

interface Kind {
  readonly pattern: RegExp;
  readonly error: (fault: Fault) => PortcullisError;
  readonly fault: (context: Context) => Pick<Fault, "id" | "problem" | "remedy">;
}

interface Context {
  readonly match: RegExpExecArray;
  readonly session: Session;
  readonly command: string;
}

/** What Terraform says when something has a name and a remedy of its own; the first that matches counts. */
const kinds: readonly Kind[] = [
  // Before the endpoint: a registry that cannot be reached says `no such host` as well.
  {
    pattern: /Failed to query available provider packages|Failed to install provider|Required plugins are not installed|provider registry/,
    error: toolError,
    fault: () => ({
      id: "provider-missing",
      problem: "a provider could not be installed",
      remedy: "Let the network reach the registry, or name a mirror that holds the provider by TF_PLUGIN_MIRROR; `./portcullis doctor` says which source is used.",
    }),
  },
  {
    pattern: /connection refused|connection reset by peer|no such host|i\/o timeout|network is unreachable|use of closed network connection|StatusCode: 0,/,
    error: toolError,
    fault: ({ session }) => endpointFault(session),
  },
  {
    pattern: /AWS account ID not allowed: (\d{12})/,
    error: usageError,
    fault: ({ match, session }) => ({
      id: "wrong-account",
      problem: `the stack belongs to another account than ${match[1]}, in which the session works`,
      remedy: `Use the credentials of the stack's own account; this session is ${session.callerArn}.`,
    }),
  },
  {
    pattern: /ExpiredToken|RequestExpired|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|AuthFailure|InvalidAccessKeyId|No valid credential sources/,
    error: toolError,
    fault: ({ match, session }) => ({
      id: "credentials-refused",
      problem: `AWS refused the credentials of ${session.callerArn} (${match[0]})`,
      remedy: "Sign in again; a role session ends after an hour. Then run the same command.",
    }),
  },
  {
    pattern: /AccessDenied\w*|UnauthorizedOperation|not authorized to perform/,
    error: toolError,
    fault: ({ session }) => ({
      id: "access-denied",
      problem: `${session.callerArn} may not do what the stack needs`,
      remedy: "Compare the action named below with the role's policy and the permissions boundary (both come from the bootstrap stack).",
    }),
  },
  {
    pattern: /NoSuchBucket|S3 bucket "[^"]*" does not exist/,
    error: toolError,
    fault: ({ session }) => ({
      id: "state-bucket-missing",
      problem: `account ${session.accountId} has no state bucket yet`,
      remedy: "Run `./portcullis bootstrap <environment>` first.",
    }),
  },
  {
    pattern: /doesn't match any of the checksums|does not match any of the checksums|checksums previously recorded|inconsistent dependency lock file/i,
    error: usageError,
    fault: () => ({
      id: "provider-not-as-locked",
      problem: "a provider is not the one that the lock file names",
      remedy: "If the change is meant, make .terraform.lock.hcl anew with `terraform providers lock` for your platforms and commit it; else find out where the provider came from.",
    }),
  },
  {
    pattern: /Saved plan is stale|Saved plan does not match/,
    error: toolError,
    fault: () => ({ id: "plan-stale", problem: "the state has changed since this plan was made", remedy: "Plan again, and have the new plan reviewed." }),
  },
];

/** The error for what Terraform said in its diagnostics; its text as Terraform gives it, which hides sensitive values itself. */
export function diagnosticsError(diagnostics: readonly Diagnostic[], session: Session, command: string, more: readonly string[] = []): PortcullisError {
  for (const diagnostic of diagnostics) {
    const lock = parseStateLock(diagnostic);
    if (lock) return new StateLockedError(lock);
  }
  const details = [...diagnostics.flatMap(linesOf), ...more];
  const where = diagnostics.find((diagnostic) => diagnostic.address)?.address;
  for (const kind of kinds) {
    for (const diagnostic of diagnostics) {
      const match = kind.pattern.exec(`${diagnostic.summary}\n${diagnostic.detail ?? ""}`);
      if (match) return kind.error({ ...kind.fault({ match, session, command }), where, details });
    }
  }
  const first = diagnostics[0];
  return toolError({
    id: "terraform-failed",
    problem: first ? `terraform ${command} failed: ${first.summary}` : `terraform ${command} failed`,
    where,
    remedy: "Mend what Terraform names below and run the same command again; what is done already stays done.",
    details,
  });
}

export function endpointFault(session: Session): Pick<Fault, "id" | "problem" | "remedy"> {
  return {
    id: "endpoint-unreachable",
    problem: session.endpoint ? `the embedded AWS at ${session.endpoint} does not answer` : `AWS in ${session.region} does not answer`,
    remedy: session.endpoint
      ? "See `./portcullis emulator status`; `npm start` brings it up again, with empty accounts if it had died."
      : "Check the network and the proxy, then run the same command again.",
  };
}

function linesOf(diagnostic: Diagnostic): readonly string[] {
  const place = diagnostic.address ?? (diagnostic.range ? `${diagnostic.range.filename} line ${diagnostic.range.start.line}` : undefined);
  const detail = (diagnostic.detail ?? "").split("\n").filter((line) => line.trim() !== "");
  return [place ? `${place}: ${diagnostic.summary}` : diagnostic.summary, ...detail.map((line) => `  ${line}`)];
}
