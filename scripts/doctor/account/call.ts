import type { Session } from "../../terraform/types";

/** AWS said no: its own name of the error, and its own sentence. */
export class AwsRefusal extends Error {
  constructor(
    name: string,
    message: string,
    /** Status of the HTTP answer. */
    public readonly status: number,
  ) {
    super(message);
    this.name = name;
  }
}

/** What an account is asked with in one region: one method for each protocol that AWS speaks. */
export interface Caller {
  readonly region: string;
  /** AWS JSON 1.1. @param target the value of X-Amz-Target */
  json(service: string, target: string, body: object): Promise<unknown>;
  /** REST with JSON. */
  rest(service: string, method: "GET" | "POST", path: string, body?: object): Promise<unknown>;
  /** The Query protocol; the answer is XML. */
  query(service: string, version: string, parameters: Readonly<Record<string, string>>): Promise<string>;
  /** Whose a bucket is: this account's, another's, or there is none of the name. */
  bucket(name: string): Promise<"here" | "elsewhere" | "absent">;
}

const timeoutMilliseconds = 30_000;

interface Request {
  readonly service: string;
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** IAM has one endpoint for all regions and is signed for this one (IAM User Guide, "IAM endpoints"). */
const globalServices: Readonly<Record<string, string>> = { iam: "us-east-1" };

/** `ResourceNotFoundException:http://…` and `com.amazonaws…#ResourceNotFoundException` name the same error. */
const plainName = (name: string): string => name.split(":")[0]!.split("#").at(-1)!;

const refusalOf = (answer: Response, text: string): AwsRefusal => {
  const inHeader = answer.headers.get("x-amzn-errortype");
  if (text.startsWith("<")) return new AwsRefusal(/<Code>([^<]*)/.exec(text)?.[1] ?? `HTTP ${answer.status}`, /<Message>([^<]*)/.exec(text)?.[1] ?? "", answer.status);
  try {
    const said = JSON.parse(text) as { readonly __type?: string; readonly code?: string; readonly message?: string; readonly Message?: string };
    return new AwsRefusal(plainName(inHeader ?? said.__type ?? said.code ?? `HTTP ${answer.status}`), said.message ?? said.Message ?? "", answer.status);
  } catch {
    return new AwsRefusal(inHeader === null ? `HTTP ${answer.status}` : plainName(inHeader), "", answer.status);
  }
};

/**
 * A dozen read calls to eight services, signed by the SDK's own signer: a client package for each would be some megabytes
 * that everybody installs who only reviews plans.
 */
export const callerOf = (session: Session): Caller => {
  const send = async ({ service, method, path, headers = {}, body }: Request): Promise<string> => {
    const { STSClient } = await import("@aws-sdk/client-sts");
    const signingRegion = globalServices[service] ?? session.region;
    const host = globalServices[service] === undefined ? `${service}.${session.region}.amazonaws.com` : `${service}.amazonaws.com`;
    const url = new URL(path, session.endpoint ?? `https://${host}`);
    const sts = new STSClient({ region: signingRegion, credentials: session });
    const signer = await sts.config.signer({ schemeId: "aws.auth#sigv4", name: "sigv4", signingName: service, signingRegion, properties: {} } as never);
    const unsigned = { protocol: url.protocol, hostname: url.hostname, port: url.port === "" ? undefined : Number(url.port), method, path: url.pathname, query: Object.fromEntries(url.searchParams), headers: { ...headers, host: url.host }, body };
    const { headers: signed } = await signer.sign(unsigned, { signingRegion, signingService: service });
    const answer = await fetch(url, { method, headers: signed, body, signal: AbortSignal.timeout(timeoutMilliseconds) });
    const text = await answer.text();
    if (!answer.ok) throw refusalOf(answer, text);
    return text;
  };
  const parsed = (text: string): unknown => (text === "" ? {} : JSON.parse(text));
  return {
    region: session.region,
    json: async (service, target, body) =>
      parsed(await send({ service, method: "POST", path: "/", headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target }, body: JSON.stringify(body) })),
    rest: async (service, method, path, body) =>
      parsed(await send({ service, method, path, headers: body === undefined ? {} : { "content-type": "application/json" }, body: body && JSON.stringify(body) })),
    query: (service, version, parameters) =>
      send({ service, method: "POST", path: "/", headers: { "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ ...parameters, Version: version }).toString() }),
    bucket: (name) => bucketOf(session, name),
  };
};

/** HeadBucket answers 403 for another account's bucket and 404 where there is none (Amazon S3 API Reference, HeadBucket). */
const bucketOf = async (session: Session, name: string): Promise<"here" | "elsewhere" | "absent"> => {
  const { HeadBucketCommand, S3Client } = await import("@aws-sdk/client-s3");
  const s3 = new S3Client({ region: session.region, endpoint: session.endpoint, forcePathStyle: session.endpoint !== undefined, followRegionRedirects: true, credentials: session });
  try {
    await s3.send(new HeadBucketCommand({ Bucket: name, ExpectedBucketOwner: session.accountId }));
    return "here";
  } catch (error) {
    const status = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status === 404) return "absent";
    if (status === 403) return "elsewhere";
    throw error;
  } finally {
    s3.destroy();
  }
};
