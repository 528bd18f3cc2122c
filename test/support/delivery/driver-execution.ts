import { randomUUID } from "node:crypto";
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Verdict } from "../../../scripts/gate";
import type { BuildResult } from "./build";

/** One run of a pipeline, and the evidence that it left. */
export class Execution {
  public readonly id = randomUUID();
  /** Artifact → folder that holds it. */
  public readonly artifacts = new Map<string, string>();

  constructor(
    private readonly pipeline: string,
    private readonly bucket: string,
    private readonly s3: S3Client,
    public readonly commit: string,
  ) {}

  /** Key of this execution's evidence. */
  public key(path: string): string {
    return `${this.pipeline}/executions/${this.id}/${path}`;
  }

  public async read(path: string): Promise<string> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.bucket, Key: this.key(path) }));
    return Body!.transformToString();
  }

  public async write(path: string, text: string): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key: this.key(path), Body: text }));
  }

  public async remove(path: string): Promise<void> {
    await this.s3.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: this.key(path) }));
  }

  public async verdict(gate: string): Promise<Verdict> {
    return JSON.parse(await this.read(`verdicts/${gate}/verdict.json`)) as Verdict;
  }

  /** What a pipeline's builds may read: of this execution, and what outlives executions. Key → bytes. */
  public async evidence(): Promise<Readonly<Record<string, Buffer>>> {
    const prefixes = [this.key(""), `${this.pipeline}/baseline/`, `${this.pipeline}/penetration-tests/`];
    const listed = await Promise.all(prefixes.map((Prefix) => this.s3.send(new ListObjectsV2Command({ Bucket: this.bucket, Prefix }))));
    const objects = listed.flatMap(({ Contents = [] }) => Contents).map(async ({ Key = "" }) => {
      const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.bucket, Key }));
      return [Key, Buffer.from(await Body!.transformToByteArray())] as const;
    });
    return Object.fromEntries(await Promise.all(objects));
  }

  /**
   * Puts what a build wrote where it said that it put it; reports that are handed over again are of this execution.
   * @param lost paths that never arrive
   */
  public async take({ evidence, calls }: BuildResult, lost: readonly string[]): Promise<void> {
    const prefix = `arn:aws:s3:::${this.bucket}/`;
    const written = new Set(calls.filter(({ service, action, resource }) => service === "s3" && action === "PutObject" && resource.startsWith(prefix)).map(({ resource }) => resource.slice(prefix.length)));
    const objects = [...written].map((key) => ({ Key: key.replace(/\/executions\/[^/]+\//, `/executions/${this.id}/`), Body: evidence[key]! }));
    const arriving = objects.filter(({ Key }) => !lost.some((path) => Key === this.key(path)));
    await Promise.all(arriving.map((object) => this.s3.send(new PutObjectCommand({ Bucket: this.bucket, ...object }))));
  }
}
