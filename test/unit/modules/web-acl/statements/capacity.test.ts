import {
  and, asnMatch, byteMatch, geoMatch, ipSet, labelMatch, managedRuleGroup, not, or, rateBased, regexMatch, regexPatternSet, ruleGroupReference,
  sizeConstraint, sqliMatch, xssMatch, type Statement,
} from "../../../../../modules/web-acl";

const arn = "arn:aws:wafv2:eu-central-1:111111111111:regional/ipset/a/1";
const uri = { fieldToMatch: "uriPath" } as const;
const jsonBody = { fieldToMatch: { jsonBody: { matchScope: "ALL", invalidFallbackBehavior: "MATCH", oversizeHandling: "MATCH" } } } as const;
const forwardedIp = { headerName: "x-forwarded-for", fallbackBehavior: "MATCH" } as const;
const label = labelMatch({ key: "a:b", scope: "LABEL" });

/** Numbers of the AWS WAF Developer Guide, on the page of each rule statement. */
test.each<[string, Statement, number]>([
  ["geo", geoMatch({ countryCodes: ["DE", "FR"] }), 1],
  ["autonomous system", asnMatch({ asnList: [64500] }), 1],
  ["label", label, 1],
  ["size", sizeConstraint({ size: 8192, comparisonOperator: "GT", ...uri }), 1],
  ["IP set", ipSet({ arn }), 1],
  ["IP set, first forwarded address", ipSet({ arn, forwardedIp: { ...forwardedIp, position: "FIRST" } }), 1],
  ["IP set, any forwarded address", ipSet({ arn, forwardedIp: { ...forwardedIp, position: "ANY" } }), 5],
  ["text, exactly", byteMatch({ searchString: "a", positionalConstraint: "EXACTLY", ...uri }), 2],
  ["text, at the start", byteMatch({ searchString: "a", positionalConstraint: "STARTS_WITH", ...uri }), 2],
  ["text, at the end", byteMatch({ searchString: "a", positionalConstraint: "ENDS_WITH", ...uri }), 2],
  ["text, inside", byteMatch({ searchString: "a", positionalConstraint: "CONTAINS", ...uri }), 10],
  ["text, as a word", byteMatch({ searchString: "a", positionalConstraint: "CONTAINS_WORD", ...uri }), 10],
  ["regular expression", regexMatch({ regexString: "a", ...uri }), 3],
  ["set of regular expressions", regexPatternSet({ arn, ...uri }), 25],
  ["SQL injection, low", sqliMatch(uri), 20],
  ["SQL injection, high", sqliMatch({ sensitivityLevel: "HIGH", ...uri }), 30],
  ["cross-site scripting", xssMatch(uri), 40],
  ["NONE is free", xssMatch({ ...uri, textTransformations: ["NONE"] }), 40],
  ["two transformations", xssMatch({ ...uri, textTransformations: ["URL_DECODE", "LOWERCASE"] }), 60],
  ["all query arguments", xssMatch({ fieldToMatch: "allQueryArguments" }), 50],
  ["JSON body", xssMatch(jsonBody), 80],
  ["JSON body, transformed", sqliMatch({ ...jsonBody, textTransformations: ["LOWERCASE"] }), 50],
  ["and", and(label, xssMatch(uri)), 41],
  ["or", or(label, label, label), 3],
  ["not", not(xssMatch(uri)), 40],
  ["rate", rateBased({ limit: 100 }), 2],
  ["rate, scoped down", rateBased({ limit: 100, scopeDown: and(label, xssMatch(uri)) }), 43],
  ["rate by two keys", rateBased({ limit: 100, aggregate: { keys: ["ip", { uriPath: true }] } }), 62],
  ["rate by a transformed key", rateBased({ limit: 100, aggregate: { keys: [{ header: "x", textTransformations: ["LOWERCASE"] }] } }), 42],
  ["managed group", managedRuleGroup({ name: "AWSManagedRulesCommonRuleSet", capacity: 700 }), 700],
  ["managed group, scoped down", managedRuleGroup({ name: "AWSManagedRulesCommonRuleSet", capacity: 700, scopeDown: label }), 701],
  ["own group", ruleGroupReference({ arn, capacity: 120 }), 120],
])("%s", (_name, statement, units) => {
  expect(statement.capacity).toBe(units);
});
