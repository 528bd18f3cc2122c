import { answerOf, type Question } from "../answer";
import { lookedFor } from "../evidence";
import { jobsThatRun } from "../sources";

const scanners = /\b(?:gitleaks|detect-secrets|trufflehog|kingfisher|git-secrets)\b|\btrivy\b.*\bsecret\b/;

export const secretsDetected: Question = {
  id: "secrets-detected",
  text: "Are secrets in code detected?",
  ask: (sources) => {
    const jobs = jobsThatRun(sources, scanners).map((source) => ({ statement: "A job of this repository runs a scanner of secrets.", source }));
    const { proofs, gaps } = lookedFor(sources, "secret", "secrets");
    const stopping = sources.environments.map(({ name, rules }) => ({ statement: `In ${name} a secret blocks from severity ${rules.block.secret} on.`, source: "policies/gate/policy.yaml" }));
    return answerOf([...proofs, ...jobs, ...(proofs.length + jobs.length > 0 ? stopping : [])], gaps);
  },
};
