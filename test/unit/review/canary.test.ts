import { buildReview, buildStackReview, parsePlan, render, reviewFormats, reviewWithoutPlan } from "../../../scripts/review";
import { identity } from "./plans";

/** A value that only Terraform's mark gives away, and ones that only their own look gives away. */
const marked = "plain-canary-words";
const token = "ghp_CANARYcanaryCANARYcanaryCANARYcanary12";
const url = "postgres://app:canary-in-url@db/app";
const key = "-----BEGIN PRIVATE KEY-----\nCANARYkeyCANARYkey\n-----END PRIVATE KEY-----";

const leaves = { password: "canary-by-name", note: token, url, key, nested: [{ name: "API_TOKEN", value: "canary-beside-name" }], document: JSON.stringify({ deep: { client_secret: "canary-in-json", text: token } }), user_data: "canary-in-user-data", [token]: "x" };
const statement = { Sid: token, Effect: "Allow", Principal: { AWS: token }, Action: "s3:*", Resource: `arn:aws:s3:::a/${token}`, Condition: { StringEquals: { [`aws:${token}`]: url } } };
const values = (suffix: string) => ({
  ...leaves,
  secret_value: marked + suffix,
  copied: `copied from ${marked}`,
  policy: JSON.stringify({ Statement: [{ ...statement, Action: `s3:${suffix}` }] }),
  list: [marked + suffix, { inner: marked }],
});
const marks = { secret_value: true, list: [true, { inner: true }] };
const change = (actions: readonly string[], before: unknown, after: unknown) => ({ actions, before, after, after_unknown: { id: true }, before_sensitive: marks, after_sensitive: marks, replace_paths: [["note"], [token]] });
const resource = (address: string, actions: readonly string[], before: unknown, after: unknown, more = {}) => ({ address, mode: "managed", type: "aws_instance", name: "a", change: change(actions, before, after), ...more });

const everywhere = {
  format_version: "1.2",
  variables: { database: { value: `variable-${marked}` }, open: { value: token } },
  planned_values: { root_module: { resources: [{ values: values("x") }] } },
  prior_state: { values: { root_module: { resources: [{ values: values("y") }] } } },
  configuration: { provider_config: { aws: { expressions: { secret_key: { constant_value: token } } } }, root_module: { variables: { database: { sensitive: true } }, resources: [{ expressions: { note: { constant_value: `${marked}-constant` } } }] } },
  resource_changes: [
    resource("aws_instance.created", ["create"], null, values("1")),
    resource("aws_instance.updated", ["update"], values("1"), { ...values("2"), password: "canary-by-name-2", note: `${token}2`, url: `${url}2`, added: leaves, from_variable: `variable-${marked}` }),
    resource("aws_instance.replaced", ["delete", "create"], values("1"), { ...values("2"), note: "shown" }, { action_reason: token }),
    resource("aws_instance.deleted", ["delete"], values("1"), null, { deposed: token }),
    resource(`aws_instance.keyed["${token}"]`, ["no-op"], values("1"), values("1"), { previous_address: `aws_instance.old["${token}"]` }),
    resource("aws_instance.imported", ["no-op"], values("1"), values("1")),
    resource("data.aws_thing.read", ["read"], null, values("1"), { mode: "data" }),
    resource("aws_instance.unknown", ["update"], { note: token, list: [token], map: { [token]: token } }, {}, {}),
  ],
  output_changes: {
    marked: { actions: ["update"], before: `${marked}-a`, after: `${marked}-b`, after_unknown: false, before_sensitive: true, after_sensitive: true },
    plain: { actions: ["create"], before: null, after: { list: [leaves, marked] }, after_unknown: false, before_sensitive: false, after_sensitive: false },
    [token]: { actions: ["create"], before: null, after: token, after_unknown: false, before_sensitive: false, after_sensitive: false },
  },
  resource_drift: [resource(`aws_instance.drifted["${token}"]`, ["update"], values("1"), values("3"))],
  action_invocations: [{ address: `action.a["${token}"]`, type: token }],
};

const canaries = /canary/i;
const identifiers = [token, marked, "canary-in-url", "CANARYkey", "canary-by-name", "canary-beside-name", "canary-in-json", "canary-in-user-data"];

const plan = parsePlan(new TextEncoder().encode(JSON.stringify(everywhere)), "plan.json");
const stack = buildStackReview({
  plan,
  identity,
  findings: [
    { rule: "a-rule", risk: "high", result: "fail", address: "aws_instance.updated", reason: `the value ${marked}1 and ${token} and ${url}`, remedy: `do not write ${token}` },
    { rule: "b-rule", risk: "low", result: "fail", address: `aws_instance.keyed["${token}"]`, reason: "r", remedy: "m", waiver: "W-1" },
  ],
});
const review = buildReview({ title: "Review", stacks: [stack, reviewWithoutPlan(identity, "failed", `terraform said: ${token} and ${url}\n${key}`)] });

test("the plan that is reviewed holds every canary", () => {
  for (const identifier of identifiers) expect(JSON.stringify(everywhere)).toContain(identifier);
  expect(stack.counts).toEqual({ create: 1, update: 2, replace: 1, destroy: 1, import: 0, move: 1 });
});

test.each(reviewFormats)("no canary in %s", (format) => {
  for (const options of [{}, { maximumLength: 3000 }, { colour: true, columns: 40 }]) {
    const text = render(review, format, options);
    const found = text.split("\n").filter((line) => canaries.test(line));
    expect(found).toEqual([]);
    // A line broken by the terminal's width must not hide one from this test.
    expect(canaries.test(text.replace(/\s+/g, ""))).toBe(false);
    expect(text).toMatch(/updated|too long for a comment/);
  }
});
