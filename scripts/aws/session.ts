import type { STSClient } from "@aws-sdk/client-sts";
import { names, organisation, type Environment } from "../../environments";
import { requireLoopback } from "../emulator";
import { toolError, usageError } from "../errors";
import type { Session } from "../terraform/types";
import { isUnreachable } from "./fault";

// The SDK's version is pinned and runs on Node 20; its notice about later versions is for us, not for who promotes.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** plan reads, apply changes, caller is the person or job as it came: only bootstrap and retire work so. */
export type Purpose = "plan" | "apply" | "caller";

export interface Sessions {
  session(environment: Environment, purpose: Purpose, region?: string): Promise<Session>;
}

const describe = (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

/** Role sessions by STS, one call a role and account; kept for the life of the process (sessions last an hour). */
export class StsSessions implements Sessions {
  private readonly kept = new Map<string, Promise<Session>>();
  private readonly endpoint: string | undefined;

  constructor(environment: NodeJS.ProcessEnv) {
    this.endpoint = environment.AWS_ENDPOINT_URL ? requireLoopback(environment.AWS_ENDPOINT_URL) : undefined;
  }

  public async session(environment: Environment, purpose: Purpose, region = environment.homeRegion): Promise<Session> {
    const key = `${environment.accountId}/${purpose}`;
    let session = this.kept.get(key);
    if (!session) {
      session = this.assume(environment, purpose);
      this.kept.set(key, session);
      session.catch(() => this.kept.delete(key));
    }
    return { ...(await session), region };
  }

  private async assume(environment: Environment, purpose: Purpose): Promise<Session> {
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
          const credentials = await sts.config.credentials();
          return { ...credentials, accountId: environment.accountId, region: environment.homeRegion, callerArn: caller.Arn! };
        }
      }
      const roleArn = {
        plan: known.planRoleArn,
        apply: known.applyRoleArn,
        caller: `arn:aws:iam::${environment.accountId}:role/emulator-caller`,
      }[purpose];
      const answer = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "portcullis" }));
      return {
        accountId: environment.accountId,
        region: environment.homeRegion,
        callerArn: answer.AssumedRoleUser!.Arn!,
        accessKeyId: answer.Credentials!.AccessKeyId!,
        secretAccessKey: answer.Credentials!.SecretAccessKey!,
        sessionToken: answer.Credentials!.SessionToken!,
        endpoint: this.endpoint,
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
