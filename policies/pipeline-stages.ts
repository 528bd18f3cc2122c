/**
 * What every delivery pipeline must pass, by the exact names that its stages bear. A pipeline is judged by this list and not by what composed
 * it: whoever edits a declared pipeline by hand meets the same demands. A contract test holds it equal to what the constructs compose.
 */

export interface MandatoryStage {
  readonly name: string;
  /** Tools that look in it whatever the application is written in; each is an action by this name. */
  readonly tools: readonly string[];
  /** Tools that look at one language alone: mandatory where the pipeline's build is of that language. @default none */
  readonly toolsOfLanguages?: Readonly<Record<string, readonly string[]>>;
}

/** Stages before the first gate, in order. */
export const stagesBeforeGate: readonly MandatoryStage[] = [
  { name: "Secrets", tools: ["gitleaks", "detect-secrets"] },
  { name: "StaticAnalysis", tools: ["semgrep"] },
  { name: "Dependencies", tools: ["osv-scanner"], toolsOfLanguages: { node: ["npm-audit"], python: ["pip-audit"] } },
  { name: "Infrastructure", tools: ["checkov"] },
  { name: "Build", tools: ["build"] },
  { name: "Malware", tools: ["clamav", "yara"] },
];

/** After `Malware`, where images are delivered. */
export const containerStage: MandatoryStage = { name: "Containers", tools: ["trivy"] };

/** After the first deployment, where something runs that has an address. */
export const dynamicStage: MandatoryStage = { name: "DynamicAnalysis", tools: ["zap-baseline", "wapiti"] };

/** The gate that ends a pipeline of one environment: it judges dynamic analysis too. */
export const lastGate = "release";

export const gateStage = (name: string): string => `Gate-${name}`;
export const approvalStage = (environment: string): string => `Approval-${environment}`;
export const deployStage = (environment: string): string => `Deploy-${environment}`;

/** The environment of a Deploy stage; undefined for other stages. */
export const deployedBy = (stage: string): string | undefined => /^Deploy-(.+)$/.exec(stage)?.[1];

/** What a build of a language runs; it tells in which languages an application is written. */
export const signsOfLanguages: Readonly<Record<string, RegExp>> = {
  node: /\bnpm (ci|run|test)\b/,
  python: /\b(pip3?|uv pip) install\b|\bpytest\b/,
};

/** What a pipeline delivers, as it shows. */
export interface Delivered {
  /** Environments in the order in which they are deployed to. */
  readonly environments: readonly string[];
  readonly isImage: boolean;
  /** Whether something runs that has an address: not where Terraform is applied. */
  readonly hasAddress: boolean;
  readonly needsApproval: (environment: string) => boolean;
}

/** The names of all stages of such a pipeline, in order. */
export const expectedStages = ({ environments, isImage, hasAddress, needsApproval }: Delivered): readonly string[] => [
  "Source",
  ...stagesBeforeGate.map(({ name }) => name),
  ...(isImage ? [containerStage.name] : []),
  ...environments.flatMap((environment, index) => [
    gateStage(environment),
    ...(needsApproval(environment) ? [approvalStage(environment)] : []),
    deployStage(environment),
    ...(index === 0 && hasAddress ? [dynamicStage.name] : []),
  ]),
  ...(environments.length === 1 ? [gateStage(lastGate)] : []),
];
