import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The handlers are what Lambda runs as they are: plain JavaScript without types. */
interface Evaluation {
  readonly ComplianceResourceType: string;
  readonly ComplianceResourceId: string;
  readonly ComplianceType: string;
  readonly Annotation?: string;
  readonly OrderingTimestamp: Date;
}
type Evaluate = (event: object, edge: { readonly iam: object; readonly config: object }) => Promise<{ readonly evaluations: number; readonly violations: number }>;
const { evaluate } = jest.requireActual<{ evaluate: Evaluate }>("../../../../modules/config-rules/lambda/evaluate.mjs");

interface Recorded {
  readonly users: readonly { readonly UserName: string }[];
  readonly accessKeys: Readonly<Record<string, readonly object[]>>;
  readonly serverCertificates: readonly object[];
  readonly entities: object;
}
const recorded = JSON.parse(readFileSync(join(__dirname, "../../../fixtures/iam-inventory.json"), "utf8")) as Recorded;

const event = (check: string, parameters: object = {}, change: object = {}) => ({
  accountId: "100000000001",
  resultToken: "token",
  ruleParameters: JSON.stringify({ check, ...parameters }),
  invokingEvent: JSON.stringify({ awsAccountId: "100000000001", notificationCreationTime: "2026-11-22T06:00:00.000Z", messageType: "ScheduledNotification" }),
  ...change,
});

/** Calls the function on what IAM answered, and collects what AWS Config is told, call by call. */
const run = async (call: object, inventory: Partial<Recorded> = {}) => {
  const { users, accessKeys, serverCertificates, entities } = { ...recorded, ...inventory };
  const calls: { readonly token: string; readonly evaluations: readonly Evaluation[] }[] = [];
  const iam = {
    users: async () => users,
    accessKeys: async (name: string) => accessKeys[name] ?? [],
    serverCertificates: async () => serverCertificates,
    entitiesOf: async () => entities,
  };
  const config = { putEvaluations: async (token: string, evaluations: readonly Evaluation[]) => void calls.push({ token, evaluations }) };
  const answer = await evaluate(call, { iam, config });
  return { answer, calls, evaluations: calls.flatMap(({ evaluations }) => evaluations) };
};

describe("one active access key", () => {
  const call = event("one-active-access-key", { maximumActiveKeys: "1" });

  test("a user with two active keys is told by name; inactive keys do not count", async () => {
    const { evaluations, answer } = await run(call);
    expect(evaluations.map(({ ComplianceResourceType, ComplianceResourceId, ComplianceType }) => [ComplianceResourceType, ComplianceResourceId, ComplianceType])).toEqual([
      ["AWS::IAM::User", "AIDAEXAMPLEALICE00001", "NON_COMPLIANT"],
      ["AWS::IAM::User", "AIDAEXAMPLEBOB0000002", "COMPLIANT"],
      ["AWS::IAM::User", "AIDAEXAMPLECAROL00003", "COMPLIANT"],
    ]);
    expect(evaluations[0]?.Annotation).toBe("alice has 2 active access keys; 1 may be active");
    expect(answer).toMatchObject({ evaluations: 3, violations: 1 });
  });

  test("where there are no users the account is not applicable", async () => {
    const { evaluations } = await run(call, { users: [] });
    expect(evaluations).toEqual([expect.objectContaining({ ComplianceResourceType: "AWS::::Account", ComplianceResourceId: "100000000001", ComplianceType: "NOT_APPLICABLE" })]);
  });

  test("AWS Config is told a hundred at a time, all under the token of the call", async () => {
    const users = Array.from({ length: 250 }, (_, index) => ({ UserName: `user${index}`, UserId: `AIDA${index}` }));
    const { calls } = await run(call, { users });
    expect(calls.map(({ evaluations }) => evaluations.length)).toEqual([100, 100, 50]);
    expect(new Set(calls.map(({ token }) => token))).toEqual(new Set(["token"]));
  });
});

describe("no expired server certificate", () => {
  test("an expired one is told, one that lives is not", async () => {
    const { evaluations } = await run(event("no-expired-server-certificate", { daysBeforeExpiry: "0" }));
    expect(evaluations).toEqual([expect.objectContaining({ ComplianceResourceType: "AWS::::Account", ComplianceType: "NON_COMPLIANT", Annotation: "Expired: old-shop" })]);
  });

  test("one that expires within the days given is told as well", async () => {
    const { evaluations } = await run(event("no-expired-server-certificate", { daysBeforeExpiry: "30" }));
    expect(evaluations[0]?.Annotation).toBe("Expired: old-shop, shop");
  });

  test("none is compliant, without words", async () => {
    const { evaluations } = await run(event("no-expired-server-certificate", { daysBeforeExpiry: "0" }), { serverCertificates: [] });
    expect(evaluations[0]).toMatchObject({ ComplianceType: "COMPLIANT" });
    expect(evaluations[0]).not.toHaveProperty("Annotation");
  });
});

describe("CloudShell access", () => {
  test("whoever holds the policy is told: users, groups and roles", async () => {
    const { evaluations } = await run(event("cloudshell-access-restricted"));
    expect(evaluations[0]).toMatchObject({ ComplianceType: "NON_COMPLIANT", Annotation: "AWSCloudShellFullAccess: user alice, group developers, role operator" });
  });

  test("a named role may hold it, a user never", async () => {
    const onlyRole = { entities: { users: [], groups: [], roles: ["operator"] } };
    const allowed = { allowedRoles: "auditor, operator" };
    expect((await run(event("cloudshell-access-restricted", allowed), onlyRole)).evaluations[0]?.ComplianceType).toBe("COMPLIANT");
    expect((await run(event("cloudshell-access-restricted", allowed), { entities: { users: ["operator"], groups: [], roles: [] } })).evaluations[0]?.ComplianceType).toBe("NON_COMPLIANT");
  });

  test("an annotation is cut to what AWS Config takes", async () => {
    const roles = Array.from({ length: 60 }, (_, index) => `role-number-${index}`);
    const { evaluations } = await run(event("cloudshell-access-restricted"), { entities: { users: [], groups: [], roles } });
    expect(evaluations[0]?.Annotation).toHaveLength(256);
    expect(evaluations[0]?.Annotation).toMatch(/…$/);
  });
});

describe("the function", () => {
  test("the same call twice is answered the same, as of the time of the call", async () => {
    const call = event("one-active-access-key", { maximumActiveKeys: "1" });
    const [first, second] = [await run(call), await run(call)];
    expect(second.evaluations).toEqual(first.evaluations);
    expect(first.evaluations[0]?.OrderingTimestamp).toEqual(new Date("2026-11-22T06:00:00.000Z"));
  });

  test("nothing is told where IAM fails", async () => {
    const told: unknown[] = [];
    const edge = {
      iam: { users: () => Promise.reject(new Error("Throttling")) },
      config: { putEvaluations: async (...call: unknown[]) => void told.push(call) },
    };
    await expect(evaluate(event("one-active-access-key"), edge)).rejects.toThrow("Throttling");
    expect(told).toEqual([]);
  });

  test.each([
    ["an unknown check", event("no-such-check"), /There is no check "no-such-check"; there are cloudshell/],
    ["a check of an object's own", event("toString"), /There is no check "toString"/],
    ["no parameters", event("x", {}, { ruleParameters: undefined }), /There is no check undefined/],
    ["another message", event("one-active-access-key", {}, { invokingEvent: '{"messageType":"ConfigurationItemChangeNotification"}' }), /evaluated once a day/],
  ])("%s is refused", async (_what, call, problem) => {
    await expect(run(call)).rejects.toThrow(problem);
  });
});
