import { createHash } from "node:crypto";
import { hasReference, valueOf } from "./attributes";
import { parseManifest, type ReadManifest } from "./gate-projects";
import { parametersOf, type PipelineAction } from "./pipelines";
import type { ResourceView, RuleContext } from "./rule";

/** A gate that judges in a function: what its action asks, and the object that says what it demands. */

const commit = "#{Source.CommitId}";
const execution = "#{codepipeline.PipelineExecutionId}";
const release = "#{variables.RELEASE}";

export interface AskedFunction {
  readonly pipeline: ResourceView;
  /** `gate-<name>`. */
  readonly gate: string;
  readonly environment: string;
  readonly action: PipelineAction;
  readonly context: RuleContext;
}

export interface Asked {
  /** Namespace of the action that says who wrote the change; undefined where no action does. */
  readonly author?: string;
  /** What is wrong with how it is asked. */
  readonly reasons: readonly string[];
  /** What it demands; undefined where that cannot be read. */
  readonly manifest?: ReadManifest;
  /** Only apply will know what it is asked. */
  readonly isOpen?: boolean;
}

/** The gate's function of the account in which the pipeline stands: `<base>-delivery-gate`, where the pipeline is `<base>-<application>`. */
const isOwnGate = (name: string | undefined, pipeline: ResourceView): boolean => {
  const base = /^([\w-]+)-delivery-gate$/.exec(name ?? "")?.[1];
  return base !== undefined && base.endsWith(`-${pipeline.environment}`) && String(valueOf(pipeline.at("name"))).startsWith(`${base}-`);
};

/** The code of the function, where this stack declares it: the packed command at one SHA-256. */
const judgeCode = (name: string | undefined, context: RuleContext): readonly string[] =>
  context
    .resources("aws_lambda_function")
    .filter((each) => valueOf(each.at("function_name")) === name)
    .flatMap((each) => {
      const [key, hash, handler] = ["s3_key", "source_code_hash", "handler"].map((attribute) => String(valueOf(each.at(attribute)) ?? ""));
      const isPacked = /^portcullis-function-[\w.-]+\.zip$/.test(key ?? "") && handler === "dist/scripts/delivery/gate-function.handler";
      return isPacked && hash !== "" ? [] : [`asks ${String(name)}, whose code is not the packed command at one SHA-256`];
    });

const judgeParameters = ({ pipeline, gate, environment }: AskedFunction, parameters: Readonly<Record<string, unknown>>): readonly string[] => {
  const promised = { pipeline: valueOf(pipeline.at("name")), gate, environment, execution, commit, release, ...(environment === pipeline.environment ? { classification: pipeline.classification } : {}) };
  return [
    ...Object.entries(promised).flatMap(([name, value]) => (parameters[name] === value ? [] : [`asks the gate for ${name} ${String(parameters[name])} instead of ${String(value)}`])),
    ...["bucket", "tools", "classification"].filter((name) => typeof parameters[name] !== "string").map((name) => `asks the gate without ${name}`),
  ];
};

/** What the gate demands, in the object of this stack whose SHA-256 the action names. */
const readAssignment = ({ pipeline, gate, context }: AskedFunction, { tools, assignment }: Readonly<Record<string, unknown>>): Asked => {
  const key = `manifests/${String(valueOf(pipeline.at("name")))}/${gate}.json`;
  const found = context.resources("aws_s3_object").filter((each) => valueOf(each.at("key")) === key);
  const [object, ...others] = found;
  if (object === undefined || others.length > 0) return { reasons: [`has ${found.length} objects ${key} in this stack instead of one`] };
  const [content, bucket] = [valueOf(object.at("content")), valueOf(object.at("bucket"))];
  if (typeof content !== "string" || hasReference(content)) return { reasons: [], isOpen: true };
  const document = parametersOf(content);
  const manifest = document === undefined ? undefined : parseManifest(JSON.stringify(document.manifest));
  return {
    reasons: [
      ...(bucket === tools ? [] : [`reads ${key} in ${String(tools)}, and this stack lays it into ${String(bucket)}`]),
      ...(createHash("sha256").update(content).digest("hex") === assignment ? [] : [`does not name the SHA-256 of ${key}`]),
      ...(manifest === undefined ? [`has no manifest in ${key}`] : []),
    ],
    ...(manifest === undefined ? {} : { manifest }),
  };
};

/** How an Invoke action asks the gate, and what the gate demands then. */
export const askedOf = (asked: AskedFunction): Asked => {
  const { action, pipeline, context } = asked;
  const { FunctionName: name, UserParameters: text } = action.configuration;
  const parameters = parametersOf(text);
  if (hasReference(name) || hasReference(text)) return { reasons: [], isOpen: true };
  if (parameters === undefined) return { reasons: ["asks the gate with UserParameters that are no JSON object"] };
  const assignment = readAssignment(asked, parameters);
  return {
    ...assignment,
    author: /^#\{([\w-]+)\.AUTHOR\}$/.exec(String(parameters.author))?.[1],
    reasons: [
      ...(isOwnGate(name, pipeline) ? [] : [`asks ${name ?? "no function"} instead of the gate of this environment, <base>-delivery-gate`]),
      ...(action.inputs.length === 1 && action.inputs[0] === "Application" ? [] : ["does not hand the artifact Application to the gate"]),
      ...judgeCode(name, context),
      ...judgeParameters(asked, parameters),
      ...assignment.reasons,
    ],
  };
};
