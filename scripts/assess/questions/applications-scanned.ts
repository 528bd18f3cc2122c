import type { FindingKind } from "../../findings";
import { answerOf, type Question } from "../answer";
import { lookedFor } from "../evidence";

/** What a pipeline of an application must look for (NIST SSDF PW.7, PW.8, RV.1). Quality and sensitive data have questions of their own. */
const kinds: Readonly<Partial<Record<FindingKind, string>>> = {
  code: "flaws in code (SAST)",
  dependency: "vulnerable dependencies (SCA)",
  infrastructure: "misconfigured infrastructure (IaC)",
  container: "vulnerable images",
  web: "flaws of the running application (DAST)",
  malware: "malware in artifacts",
};

export const applicationsScanned: Question = {
  id: "applications-scanned",
  text: "Are applications scanned in the pipeline?",
  ask: (sources) => {
    const looked = Object.entries(kinds).map(([kind, what]) => lookedFor(sources, kind as FindingKind, what));
    if (sources.pipeline === undefined) return answerOf([], looked.slice(0, 1).flatMap(({ gaps }) => gaps.map((gap) => ({ ...gap, problem: "Nothing says which scans a pipeline must bring." }))), "unknown");
    return answerOf(looked.flatMap(({ proofs }) => proofs), looked.flatMap(({ gaps }) => gaps));
  },
};
