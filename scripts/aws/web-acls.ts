import type { RuleGroup, WebACL } from "@aws-sdk/client-wafv2";
import { PortcullisError, toolError } from "../errors";
import type { Session } from "../terraform/types";
import { explainAwsError } from "./fault";

/** Reads the regional Web ACLs of one account and region. */
export interface WebAclReader {
  readonly region: string;
  /** With their rules. */
  readonly webAcls: () => Promise<readonly WebACL[]>;
  readonly ruleGroup: (arn: string) => Promise<RuleGroup>;
}

/**
 * Source: AWS WAF API Reference, ListWebACLs (pages by NextMarker), GetWebACL, GetRuleGroup; read actions only.
 * @throws PortcullisError (failed) `web-acls-unreadable`, or why AWS refused the call
 */
export const webAclReader = (session: Session): WebAclReader => {
  const opened = import("@aws-sdk/client-wafv2").then((sdk) => ({ sdk, client: new sdk.WAFV2Client({ region: session.region, endpoint: session.endpoint, credentials: session }) }));
  return {
    region: session.region,
    webAcls: () =>
      explained(session, "its Web ACLs", async () => {
        const { sdk, client } = await opened;
        const found: WebACL[] = [];
        let NextMarker: string | undefined;
        do {
          const page = await client.send(new sdk.ListWebACLsCommand({ Scope: "REGIONAL", NextMarker }));
          for (const { Name, Id } of page.WebACLs ?? []) {
            const { WebACL: webAcl } = await client.send(new sdk.GetWebACLCommand({ Scope: "REGIONAL", Name, Id }));
            found.push(demanded(webAcl, "GetWebACL"));
          }
          NextMarker = page.NextMarker || undefined;
        } while (NextMarker !== undefined);
        return found;
      }),
    ruleGroup: (arn) =>
      explained(session, arn, async () => {
        const { sdk, client } = await opened;
        const { RuleGroup: group } = await client.send(new sdk.GetRuleGroupCommand({ ARN: arn }));
        return demanded(group, "GetRuleGroup");
      }),
  };
};

const demanded = <Answer>(answer: Answer | undefined, call: string): Answer => {
  if (answer === undefined) throw new Error(`${call} answered without what was asked for`);
  return answer;
};

const explained = async <Result>(session: Session, what: string, work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    const where = `${what} in account ${session.accountId}, ${session.region}`;
    const explanation = explainAwsError(error, session, where);
    if (explanation instanceof PortcullisError) throw explanation;
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw toolError({ id: "web-acls-unreadable", problem: "AWS WAF does not say which rules block", where, details: [said], remedy: "Run the same command again; until it succeeds no waiver can rest on a virtual patch." }, error);
  }
};
