import { environments, names, organisation, stackId } from "../../../environments";

const longest = { name: "a".repeat(12), accountId: "123456789012" };

describe("names by convention", () => {
  it("give a stack its id, with a region only where it is of a region", () => {
    expect(stackId({ name: "dev" }, "audit")).toBe("dev-audit");
    expect(stackId({ name: "dev" }, "network", "eu-west-1")).toBe("dev-network-eu-west-1");
  });

  it("stay within the limits of AWS at the longest prefix and name", () => {
    const given = names({ prefix: "p".repeat(12) }, longest);
    const buckets = [given.stateBucket, given.bundleBucket, given.accessLogBucket, given.logArchiveBucket, given.ledgerBucket, given.evidenceBucket, given.toolsBucket, given.applicationStateBucket];
    expect(Math.max(...buckets.map((name) => name.length))).toBeLessThanOrEqual(63);
    expect(buckets.every((name) => /^[a-z0-9][a-z0-9-]+[a-z0-9]$/.test(name))).toBe(true);
    expect(Math.max(given.planRole.length, given.applyRole.length, given.deployRole("a".repeat(18), longest.name).length, given.deployPlanRole("a".repeat(13), longest.name).length)).toBeLessThanOrEqual(64);
    expect(given.webAclLogGroup).toMatch(/^aws-waf-logs-/);
  });

  it("differ between environments", () => {
    const all = environments.flatMap((environment) => {
      const { stateBucket, bundleBucket, planRoleArn, applyRoleArn, boundaryArn, ledgerBucket } = names(organisation, environment);
      return [stateBucket, bundleBucket, planRoleArn, applyRoleArn, boundaryArn, ledgerBucket];
    });
    expect(new Set(all).size).toBe(all.length);
  });
});
