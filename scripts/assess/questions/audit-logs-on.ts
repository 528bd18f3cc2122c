import { answerOf, type Gap, type Proof, type Question } from "../answer";
import { resourcesOf, type Sources } from "../sources";

/** CIS AWS Foundations 7.0: CloudTrail is enabled in all regions; log file validation is enabled. */
const trailControls = ["cis-aws-7.0:4.1", "cis-aws-7.0:4.2"];

const declaredIn = (sources: Sources, environment: string): readonly Proof[] => {
  const trails = resourcesOf(sources, environment, "aws_cloudtrail").filter(({ values }) => values["is_multi_region_trail"] === true && values["enable_log_file_validation"] === true && values["enable_logging"] !== false);
  const flowLogs = resourcesOf(sources, environment, "aws_flow_log");
  const inherited = sources.stacks.filter((stack) => stack.environment === environment && trailControls.some((control) => stack.inherited.includes(control)));
  return [
    ...trails.map(({ address }) => ({ statement: `${environment}: a trail of all regions with validated files is declared.`, source: address })),
    ...inherited.map(({ id }) => ({ statement: `${environment}: the organisation's trail serves the account; its controls are inherited.`, source: id })),
    ...flowLogs.map(({ address }) => ({ statement: `${environment}: flows of the network are recorded.`, source: address })),
  ];
};

/** Declared is not applied: the ledger says what was. */
const appliedIn = ({ recorded = [] }: Sources, environment: string): { readonly proofs: readonly Proof[]; readonly gaps: readonly Gap[] } => {
  const audit = recorded.find((each) => each.environment === environment && each.stack === `${environment}-audit`);
  if (audit !== undefined && ["applied", "verified", "no-change"].includes(audit.event)) return { proofs: [{ statement: `${environment}: ${audit.stack} stands as release ${audit.release} (${audit.event} ${audit.time.slice(0, 10)}).`, source: "./portcullis status" }], gaps: [] };
  return { proofs: [], gaps: [{ problem: `${environment}: the ledger has no finished apply of ${environment}-audit${audit ? ` (last: ${audit.event})` : ""}.`, remedy: `Promote it: \`./portcullis promote --to ${environment}\`.` }] };
};

export const auditLogsOn: Question = {
  id: "audit-logs-on",
  text: "Are audit logs on?",
  ask: (sources) => {
    const each = sources.environments.map(({ name }) => {
      const declared = declaredIn(sources, name);
      if (declared.every(({ source }) => source.includes("aws_flow_log."))) return { proofs: [], gaps: [{ problem: `${name}: no trail of all regions is declared, and none is inherited.`, remedy: "Declare the stack audit, or the organisation's trail in the environment's ownership." }] };
      const applied = sources.recorded === undefined ? { proofs: [], gaps: [] } : appliedIn(sources, name);
      return { proofs: [...declared, ...applied.proofs], gaps: applied.gaps };
    });
    const unasked = sources.recorded === undefined ? [{ problem: "It is declared; the ledger was not asked whether it was applied.", remedy: "Run it with --recorded, and credentials that may read the ledger." }] : [];
    return answerOf(each.flatMap(({ proofs }) => proofs), [...each.flatMap(({ gaps }) => gaps), ...unasked]);
  },
};
