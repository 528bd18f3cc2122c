import { execFile } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Session } from "../../../scripts/terraform";
import { temporaryFolder } from "../temporary-folder";

const root = join(__dirname, "..", "..", "..");

/**
 * CodePipeline's side of a job, which no package of this repository has a client for: what the function answers is printed. The request's
 * shapes are those of PutJobSuccessResult and PutJobFailureResult (CodePipeline API Reference).
 */
const codePipelineClient = `
class Command { constructor(input) { this.input = input; } }
export class PutJobSuccessResultCommand extends Command {}
export class PutJobFailureResultCommand extends Command {}
export class CodePipelineClient {
  async send(command) {
    process.stdout.write(JSON.stringify({ opens: command instanceof PutJobSuccessResultCommand, ...command.input }));
  }
}
`;

const runner = `
import { handler } from "./index.mjs";
await handler(JSON.parse(process.env.LOCK_EVENT));
`;

/** What CodePipeline was answered. */
export interface LockAnswer {
  readonly opens: boolean;
  /** Why not. @default it opens */
  readonly why?: string;
}

interface JobResult {
  readonly opens: boolean;
  readonly jobId: string;
  readonly failureDetails?: { readonly type: string; readonly message: string };
}

/** The lock function as Lambda has it: its very files, the SDK's own client of S3, and a session in the account. */
export class LockFunction {
  private readonly folder = temporaryFolder();

  constructor(private readonly session: Session) {
    cpSync(join(root, "modules", "pipeline", "lambda"), this.folder, { recursive: true });
    this.write("runner.mjs", runner);
    const packages = join(this.folder, "node_modules", "@aws-sdk");
    mkdirSync(packages, { recursive: true });
    symlinkSync(join(root, "node_modules", "@aws-sdk", "client-s3"), join(packages, "client-s3"));
    this.write("node_modules/@aws-sdk/client-codepipeline/index.mjs", codePipelineClient);
    this.write("node_modules/@aws-sdk/client-codepipeline/package.json", JSON.stringify({ name: "@aws-sdk/client-codepipeline", type: "module", exports: "./index.mjs" }));
  }

  private write(name: string, content: string): void {
    mkdirSync(dirname(join(this.folder, name)), { recursive: true });
    writeFileSync(join(this.folder, name), content);
  }

  /**
   * Invokes it as a job of CodePipeline (CodePipeline User Guide, "Invoke an AWS Lambda function in a pipeline").
   * @param configuration of the rule, its variables resolved
   * @throws Error where it gives no answer, for which a stage would wait until it times out
   */
  public async ask(configuration: Readonly<Record<string, string>>): Promise<LockAnswer> {
    const { region, endpoint = "", accessKeyId, secretAccessKey, sessionToken } = this.session;
    const event = { "CodePipeline.job": { id: "job-1", accountId: this.session.accountId, data: { actionConfiguration: { configuration } } } };
    const { stdout } = await promisify(execFile)(process.execPath, ["runner.mjs"], {
      cwd: this.folder,
      env: { AWS_REGION: region, AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken, LOCK_EVENT: JSON.stringify(event) },
    });
    const { opens, jobId, failureDetails } = JSON.parse(stdout) as JobResult;
    if (jobId !== "job-1") throw new Error(`the lock answered another job: ${stdout}`);
    return opens ? { opens } : { opens, why: failureDetails?.message ?? "" };
  }
}
