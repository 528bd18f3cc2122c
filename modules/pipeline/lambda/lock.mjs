import { createHash } from "node:crypto";

/** In bytes: what the function's memory takes several times over. */
export const largestVerdict = 16 * 1024 * 1024;

/** Longest message of a job (CodePipeline API Reference, FailureDetails). */
const longestMessage = 5000;

/** Canonical JSON (RFC 8785): keys in the order of their code units. */
const canonical = (value) => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const members = Object.keys(value).sort().filter((key) => value[key] !== undefined);
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
};

const hashOf = ({ sha256: _, ...verdict }) => createHash("sha256").update(canonical(verdict)).digest("hex");

const closed = (message) => ({ opens: false, message });

/** What the verdict must say of itself, against what the stage asks for; undefined where it does. */
const foreign = ({ subject = {} }, { pipeline, environment, commit }) => {
  const asked = { pipeline, environment, event: "promotion", ...(commit === undefined ? {} : { commit }) };
  const [name] = Object.keys(asked).filter((key) => subject[key] !== asked[key]);
  return name === undefined ? undefined : `it is of ${name} ${JSON.stringify(subject[name])}, and this stage asks for ${JSON.stringify(asked[name])}`;
};

const fetched = async ({ size, text }) => {
  if (!Number.isInteger(size) || size > largestVerdict) return closed(`it is of ${size} bytes, and the lock reads ${largestVerdict}`);
  try {
    return { verdict: JSON.parse(await text()) };
  } catch {
    return closed("it is no whole JSON");
  }
};

/**
 * Whether the stage may be entered: the verdict of this very execution and gate is there, whole, of this pipeline, environment and commit, and
 * lets pass. Whatever is not understood keeps the stage closed.
 */
export const decide = async (parameters, read) => {
  const { bucket, pipeline, gate, environment, execution, commit } = parameters;
  const missing = Object.entries({ bucket, pipeline, gate, environment, execution }).filter(([, value]) => typeof value !== "string" || value === "" || value.includes("#{"));
  if (missing.length > 0) return closed(`The stage does not say its ${missing.map(([name]) => name).join(", ")}: mend its condition.`);
  if (commit !== undefined && !/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) return closed("The stage does not say the commit in whole: mend its condition.");

  const key = `${pipeline}/executions/${execution}/verdicts/${gate}/verdict.json`;
  const refused = (why) => closed(`The verdict s3://${bucket}/${key} does not open this stage: ${why}.`);
  let found;
  try {
    found = await read(bucket, key);
  } catch (error) {
    return refused(`it is not there or cannot be read (${error.name}). Run the pipeline anew, so that the gate judges`);
  }
  const { verdict, message } = await fetched(found);
  if (message !== undefined) return refused(message);
  if (typeof verdict !== "object" || verdict === null || verdict.version !== 1) return refused("it is no verdict of a version that the lock knows");
  if (verdict.sha256 !== hashOf(verdict)) return refused("it is not as the gate has sealed it");
  const other = foreign(verdict, parameters);
  if (other !== undefined) return refused(other);
  return verdict.outcome === "pass" ? { opens: true, message: `The verdict s3://${bucket}/${key} lets pass.` } : refused(`the gate says ${JSON.stringify(verdict.outcome)}`);
};

/** Answers one job of CodePipeline, always: a job without an answer holds the stage until it times out. The event holds credentials and is never logged. */
export const answer = async (event, { read, codePipeline }) => {
  const { id, data } = event["CodePipeline.job"];
  let decision;
  try {
    decision = await decide(JSON.parse(data.actionConfiguration.configuration.UserParameters), read);
  } catch (error) {
    decision = closed(`The lock could not decide: ${error.message}`);
  }
  if (decision.opens) await codePipeline.succeed(id);
  else await codePipeline.fail(id, decision.message.slice(0, longestMessage));
  return decision;
};
