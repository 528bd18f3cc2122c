import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Session } from "../../scripts/terraform";

export interface FakeRequest {
  readonly method: string;
  /** `bucket/key`, without the query. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
}

/** S3's objects and KMS's MACs on loopback, as far as the command uses them: what a test of a few milliseconds needs instead of an emulator. */
export class FakeAws {
  public readonly objects = new Map<string, Buffer>();
  public readonly requests: FakeRequest[] = [];
  /** Called before the answer is sent; a status is sent instead of it (what was asked for is done all the same). */
  public instead: (request: FakeRequest) => number | undefined = () => undefined;
  private server: Server | undefined;

  public start = async (): Promise<void> => {
    this.server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const url = new URL(request.url!, "http://127.0.0.1");
      const asked = { method: request.method!, path: decodeURIComponent(url.pathname.slice(1)), headers: request.headers };
      this.requests.push(asked);
      const { status, body } = this.answer(asked, url, Buffer.concat(chunks));
      const instead = this.instead(asked);
      if (instead !== undefined) response.writeHead(instead).end();
      else response.writeHead(status, { "content-type": request.headers["x-amz-target"] ? "application/x-amz-json-1.1" : "application/xml" }).end(body);
    });
    await new Promise<void>((resolve) => this.server!.listen(0, "127.0.0.1", resolve));
  };

  public stop = (): Promise<void> =>
    new Promise((resolve) => {
      this.server!.close(() => resolve());
      this.server!.closeAllConnections();
    });

  public get endpoint(): string {
    return `http://127.0.0.1:${(this.server!.address() as AddressInfo).port}`;
  }

  public session = (accountId = "111111111111", region = "eu-central-1"): Session => ({
    accountId,
    region,
    callerArn: `arn:aws:sts::${accountId}:assumed-role/someone/me`,
    accessKeyId: "AKIA",
    secretAccessKey: "hush",
    endpoint: this.endpoint,
  });

  private answer({ method, path, headers }: FakeRequest, url: URL, body: Buffer): { readonly status: number; readonly body?: string | Buffer } {
    if (headers["x-amz-target"] === "TrentService.GenerateMac") return { status: 200, body: JSON.stringify({ Mac: "AAAA" }) };
    if (url.searchParams.has("list-type")) return { status: 200, body: this.listed(path.replace(/\/$/, ""), url.searchParams.get("prefix") ?? "") };
    const held = this.objects.get(path);
    if (method === "GET") return held ? { status: 200, body: held } : fault(404, "NoSuchKey");
    if (method === "DELETE") this.objects.delete(path);
    else if (headers["if-none-match"] === "*" && held) return fault(412, "PreconditionFailed");
    else this.objects.set(path, body);
    return { status: method === "DELETE" ? 204 : 200 };
  }

  private listed(bucket: string, prefix: string): string {
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(`${bucket}/${prefix}`)).map((key) => key.slice(bucket.length + 1));
    return `<ListBucketResult><IsTruncated>false</IsTruncated>${keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("")}</ListBucketResult>`;
  }
}

const fault = (status: number, code: string) => ({ status, body: `<Error><Code>${code}</Code><Message>${code}</Message></Error>` });
