import type { S3Client } from "@aws-sdk/client-s3";
import { explainAwsError } from "../aws";
import type { Session } from "../terraform/types";
import { AlreadyExists, type Store } from "./store";

const attemptsOf = (error: unknown): number => (error as { $metadata?: { attempts?: number } }).$metadata?.attempts ?? 1;
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
      throw this.explained(error, key);
    }
  }

  public async create(key: string, bytes: Uint8Array): Promise<void> {
    const { PutObjectCommand } = await import("@aws-sdk/client-s3");
    try {
      await (await this.s3()).send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: bytes, IfNoneMatch: "*" }));
    } catch (error) {
      // 409 ConditionalRequestConflict: another conditional write to the key was in flight and won.
      if (codeOf(error) !== "PreconditionFailed" && codeOf(error) !== "ConditionalRequestConflict") throw this.explained(error, key);
      if (attemptsOf(error) > 1 && (await this.holds(key, bytes))) return;
      throw new AlreadyExists(key);
    }
  }

  /** The SDK tries again where an answer was lost: the object that it then finds is the one that it had written. */
  private async holds(key: string, bytes: Uint8Array): Promise<boolean> {
    const held = await this.get(key);
    return held !== undefined && Buffer.from(held).equals(bytes);
  }

  public async list(prefix: string): Promise<readonly string[]> {
    const { paginateListObjectsV2 } = await import("@aws-sdk/client-s3");
    const keys: string[] = [];
    try {
      for await (const page of paginateListObjectsV2({ client: await this.s3() }, { Bucket: this.bucket, Prefix: prefix }))
        for (const object of page.Contents ?? []) keys.push(object.Key!);
    } catch (error) {
      throw this.explained(error, prefix);
    }
    return keys.sort();
  }

  public async remove(key: string): Promise<void> {
    const { DeleteObjectCommand } = await import("@aws-sdk/client-s3");
    await (await this.s3()).send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key })).catch((error: unknown) => {
      throw this.explained(error, key);
    });
  }

  private explained(error: unknown, key: string): unknown {
    return explainAwsError(error, this.session, `${this.location}/${key}`);
  }

  private async s3(): Promise<S3Client> {
    if (!this.client) {
      const { S3Client } = await import("@aws-sdk/client-s3");
      this.client = new S3Client({
        region: this.region,
        endpoint: this.session.endpoint,
        forcePathStyle: this.session.endpoint !== undefined,
        // A promotion may take longer than a role session lasts, and its ledger and its lock are this store's.
        credentials: this.session.renewed ?? this.session,
      });
    }
    return this.client;
  }
}
