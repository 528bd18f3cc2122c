import { z } from "zod";
import { askGate, type Decision, type Edge } from "./ask";

const credentialsSchema = z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string() });
/** By which the artifact of a job is read. */
export type JobCredentials = Readonly<z.output<typeof credentialsSchema>>;

/** A job as far as the gate reads it (CodePipeline User Guide, "Invoke an AWS Lambda function in a pipeline", example JSON event). */
const jobSchema = z.object({
  data: z.object({
    actionConfiguration: z.object({ configuration: z.object({ UserParameters: z.string() }) }),
    inputArtifacts: z.tuple([z.object({ location: z.object({ s3Location: z.object({ bucketName: z.string(), objectKey: z.string() }) }) })]),
    artifactCredentials: credentialsSchema,
  }),
});

const eventSchema = z.object({ "CodePipeline.job": z.looseObject({ id: z.string().min(1) }) });

/** How a job of CodePipeline ends. */
export interface JobAnswers {
  readonly succeed: (jobId: string, summary: string) => Promise<void>;
  readonly fail: (jobId: string, message: string) => Promise<void>;
}

/** What the function touches: the edge of the gate, and CodePipeline. */
export interface FunctionEdge extends Omit<Edge, "artifacts"> {
  readonly artifacts: (credentials: JobCredentials) => Edge["artifacts"];
  readonly answers: JobAnswers;
}

/** Longest texts of a job (CodePipeline API Reference, "FailureDetails" and "ExecutionDetails"). */
const longestMessage = 5000;
const longestSummary = 2048;

const stopped = (message: string): Decision => ({ passes: false, message });

/** The event holds credentials: what is wrong with it is told without any of it. */
const decide = async (job: unknown, { artifacts, answers: _, ...edge }: FunctionEdge, signal: AbortSignal): Promise<Decision> => {
  const { data } = jobSchema.safeParse(job);
  if (data === undefined) return stopped("The job is none that this gate knows: it needs UserParameters, one input artifact, Application, and the credentials of the job.");
  const { actionConfiguration, inputArtifacts, artifactCredentials } = data.data;
  const { bucketName, objectKey } = inputArtifacts[0].location.s3Location;
  const question = { userParameters: actionConfiguration.configuration.UserParameters, artifact: { bucket: bucketName, key: objectKey } };
  return askGate(question, { ...edge, artifacts: artifacts(artifactCredentials) }, signal);
};

/** @param milliseconds until the job must have an answer */
const withTime = async (milliseconds: number, work: (signal: AbortSignal) => Promise<Decision>): Promise<Decision> => {
  const controller = new AbortController();
  const late = stopped(`The gate came to no verdict in the ${Math.round(milliseconds / 1000)} seconds that its function has. Judge in a build: gateIn "build".`);
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise<Decision>((resolve) => {
    timer = setTimeout(() => {
      controller.abort(new Error(late.message));
      resolve(late);
    }, milliseconds);
  });
  try {
    return await Promise.race([work(controller.signal), time]);
  } catch (error) {
    return controller.signal.aborted ? late : stopped(`The gate could not judge: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Answers one job of CodePipeline, always: one without an answer holds its stage until it times out. Only a verdict that lets pass, and that was
 * handed over whole, ends the job well.
 *
 * @param milliseconds until it must have answered
 * @throws where the event is no job, or CodePipeline does not take the answer
 */
export const answer = async (event: unknown, edge: FunctionEdge, milliseconds: number): Promise<Decision> => {
  const { data: known } = eventSchema.safeParse(event);
  if (known === undefined) throw new Error("The event is no job of CodePipeline.");
  const job = known["CodePipeline.job"];
  const decision = await withTime(milliseconds, (signal) => decide(job, edge, signal));
  await (decision.passes ? edge.answers.succeed(job.id, decision.message.slice(0, longestSummary)) : edge.answers.fail(job.id, decision.message.slice(0, longestMessage)));
  return decision;
};
