import type { STSClient } from "@aws-sdk/client-sts";
import { names, organisation, type Environment } from "../../environments";
import { requireLoopback } from "../emulator";
import { systemClock, type Clock } from "../clock";
import { toolError, usageError } from "../errors";
import type { Credentials, Session } from "../terraform/types";
import { isUnreachable } from "./fault";

// The SDK's version is pinned and runs on Node 20; its notice about later versions is for us, not for who promotes.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** plan reads, apply changes, caller is the person or job as it came: only bootstrap and retire work so. */
export type Purpose = "plan" | "apply" | "caller";

export interface Sessions {
  session(environment: Environment, purpose: Purpose, region?: string): Promise<Session>;
}

/**
 * How long before its end a session is no longer handed out, in milliseconds: Terraform keeps what it was given until it
 * ends, and the slowest applies take minutes. A role that was assumed from another lasts an hour at most.
 * Source: IAM User Guide, "Methods to assume a role", role chaining.
 */
const renewalMargin = 20 * 60_000;

/** A session as it was given, with the end that its keys have. */
interface Given {
  readonly session: Session;
  readonly expiration?: Date;
}

const describe = (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

/** Role sessions by STS: one call a role and account, and another one when a session nears its end. */
export class StsSessions implements Sessions {
  private readonly kept = new Map<string, Promise<Given>>();
  private readonly endpoint: string | undefined;

  constructor(
    environment: NodeJS.ProcessEnv,
    private readonly clock: Clock = systemClock,
  ) {
    this.endpoint = environment.AWS_ENDPOINT_URL ? requireLoopback(environment.AWS_ENDPOINT_URL) : undefined;
  }

  public async session(environment: Environment, purpose: Purpose, region = environment.homeRegion): Promise<Session> {
    const { session } = await this.given(environment, purpose);
    return { ...session, region, renewed: () => this.renewed(environment, purpose) };
  }

  private async renewed(environment: Environment, purpose: Purpose): Promise<Credentials> {
    const { session, expiration } = await this.given(environment, purpose);
    return { accessKeyId: session.accessKeyId, secretAccessKey: session.secretAccessKey, sessionToken: session.sessionToken, expiration };
  }

  private async given(environment: Environment, purpose: Purpose): Promise<Given> {
    const key = `${environment.accountId}/${purpose}`;
    const kept = this.kept.get(key);
    if (kept && !this.isEnding(await kept)) return kept;
    // While it was looked at, another caller may have asked for its successor.
    const successor = this.kept.get(key);
    if (successor && successor !== kept) return successor;
    const given = this.assume(environment, purpose);
    this.kept.set(key, given);
    given.catch(() => this.kept.delete(key));
    return given;
  }

  private isEnding({ expiration }: Given): boolean {
    return expiration !== undefined && expiration.getTime() - this.clock.now().getTime() < renewalMargin;
  }

  private async assume(environment: Environment, purpose: Purpose): Promise<Given> {
    const { STSClient, AssumeRoleCommand, GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
    const sts: STSClient = new STSClient({
      region: environment.homeRegion,
      endpoint: this.endpoint,
      // An emulator's accounts are entered by role alone; the caller's own keys never leave for a loopback endpoint.
      ...(this.endpoint ? { credentials: { accessKeyId: "emulator", secretAccessKey: "emulator" } } : {}),
    });
    const known = names(organisation, environment);
    try {
      if (!this.endpoint) {
        const caller = await sts.send(new GetCallerIdentityCommand({}));
        const role = purpose === "plan" ? known.planRole : known.applyRole;
        const isRole = caller.Arn!.includes(`::${environment.accountId}:assumed-role/${role}/`);
        if (purpose === "caller" && caller.Account !== environment.accountId)
          throw usageError({
            id: "wrong-account",
            problem: `the credentials belong to account ${caller.Account}, not to ${environment.accountId} of environment ${environment.name}`,
            remedy: `Sign in to account ${environment.accountId} (aws sts get-caller-identity shows where you are).`,
          });
        if (purpose === "caller" || isRole) {
          const { accessKeyId, secretAccessKey, sessionToken, expiration } = await sts.config.credentials();
          return { session: { accessKeyId, secretAccessKey, sessionToken, accountId: environment.accountId, region: environment.homeRegion, callerArn: caller.Arn! }, expiration };
        }
      }
      const roleArn = {
        plan: known.planRoleArn,
        apply: known.applyRoleArn,
        caller: `arn:aws:iam::${environment.accountId}:role/emulator-caller`,
      }[purpose];
      const answer = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "portcullis" }));
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials!;
      return {
        session: {
          accountId: environment.accountId,
          region: environment.homeRegion,
          callerArn: answer.AssumedRoleUser!.Arn!,
          accessKeyId: AccessKeyId!,
          secretAccessKey: SecretAccessKey!,
          sessionToken: SessionToken,
          endpoint: this.endpoint,
        },
        expiration: Expiration,
      };
    } catch (error) {
      if (error instanceof Error && error.name === "PortcullisError") throw error;
      throw this.explain(error, environment, purpose);
    }
  }

  private explain(error: unknown, environment: Environment, purpose: Purpose) {
    if (isUnreachable(error))
      return toolError(
        {
          id: "endpoint-unreachable",
          problem: `nothing answers at ${this.endpoint ?? "AWS STS"}`,
          remedy: this.endpoint ? "Start the embedded AWS again: `./portcullis emulator start`." : "Check the network and try again.",
        },
        error,
      );
    return toolError(
      {
        id: "no-session",
        problem: `no ${purpose} session in account ${environment.accountId} of environment ${environment.name}`,
        details: [describe(error)],
        remedy: this.endpoint
          ? "Look at `./portcullis emulator status`."
          : `Sign in with credentials that may assume ${names(organisation, environment)[purpose === "plan" ? "planRoleArn" : "applyRoleArn"]}; in a new account run \`./portcullis bootstrap ${environment.name}\` first.`,
      },
      error,
    );
  }
}

/** What a bundle and a ledger entry call the place: `aws`, or `emulator` for an endpoint on this machine. */
export const endpointKind = (session: Session): "aws" | "emulator" => (session.endpoint ? "emulator" : "aws");
