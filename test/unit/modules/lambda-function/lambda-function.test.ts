import { LambdaFunction, type LambdaFunctionProps } from "../../../../modules/lambda-function";
import { resourceOf, synthStack } from "../../../support/synth";

const props: LambdaFunctionProps = {
  name: "castle-dev-reporter",
  description: "Reports",
  accountId: "100000000001",
  region: "eu-west-1",
  statements: [],
  permissionsBoundaryArn: "arn:aws:iam::100000000001:policy/castle-dev-boundary",
  keyArn: "arn:aws:kms:eu-west-1:100000000001:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  logRetentionDays: 30,
};
const sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const codeObject = { bucket: "castle-dev-tools", key: "reporter.zip", sha256, handler: "reporter.handler" };

test("code in a bucket is fetched from there, and another object fails the apply", () => {
  const declared = resourceOf(synthStack((scope) => void new LambdaFunction(scope, "reporter", { ...props, codeObject, memoryMegabytes: 1024, temporaryMegabytes: 2048 })), "aws_lambda_function");
  expect(declared).toMatchObject({ s3_bucket: "castle-dev-tools", s3_key: "reporter.zip", handler: "reporter.handler", memory_size: 1024, ephemeral_storage: { size: 2048 } });
  expect(declared["filename"]).toBeUndefined();
  expect(declared["lifecycle"].postcondition[0].condition).toBe(`\${self.code_sha256 == "${Buffer.from(sha256, "hex").toString("base64")}"}`);
});

test("code in no place or in two is refused", () => {
  for (const change of [{}, { codeFolder: __dirname, codeObject }]) expect(() => synthStack((scope) => void new LambdaFunction(scope, "reporter", { ...props, ...change }))).toThrow(/Give either codeFolder or codeObject/);
});
