/** Services besides `aws s3`, as far as builds use them. Each command follows its page of the AWS CLI Command Reference: `<service> <command>`. */
import { existsSync, readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { record, refuse, world } from "./_options.mjs";
import { s3api } from "./_s3.mjs";

const only = (options, name) => options[name]?.[0] ?? refuse(`${name} is missing`);

/** An answer under `--query` (names of keys with dots alone) and `--output`. */
const print = (answer, options) => {
  const query = options["--query"]?.[0];
  if (query !== undefined && !/^[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*$/.test(query)) refuse(`--query ${query} is not stood in for`);
  const value = query === undefined ? answer : query.split(".").reduce((found, key) => found?.[key], answer);
  const isText = options["--output"]?.[0] === "text";
  if (isText && typeof value === "object") refuse("--output text of more than one word is not stood in for");
  process.stdout.write(`${isText ? value : JSON.stringify(value, undefined, 2)}\n`);
};

/** Account that is spoken to: that of the assumed role, or of a project that has assumed none. */
const account = () => /:iam::(\d{12}):/.exec(process.env.AWS_SESSION_TOKEN ?? "")?.[1] ?? "100000000003";
const arnOf = (service, resource) => `arn:aws:${service}:${process.env.AWS_REGION}:${account()}:${resource}`;

const sts = {
  "assume-role": {
    options: { "--role-arn": "value", "--role-session-name": "value", "--duration-seconds": "value", "--policy": "value", "--policy-arns": "value" },
    run: (_, options) => {
      const role = only(options, "--role-arn");
      record("sts", "AssumeRole", role);
      // IAM User Guide, AssumeRole: RoleSessionName matches [\w+=,.@-]*, 2 to 64 characters.
      if (!/^[\w+=,.@-]{2,64}$/.test(only(options, "--role-session-name"))) refuse("the name of the session is none that STS takes");
      if (options["--policy"] !== undefined) JSON.parse(options["--policy"][0]);
      print({ Credentials: { AccessKeyId: "ASIASTANDINSTANDIN00", SecretAccessKey: "stand-in-secret", SessionToken: `stand-in-of:${role}`, Expiration: "2026-11-22T13:00:00Z" } }, options);
    },
  },
};

const lambdaArn = (options, qualifier = "") => `${arnOf("lambda", `function:${only(options, "--function-name")}`)}${qualifier}`;
const hashOf = (file) => createHash("sha256").update(readFileSync(file)).digest("base64");
const lambda = {
  "update-function-code": {
    options: { "--function-name": "value", "--zip-file": "value" },
    run: (_, options) => {
      record("lambda", "UpdateFunctionCode", lambdaArn(options));
      print({ CodeSha256: hashOf(only(options, "--zip-file").replace(/^fileb:\/\//, "")) }, options);
    },
  },
  "wait": {
    options: { "--function-name": "value" },
    run: ([waiter], options) => {
      if (waiter !== "function-updated-v2") refuse(`aws lambda wait ${waiter} is not stood in for`);
      // The waiter asks GetFunction ("wait function-updated-v2").
      record("lambda", "GetFunction", lambdaArn(options));
    },
  },
  "publish-version": {
    options: { "--function-name": "value", "--code-sha256": "value" },
    run: (_, options) => {
      record("lambda", "PublishVersion", lambdaArn(options));
      print({ Version: "7", CodeSha256: only(options, "--code-sha256") }, options);
    },
  },
  "update-alias": {
    options: { "--function-name": "value", "--name": "value", "--function-version": "value" },
    run: (_, options) => {
      record("lambda", "UpdateAlias", lambdaArn(options));
      print({ Name: only(options, "--name"), FunctionVersion: only(options, "--function-version") }, options);
    },
  },
};

/** What the stand-in of docker has pushed: one image. */
const pushed = () => join(world, "pushed.json");
const ecr = {
  "batch-get-image": {
    options: { "--repository-name": "value", "--image-ids": "value" },
    run: (_, options) => {
      record("ecr", "BatchGetImage", arnOf("ecr", `repository/${only(options, "--repository-name")}`));
      const images = existsSync(pushed()) ? [JSON.parse(readFileSync(pushed(), "utf8"))] : [];
      print({ images, failures: images.length === 0 ? [{ failureCode: "ImageNotFound" }] : [] }, options);
    },
  },
  "get-login-password": {
    options: {},
    run: () => {
      record("ecr", "GetAuthorizationToken", "*");
      process.stdout.write("stand-in-password\n");
    },
  },
};

export const services = { s3api, sts, lambda, ecr };
