// The SDK is the one that Lambda's Node.js brings.
import { CodePipelineClient, PutJobFailureResultCommand, PutJobSuccessResultCommand } from "@aws-sdk/client-codepipeline";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { answer } from "./lock.mjs";

const s3Client = new S3Client({});
const codePipelineClient = new CodePipelineClient({});

/** Size first, so that what is too big is never taken into memory. */
const read = async (Bucket, Key) => {
  const { Body, ContentLength } = await s3Client.send(new GetObjectCommand({ Bucket, Key }));
  return { size: ContentLength, text: () => Body.transformToString() };
};

const codePipeline = {
  succeed: (jobId) => codePipelineClient.send(new PutJobSuccessResultCommand({ jobId })),
  fail: (jobId, message) => codePipelineClient.send(new PutJobFailureResultCommand({ jobId, failureDetails: { type: "JobFailed", message } })),
};

export const handler = (event) => answer(event, { read, codePipeline });
