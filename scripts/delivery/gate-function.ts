import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { GetObjectCommand, paginateListObjectsV2, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { systemClock } from "../clock";
import { packageFile } from "../package-root";
import { answer, type FunctionEdge, type JobAnswers } from "./answer";
import { runPortcullis } from "./run-portcullis";
import type { ObjectStore } from "./store";

/** What Lambda says of a run (Lambda Developer Guide, "Using the Lambda context object to retrieve Node.js function information"). */
interface Context {
  readonly memoryLimitInMB: string;
  readonly getRemainingTimeInMillis: () => number;
}

/** Of the SDK's client of CodePipeline what is used here. */
interface CodePipelineSdk {
  readonly CodePipelineClient: new (configuration: object) => { readonly send: (command: object) => Promise<unknown> };
  readonly PutJobSuccessResultCommand: new (input: { readonly jobId: string; readonly executionDetails: { readonly summary: string } }) => object;
  readonly PutJobFailureResultCommand: new (input: { readonly jobId: string; readonly failureDetails: { readonly type: "JobFailed"; readonly message: string } }) => object;
}

/** Time that is left for the answer, in milliseconds. */
const reserve = 20_000;

const openIn = (client: S3Client): ObjectStore["open"] => async (Bucket, Key) => {
  const { Body, ContentLength } = await client.send(new GetObjectCommand({ Bucket, Key }));
  if (Body === undefined || ContentLength === undefined) throw new Error(`s3://${Bucket}/${Key} came without its bytes or its size`);
  return { size: ContentLength, body: Body as Readable };
};

const storeIn = (client: S3Client): ObjectStore => ({
  open: openIn(client),
  list: async (Bucket, Prefix) => {
    const objects: { key: string; size: number }[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix })) objects.push(...Contents.map(({ Key = "", Size = 0 }) => ({ key: Key, size: Size })));
    return objects;
  },
  put: async (Bucket, Key, file) => {
    await client.send(new PutObjectCommand({ Bucket, Key, Body: createReadStream(file), ContentLength: (await stat(file)).size }));
  },
});

/** The package does without this client; Lambda's Node.js brings it along. */
const codePipeline = (): JobAnswers => {
  const { CodePipelineClient, PutJobSuccessResultCommand, PutJobFailureResultCommand } = createRequire(__filename)("@aws-sdk/client-codepipeline") as CodePipelineSdk;
  const client = new CodePipelineClient({});
  return {
    succeed: async (jobId, summary) => {
      await client.send(new PutJobSuccessResultCommand({ jobId, executionDetails: { summary } }));
    },
    fail: async (jobId, message) => {
      await client.send(new PutJobFailureResultCommand({ jobId, failureDetails: { type: "JobFailed", message } }));
    },
  };
};

const edgeOf = ({ memoryLimitInMB }: Context): FunctionEdge => {
  const folder = join(tmpdir(), "portcullis-gate");
  const root = dirname(packageFile("portcullis"));
  return {
    store: storeIn(new S3Client({})),
    artifacts: (credentials) => ({ open: openIn(new S3Client({ credentials })) }),
    fetch,
    portcullis: runPortcullis({ root, memory: Number(memoryLimitInMB) }),
    clock: systemClock,
    folder,
    policies: join(root, "policies"),
    answers: codePipeline(),
  };
};

/** The gate as AWS Lambda runs it, for an Invoke action of a pipeline. */
export const handler = async (event: unknown, context: Context): Promise<void> => {
  await answer(event, edgeOf(context), context.getRemainingTimeInMillis() - reserve);
};
