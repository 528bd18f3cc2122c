import { faultsOf, faultsWith, goodFiles } from "./inputs";

describe("an environment file", () => {
  it("is accepted when it is good", () => {
    expect(faultsOf({})).toEqual([]);
  });

  it.each([
    ["wrong type", { deletionProtection: "yes" }, /prod\.ts: deletionProtection: is text, must be true or false -> set deletionProtection: true: stateful/],
    ["wrong type of a number", { approvals: "2" }, /prod\.ts: approvals: is text, must be a number -> .*reviewers, other than the author/],
    ["fraction", { approvals: 1.5 }, /approvals: is a number with a fraction, must be a whole number/],
    ["too large", { approvals: 7 }, /approvals: 7 is too large: at most 6/],
    ["missing", { owner: undefined }, /owner: is missing -> set owner: team that owns the environment/],
    ["unknown key", { deletonProtection: true }, /deletonProtection: is not a key that is known here -> did you mean deletionProtection\?/],
    ["unknown nested key", { network: { cidr: "10.3.0.0/16", natGateway: "none" } }, /network\.natGateway: .* -> did you mean natGateways\?/],
    ["unknown key near nothing", { zzz: 1 }, /zzz: .* -> remove it; known here: name, stage,/],
    ["misspelt choice", { classification: "confidental" }, /classification: "confidental" is not allowed -> did you mean confidential\?/],
    ["other partition", { partition: "aws-cn" }, /partition: "aws-cn": only the partition aws is supported/],
    ["region", { homeRegion: "frankfurt" }, /homeRegion: "frankfurt" is not an AWS region name such as eu-central-1/],
    ["block", { network: { cidr: "10.3.0.0" } }, /network\.cidr: "10\.3\.0\.0" is not an IPv4 block such as/],
    ["zones", { network: { cidr: "10.3.0.0/16", zones: 4 } }, /network\.zones: 4 is not allowed -> write one of 2 \| 3/],
    ["log retention that CloudWatch lacks", { edge: { logRetentionDays: 100 } }, /edge\.logRetentionDays: 100 is not allowed -> write one of 1 \| 3 \|/],
    ["e-mail", { alertEmail: "nobody" }, /alertEmail: "nobody" is not an e-mail address/],
    ["ownership mode", { ownership: { cloudTrail: { mode: "adpt" } } }, /ownership\.cloudTrail\.mode: "adpt" is not allowed -> did you mean adopt\?/],
    ["ownership without what it needs", { ownership: { logArchive: { mode: "external", bucketName: "b" } } }, /ownership\.logArchive\.accountId: is missing -> .*account that holds it/],
    ["block without evidence", { edge: { rules: { sqlInjection: { action: "block" } } } }, /edge\.rules\.sqlInjection\.evidence: is missing -> .*count phase/],
    ["account id", { accountId: "12" }, /accountId: "12" is not a 12-digit AWS account id/],
  ])("with %s is refused by file, key, problem and remedy", (_, change, expected) => {
    const faults = faultsWith("prod", change);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^environments\/prod\.ts: /);
    expect(faults[0]).toMatch(expected);
  });

  it.each([["nothing", undefined], ["text", "dev"], ["a list", []], ["null", null]])("that exports %s is refused in words", (_, value) => {
    expect(faultsOf({ files: { dev: value } })).toEqual([expect.stringMatching(/^environments\/dev\.ts: \(whole file\): is /)]);
  });

  it("has all its faults reported at once, in every file", () => {
    const files = goodFiles();
    const faults = faultsOf({ files: { dev: { ...files.dev, stage: "devel", owner: 3 }, prod: { ...files.prod, approvals: -1 } } });
    expect(faults.map((fault) => fault.split(": ").slice(0, 2).join(" "))).toEqual([
      "environments/dev.ts stage",
      "environments/dev.ts owner",
      "environments/prod.ts approvals",
    ]);
  });

  it("keeps long values out of messages", () => {
    expect(faultsWith("dev", { homeRegion: "x".repeat(500) })[0]?.length).toBeLessThan(250);
  });
});

describe("the organisation", () => {
  it.each([
    ["prefix", { prefix: "Port_Cullis" }, /organisation\.ts: prefix: "Port_Cullis" must be 1 to 12/],
    ["repository", { repository: "castle" }, /repository: "castle" must be a GitHub repository, owner\/name/],
    ["account id", { accountIds: { dev: "1", staging: "100000000002", prod: "100000000003" } }, /accountIds\.dev: "1" is not a 12-digit/],
    ["empty wave", { order: [["dev"], [], ["staging"], ["prod"]] }, /order\[1\]: \[\] is too small: at least 1 entries/],
    ["ordered twice", { order: [["dev"], ["staging", "dev"], ["prod"]] }, /order: names dev twice/],
    ["ordered without a file", { order: [["dev"], ["staging"], ["prod", "qa"]] }, /order: names qa, but there is no environments\/qa\.ts/],
    ["not ordered", { order: [["dev"], ["prod"]] }, /order: does not name staging/],
  ])("with a faulty %s is refused", (_, change, expected) => {
    expect(faultsOf({ organisation: change })).toEqual([expect.stringMatching(expected)]);
  });

  it("that has an account for an environment nobody ordered is refused", () => {
    const accountIds = { dev: "100000000001", staging: "100000000002", prod: "100000000003", qa: "100000000004" };
    expect(faultsOf({ organisation: { accountIds } })).toEqual([expect.stringMatching(/order: does not name qa/)]);
  });
});
