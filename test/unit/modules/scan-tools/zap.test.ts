import { parse } from "yaml";
import { zapBaseline } from "../../../../modules/scan-tools/tools/zap-baseline";
import { zapFull } from "../../../../modules/scan-tools/tools/zap-full";
import { zapPlan } from "../../../../modules/scan-tools/zap/plan";
import { activeRules, passiveRules } from "../../../../modules/scan-tools/zap/rules";

const address = "https://orders.dev.example.org";
const place = { pipeline: "castle-prod-orders", languages: ["node"], address, settings: {} } as const;
const planOf = (isActive: boolean) => parse(zapPlan(address, { name: "zap", isActive, limitMinutes: 1 }), { version: "1.1" });
const typesOf = (isActive: boolean): readonly string[] => planOf(isActive).jobs.map(({ type }: { type: string }) => type);

test("the baseline follows links and judges answers; the full scan attacks as well", () => {
  expect(typesOf(false)).toEqual(["passiveScan-config", "spider", "passiveScan-wait", "report"]);
  expect(typesOf(true)).toEqual(["passiveScan-config", "spider", "passiveScan-wait", "activeScan", "passiveScan-wait", "report"]);
});

test("YAML 1.1 reads what was meant: all rules are off but those that are named", () => {
  const [config, , , attack] = planOf(true).jobs;
  expect(config).toMatchObject({ parameters: { disableAllRules: true, scanOnlyInScope: true }, rules: passiveRules.map((id) => ({ id, threshold: "medium" })) });
  expect(attack.policyDefinition).toEqual({ defaultStrength: "medium", defaultThreshold: "off", rules: activeRules.map((id) => ({ id, strength: "medium", threshold: "medium" })) });
});

test("no job ends early as if all had been seen", () => {
  const limits = JSON.stringify(planOf(true).jobs).match(/"max(Rule|Scan)?Duration(InMins)?":\d+/g);
  expect(limits).toHaveLength(5);
  expect(limits!.every((limit) => limit.endsWith(":0"))).toBe(true);
  expect(planOf(true).env.parameters).toMatchObject({ failOnError: true, failOnWarning: true, continueOnFailure: false });
});

test("only the host that was named is in the context", () => {
  const [{ urls, excludePaths }] = planOf(true).env.contexts;
  // As ZAP builds the context (ContextWrapper.java): each pattern is matched with the whole address.
  const matches = (url: string) => (pattern: string) => new RegExp(`^(?:${pattern})$`).test(url);
  const isIn = (url: string) => urls.map((each: string) => `${each}.*`).some(matches(url)) && !excludePaths.some(matches(url));
  expect([`${address}/`, `${address}/a?b=c`].every(isIn)).toBe(true);
  expect([`${address}.attacker.example/`, "https://ordersXdev.example.org/", "http://orders.dev.example.org/", "https://example.org/"].some(isIn)).toBe(false);
});

test("no rule is named twice, and the record and the gate count the same", () => {
  for (const rules of [passiveRules, activeRules]) expect(new Set(rules).size).toBe(rules.length);
  expect(zapBaseline.reports[0]!.minimumRules).toBe(passiveRules.length);
  expect(zapFull.reports[0]!.minimumRules).toBe(passiveRules.length + activeRules.length);
  expect(zapFull.scan(place).join("\n")).toContain(`--rules ${passiveRules.length + activeRules.length} `);
});

test.each([zapBaseline, zapFull])("$name: version, address and program agree", (tool) => {
  const { version, downloads, scan } = tool;
  expect(downloads).toMatchObject([{ url: expect.stringContaining(`/v${version}/ZAP_${version}_Linux.tar.gz`) }]);
  expect(scan(place).join("\n")).toContain(`ZAP_${version}/zap.sh`);
  expect(scan(place).join("\n")).toContain(`--tool-version ${version} `);
});

test("the full scan looks only where it is asked for", () => {
  expect([zapBaseline.isOptional ?? false, zapFull.isOptional]).toEqual([false, true]);
});
