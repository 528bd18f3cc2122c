import { AccessanalyzerAnalyzer } from "@cdktf/provider-aws/lib/accessanalyzer-analyzer";
import { Construct } from "constructs";
import { satisfies, watches } from "../core";

export interface ExternalAccessAnalyzerProps {
  readonly name: string;
  /** Takes over the analyzer of that name instead of making one. @default false */
  readonly adopt?: boolean;
}

/**
 * Finds what is shared with somebody outside the account, in the region it stands in. An account has one a region.
 *
 * @example
 * new ExternalAccessAnalyzer(scope, "external-access", { name: "castle-dev-external-access" });
 */
export class ExternalAccessAnalyzer extends Construct {
  constructor(scope: Construct, id: string, { name, adopt = false }: ExternalAccessAnalyzerProps) {
    super(scope, id);
    const analyzer = new AccessanalyzerAnalyzer(this, "analyzer", { analyzerName: name, type: "ACCOUNT" });
    if (adopt) analyzer.importFrom(name);
    satisfies(analyzer, "cis-aws-7.0:2.18");
    watches(analyzer, "cis-aws-7.0:2.21", "hipaa:164_308_a_4_i");
  }
}

/** Days after which a right or a credential counts as unused (CIS AWS Foundations 7.0, 2.11). */
const unusedDays = 45;

/** Finds roles, users, keys and passwords that nobody uses. IAM is the same in every region, so one an account is enough. */
export class UnusedAccessAnalyzer extends Construct {
  constructor(scope: Construct, id: string, { name }: { readonly name: string }) {
    super(scope, id);
    const analyzer = new AccessanalyzerAnalyzer(this, "analyzer", {
      analyzerName: name,
      type: "ACCOUNT_UNUSED_ACCESS",
      configuration: { unusedAccess: { unusedAccessAge: unusedDays } },
    });
    watches(analyzer, "cis-aws-7.0:2.11", "hipaa:164_308_a_3_ii_c");
  }
}
