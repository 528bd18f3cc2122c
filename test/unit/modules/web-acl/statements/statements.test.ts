import {
  and, asnMatch, byteMatch, geoMatch, ipSet, labelMatch, managedRuleGroup, not, or, rateBased, regexMatch, regexPatternSet, ruleGroupReference,
  sizeConstraint, sqliMatch, xssMatch, type FieldToMatch, type Statement,
} from "../../../../../modules/web-acl";

const arn = "arn:aws:wafv2:eu-central-1:111111111111:regional/ipset/a/1";
const uri = { fieldToMatch: "uriPath" } as const;
const forwardedIp = { headerName: "x-forwarded-for", fallbackBehavior: "NO_MATCH" } as const;
const label = labelMatch({ key: "a:b", scope: "LABEL" });
const written = { label_match_statement: { key: "a:b", scope: "LABEL" } };
const none = [{ priority: 0, type: "NONE" }];
const onUri = { field_to_match: { uri_path: {} }, text_transformation: none };

test.each<[string, Statement, object]>([
  ["byteMatch", byteMatch({ searchString: "${jndi:", positionalConstraint: "CONTAINS", ...uri }), { byte_match_statement: { search_string: "$${jndi:", positional_constraint: "CONTAINS", ...onUri } }],
  ["regexMatch", regexMatch({ regexString: "^%{a$", ...uri }), { regex_match_statement: { regex_string: "^%%{a$", ...onUri } }],
  ["regexPatternSet", regexPatternSet({ arn, ...uri }), { regex_pattern_set_reference_statement: { arn, ...onUri } }],
  ["sqliMatch", sqliMatch(uri), { sqli_match_statement: { sensitivity_level: "LOW", ...onUri } }],
  ["xssMatch", xssMatch(uri), { xss_match_statement: onUri }],
  ["sizeConstraint", sizeConstraint({ size: 1, comparisonOperator: "GE", ...uri }), { size_constraint_statement: { size: 1, comparison_operator: "GE", ...onUri } }],
  ["labelMatch", label, written],
  ["geoMatch", geoMatch({ countryCodes: ["DE"] }), { geo_match_statement: { country_codes: ["DE"] } }],
  ["geoMatch, forwarded", geoMatch({ countryCodes: ["DE"], forwardedIp }), { geo_match_statement: { country_codes: ["DE"], forwarded_ip_config: { header_name: "x-forwarded-for", fallback_behavior: "NO_MATCH" } } }],
  ["asnMatch", asnMatch({ asnList: [64500] }), { asn_match_statement: { asn_list: [64500] } }],
  ["ipSet", ipSet({ arn }), { ip_set_reference_statement: { arn } }],
  ["ipSet, forwarded", ipSet({ arn, forwardedIp: { ...forwardedIp, position: "ANY" } }), { ip_set_reference_statement: { arn, ip_set_forwarded_ip_config: { header_name: "x-forwarded-for", fallback_behavior: "NO_MATCH", position: "ANY" } } }],
  ["and", and(label, not(label)), { and_statement: { statement: [written, { not_statement: { statement: [written] } }] } }],
  ["or", or(label, label), { or_statement: { statement: [written, written] } }],
  ["rateBased", rateBased({ limit: 2000 }), { rate_based_statement: { limit: 2000, evaluation_window_sec: 300, aggregate_key_type: "IP" } }],
  ["rateBased, everything", rateBased({ limit: 10, evaluationWindowSec: 60, aggregate: "constant", scopeDown: label }), { rate_based_statement: { limit: 10, evaluation_window_sec: 60, aggregate_key_type: "CONSTANT", scope_down_statement: written } }],
  ["rateBased, forwarded", rateBased({ limit: 10, aggregate: { forwardedIp } }), { rate_based_statement: { limit: 10, evaluation_window_sec: 300, aggregate_key_type: "FORWARDED_IP", forwarded_ip_config: { header_name: "x-forwarded-for", fallback_behavior: "NO_MATCH" } } }],
  ["managedRuleGroup", managedRuleGroup({ name: "Group", capacity: 1 }), { managed_rule_group_statement: { vendor_name: "AWS", name: "Group" } }],
  ["managedRuleGroup, in full", managedRuleGroup({ name: "Group", vendorName: "Other", version: "Version_1.0", capacity: 1, ruleActionOverrides: [{ name: "Rule", action: "count" }], scopeDown: label }),
    { managed_rule_group_statement: { vendor_name: "Other", name: "Group", version: "Version_1.0", rule_action_override: [{ name: "Rule", action_to_use: { count: {} } }], scope_down_statement: written } }],
  ["ruleGroupReference", ruleGroupReference({ arn, capacity: 1, ruleActionOverrides: [{ name: "Rule", action: "block" }] }), { rule_group_reference_statement: { arn, rule_action_override: [{ name: "Rule", action_to_use: { block: {} } }] } }],
])("%s is written as Terraform reads it", (_name, statement, block) => {
  expect(statement.block).toEqual(block);
  expect(statement.faults).toEqual([]);
});

const parts = { matchScope: "ALL", oversizeHandling: "MATCH" } as const;
test.each<[FieldToMatch, object]>([
  ["method", { method: {} }],
  ["queryString", { query_string: {} }],
  ["allQueryArguments", { all_query_arguments: {} }],
  [{ singleHeader: "user-agent" }, { single_header: { name: "user-agent" } }],
  [{ singleQueryArgument: "q" }, { single_query_argument: { name: "q" } }],
  [{ body: { oversizeHandling: "MATCH" } }, { body: { oversize_handling: "MATCH" } }],
  [{ jsonBody: { ...parts, invalidFallbackBehavior: "EVALUATE_AS_STRING" } }, { json_body: { match_scope: "ALL", oversize_handling: "MATCH", invalid_fallback_behavior: "EVALUATE_AS_STRING", match_pattern: { all: {} } } }],
  [{ jsonBody: { ...parts, invalidFallbackBehavior: "MATCH", includedPaths: ["/a/b"] } }, { json_body: { match_scope: "ALL", oversize_handling: "MATCH", invalid_fallback_behavior: "MATCH", match_pattern: { included_paths: ["/a/b"] } } }],
  [{ headers: parts }, { headers: { match_scope: "ALL", oversize_handling: "MATCH", match_pattern: { all: {} } } }],
  [{ headers: { ...parts, included: ["a"] } }, { headers: { match_scope: "ALL", oversize_handling: "MATCH", match_pattern: { included_headers: ["a"] } } }],
  [{ cookies: { ...parts, excluded: ["a"] } }, { cookies: { match_scope: "ALL", oversize_handling: "MATCH", match_pattern: { excluded_cookies: ["a"] } } }],
  [{ headerOrder: { oversizeHandling: "CONTINUE" } }, { header_order: { oversize_handling: "CONTINUE" } }],
  [{ ja3Fingerprint: { fallbackBehavior: "MATCH" } }, { ja3_fingerprint: { fallback_behavior: "MATCH" } }],
  [{ uriFragment: { fallbackBehavior: "MATCH" } }, { uri_fragment: { fallback_behavior: "MATCH" } }],
])("the field %j", (fieldToMatch, block) => {
  expect(xssMatch({ fieldToMatch }).block["xss_match_statement"]).toMatchObject({ field_to_match: block });
});

test("transformations keep their order", () => {
  expect(xssMatch({ ...uri, textTransformations: ["URL_DECODE", "LOWERCASE"] }).block["xss_match_statement"]).toMatchObject({
    text_transformation: [{ priority: 0, type: "URL_DECODE" }, { priority: 1, type: "LOWERCASE" }],
  });
});

test("every key of a rate is written", () => {
  const keys = rateBased({ limit: 10, aggregate: { keys: ["forwardedIp", "httpMethod", { cookie: "c" }, { queryString: true, textTransformations: ["LOWERCASE"] }, { labelNamespace: "a:" }] } });
  expect(keys.block["rate_based_statement"]).toMatchObject({
    aggregate_key_type: "CUSTOM_KEYS",
    custom_key: [
      { forwarded_ip: {} },
      { http_method: {} },
      { cookie: { name: "c", text_transformation: none } },
      { query_string: { text_transformation: [{ priority: 0, type: "LOWERCASE" }] } },
      { label_namespace: { namespace: "a:" } },
    ],
  });
});

const deep = not(not(not(label)));
test.each<[string, Statement, string]>([
  ["an empty text", byteMatch({ searchString: "", positionalConstraint: "EXACTLY", ...uri }), "A search string has 0 bytes."],
  ["a text of 201 bytes in 101 letters", byteMatch({ searchString: `a${"ü".repeat(100)}`, positionalConstraint: "EXACTLY", ...uri }), "A search string has 201 bytes."],
  ["a long regular expression", regexMatch({ regexString: "a".repeat(201), ...uri }), "A regular expression has 201 characters."],
  ["a header in capitals", xssMatch({ fieldToMatch: { singleHeader: "User-Agent" } }), "The name User-Agent has capital letters."],
  ["logic four deep", or(label, not(deep)), "nests and, or, not 5 deep"],
  ["a fault inside and", and(label, regexMatch({ regexString: "", ...uri })), "A regular expression has 0 characters."],
  ["a low limit", rateBased({ limit: 9 }), "the limit 9"],
  ["too many keys", rateBased({ limit: 10, aggregate: { keys: ["ip", "httpMethod", { cookie: "a" }, { cookie: "b" }, { cookie: "c" }, { cookie: "d" }] } }), "counts by 6 keys"],
  ["all requests together", rateBased({ limit: 10, aggregate: "constant" }), "counts every request together"],
  ["a deep scope-down statement", rateBased({ limit: 10, scopeDown: deep }), "A scope-down statement nests and, or, not 3 deep."],
  ["a fault in a managed group's scope", managedRuleGroup({ name: "g", capacity: 1, scopeDown: deep }), "A scope-down statement nests and, or, not 3 deep."],
  ["101 overrides", ruleGroupReference({ arn, capacity: 1, ruleActionOverrides: Array.from({ length: 101 }, (_, i) => ({ name: `r${i}`, action: "count" as const })) }), "101 overrides"],
])("%s is a fault", (_name, statement, problem) => {
  expect(statement.faults.map((fault) => fault.problem).join(" ")).toContain(problem);
});

test("the compiler refuses what no builder made, and groups and rates inside logic", () => {
  const group = managedRuleGroup({ name: "g", capacity: 1 });
  // Each line fails to compile without the error that it expects; `npm run types` sees to it.
  // @ts-expect-error a raw object carries no brand
  const raw: Statement = { block: { geo_match_statement: { country_codes: ["DE"] } }, capacity: 1, depth: 0, faults: [] };
  // @ts-expect-error a rule group cannot be negated
  const negated = not(group);
  // @ts-expect-error a rate cannot be combined
  const combined = and(label, rateBased({ limit: 10 }));
  // @ts-expect-error one statement is no conjunction
  const alone = (): Statement => and(label);
  // @ts-expect-error body inspection must say what happens beyond the limit
  const careless = xssMatch({ fieldToMatch: { body: {} } });
  expect([raw, negated, combined, alone, careless]).toHaveLength(5);
});
