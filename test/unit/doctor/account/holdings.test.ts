import { readHoldings } from "../../../../scripts/doctor/account/holdings";
import { MemoryStore } from "../../../support/memory-store";

const environment = { name: "dev", homeRegion: "eu-west-1" };
const state = (type: string, attributes: object, mode = "managed") => new TextEncoder().encode(JSON.stringify({ resources: [{ mode, type, instances: [{ attributes }] }] }));

describe("what the states hold", () => {
  it("by id, ARN and name, and by the region of the stack", async () => {
    const store = new MemoryStore();
    await store.create("dev-audit.tfstate", state("aws_cloudtrail", { id: "trail", arn: "arn:aws:cloudtrail:x" }));
    await store.create("dev-detection-eu-north-1.tfstate", state("aws_securityhub_account", { id: "100000000001" }));
    const { holds } = await readHoldings(store, environment);
    expect([holds("aws_cloudtrail", "trail"), holds("aws_cloudtrail", "arn:aws:cloudtrail:x", "eu-west-1"), holds("aws_kms_key", "trail")]).toEqual([true, true, false]);
    expect([holds("aws_securityhub_account", "100000000001", "eu-north-1"), holds("aws_securityhub_account", "100000000001", "eu-west-1")]).toEqual([true, false]);
  });

  it("not what is only looked up", async () => {
    const store = new MemoryStore();
    await store.create("dev-audit.tfstate", state("aws_cloudtrail", { id: "trail" }, "data"));
    expect((await readHoldings(store, environment)).holds("aws_cloudtrail", "trail")).toBe(false);
  });

  it("nothing where the account was never bootstrapped; any other fault is passed on", async () => {
    const failing = (name: string) => Object.assign(new MemoryStore(), { list: () => Promise.reject(Object.assign(new Error(name), { name })) });
    expect((await readHoldings(failing("NoSuchBucket"), environment)).holds("aws_cloudtrail", "trail")).toBe(false);
    await expect(readHoldings(failing("AccessDenied"), environment)).rejects.toThrow("AccessDenied");
  });
});
