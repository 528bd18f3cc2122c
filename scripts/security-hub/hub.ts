import { setTimeout as delay } from "node:timers/promises";
import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { explainAwsError } from "../aws";
import { toolError } from "../errors";
import type { Session } from "../terraform/types";

/** A finding that Security Hub did not take. */
export interface Refusal {
  readonly id: string;
  readonly code: string;
  readonly message: string;
}

/** Security Hub of one account and region, as far as an import needs it. */
export interface SecurityHub {
  /** Every finding of the product whose id begins so, archived ones too. */
  findings(productArn: string, idPrefix: string): Promise<readonly AwsSecurityFinding[]>;
  /** One call. Those that it does not refuse by id are taken, unless `refused` is more than there are refusals. */
  import(findings: readonly AwsSecurityFinding[]): Promise<{ readonly refused: number; readonly refusals: readonly Refusal[] }>;
}

/** Milliseconds between calls. API Reference, "Welcome": GetFindings 3 a second, BatchImportFindings 10, an account and region. */
const spacing = { findings: 334, import: 100 } as const;

export type Wait = (milliseconds: number) => Promise<unknown>;

/** @throws PortcullisError (failed) `security-hub-off` and the faults of any call to AWS */
export const openSecurityHub = async (session: Session, wait: Wait = delay): Promise<SecurityHub> => {
  const { SecurityHubClient, BatchImportFindingsCommand, GetFindingsCommand } = await import("@aws-sdk/client-securityhub");
  const client = new SecurityHubClient({ region: session.region, endpoint: session.endpoint, credentials: session, maxAttempts: 6 });
  const explained = (error: unknown): never => {
    throw explain(error, session);
  };
  const pace = paced(wait);
  return {
    findings: async (productArn, idPrefix) => {
      const found: AwsSecurityFinding[] = [];
      let next: string | undefined;
      do {
        await pace(spacing.findings);
        const answer = await client
          .send(new GetFindingsCommand({ Filters: { ProductArn: [{ Value: productArn, Comparison: "EQUALS" }], Id: [{ Value: idPrefix, Comparison: "PREFIX" }] }, MaxResults: 100, NextToken: next }))
          .catch(explained);
        // A second look costs nothing, and what is archived by mistake is a flaw that nobody sees.
        found.push(...(answer.Findings ?? []).filter(({ Id, ProductArn }) => ProductArn === productArn && Id?.startsWith(idPrefix)));
        next = answer.NextToken;
      } while (next);
      return found;
    },
    import: async (findings) => {
      await pace(spacing.import);
      const answer = await client.send(new BatchImportFindingsCommand({ Findings: [...findings] })).catch(explained);
      return { refused: answer.FailedCount ?? 0, refusals: (answer.FailedFindings ?? []).map(({ Id = "", ErrorCode = "", ErrorMessage = "" }) => ({ id: Id, code: ErrorCode, message: ErrorMessage })) };
    },
  };
};

/** Lets a call begin when so many milliseconds have gone by since the last one began. */
const paced = (wait: Wait): ((milliseconds: number) => Promise<void>) => {
  let last = Number.NEGATIVE_INFINITY;
  return async (milliseconds) => {
    const left = last + milliseconds - performance.now();
    if (left > 0) await wait(left);
    last = performance.now();
  };
};

/** Not subscribed is InvalidAccessException, which says no more (API Reference, BatchImportFindings, "Errors"). */
const explain = (error: unknown, session: Session): unknown => {
  const where = `Security Hub in ${session.region} of account ${session.accountId}`;
  if ((error as { name?: string } | undefined)?.name !== "InvalidAccessException") return explainAwsError(error, session, where);
  return toolError(
    { id: "security-hub-off", problem: "Security Hub is not switched on, or this product may not send to it", where, remedy: "Switch Security Hub on in this account and region (the detection stack does), then run the same command again." },
    error,
  );
};
