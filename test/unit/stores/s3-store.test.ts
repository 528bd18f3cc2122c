import { AlreadyExists, S3Store } from "../../../scripts/stores";
import { FakeAws } from "../../support/fake-aws";

const aws = new FakeAws();
beforeAll(aws.start);
afterAll(aws.stop);
beforeEach(() => {
  aws.objects.clear();
  aws.instead = () => undefined;
});

describe("a store in a bucket", () => {
  test("creates once, and leaves what is there as it was", async () => {
    const store = new S3Store("bucket", aws.session());
    await store.create("a/b", Buffer.from("one"));
    await expect(store.create("a/b", Buffer.from("two"))).rejects.toBeInstanceOf(AlreadyExists);
    await expect(store.create("a/b", Buffer.from("one"))).rejects.toBeInstanceOf(AlreadyExists);
    expect(Buffer.from((await store.get("a/b"))!).toString()).toBe("one");
    expect(await store.list("a/")).toEqual(["a/b"]);
    await store.remove("a/b");
    expect(await store.get("a/b")).toBeUndefined();
  });

  test("an object whose creation was answered by an error is its own when the SDK tries again, and nobody else's", async () => {
    let lost = 0;
    aws.instead = ({ method }) => (method === "PUT" && lost++ === 0 ? 503 : undefined);
    const store = new S3Store("bucket", aws.session());
    await store.create("lock", Buffer.from("mine"));
    expect(lost).toBe(2);
    lost = 0;
    await expect(store.create("lock", Buffer.from("theirs"))).rejects.toBeInstanceOf(AlreadyExists);
  });

  test("signs with keys that have not ended, also when it was opened with some that have", async () => {
    const keys = () => aws.requests.at(-1)!.headers.authorization;
    let given = 0;
    // Ended already: the SDK asks for others before each request.
    const renewed = async () => ({ accessKeyId: `KEY${++given}`, secretAccessKey: "s", expiration: new Date("2026-01-01T00:00:00Z") });
    const store = new S3Store("bucket", { ...aws.session(), renewed });
    await store.get("key");
    expect(keys()).toContain(`Credential=KEY${given}/`);
    const before = given;
    await store.get("key");
    expect(given).toBeGreaterThan(before);
    expect(keys()).toContain(`Credential=KEY${given}/`);
  });

  test("says what a person can do where nothing answers", async () => {
    const gone = new FakeAws();
    await gone.start();
    const session = gone.session();
    await gone.stop();
    const call = new S3Store("bucket", session).get("key");
    await expect(call).rejects.toMatchObject({ exitCode: 3, fault: { id: "endpoint-unreachable", where: "s3://bucket/key", remedy: expect.stringContaining("npm start") } });

  });
});
