import type { S3Client } from "@aws-sdk/client-s3";
import type { Session } from "../terraform/types";
import { AlreadyExists, type Store } from "./store";

const codeOf = (error: unknown): string => (error as { name?: string }).name ?? "";

/** A store in a bucket. The SDK is loaded at first use: most commands of a person never need it. */
export class S3Store implements Store {
  private client: S3Client | undefined;

  constructor(
    private readonly bucket: string,
    private readonly session: Session,
    /** Region of the bucket, which may be another account's. @default the session's region */
    private readonly region = session.region,
  ) {}

  public get location(): string {
    return `s3://${this.bucket}`;
  }

  public async get(key: string): Promise<Uint8Array | undefined> {
    const { GetObjectCommand } = await import("@aws-sdk/client-s3");
    try {
      const answer = await (await this.s3()).send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
      return await answer.Body!.transformToByteArray();
    } catch (error) {
      if (codeOf(error) === "NoSuchKey" || codeOf(error) === "NotFound") return undefined;
      throw error;
    }
  }

  public async create(key: string, bytes: Uint8Array): Promise<void> {
    const { PutObjectCommand } = await import("@aws-sdk/client-s3");
    try {
      await (await this.s3()).send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: bytes, IfNoneMatch: "*" }));
    } catch (error) {
      // 409 ConditionalRequestConflict: another conditional write to the key was in flight and won.
      if (codeOf(error) === "PreconditionFailed" || codeOf(error) === "ConditionalRequestConflict") throw new AlreadyExists(key);
      throw error;
    }
  }

  public async list(prefix: string): Promise<readonly string[]> {
    const { paginateListObjectsV2 } = await import("@aws-sdk/client-s3");
    const keys: string[] = [];
    for await (const page of paginateListObjectsV2({ client: await this.s3() }, { Bucket: this.bucket, Prefix: prefix }))
      for (const object of page.Contents ?? []) keys.push(object.Key!);
    return keys.sort();
  }

  public async remove(key: string): Promise<void> {
    const { DeleteObjectCommand } = await import("@aws-sdk/client-s3");
    await (await this.s3()).send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }));
  }

  private async s3(): Promise<S3Client> {
    if (!this.client) {
      const { S3Client } = await import("@aws-sdk/client-s3");
      this.client = new S3Client({
        region: this.region,
        endpoint: this.session.endpoint,
        forcePathStyle: this.session.endpoint !== undefined,
        credentials: this.session,
      });
    }
    return this.client;
  }
}
