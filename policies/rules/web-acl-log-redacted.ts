import { blocksAt, descend, fail, hasReference, pass, unknown } from "../attributes";
import type { Rule } from "../rule";

const secretHeaders = ["authorization", "cookie"];

export const webAclLogRedacted: Rule = {
  id: "web-acl-log-redacted",
  title: "The log of a Web ACL holds neither credentials nor sessions",
  risk: "high",
  types: ["aws_wafv2_web_acl_logging_configuration"],
  source: "AWS WAF Developer Guide, 'Logging': redacted fields; OWASP Logging Cheat Sheet, 'Data to exclude'",
  remedy: "Add redacted_fields with single_header authorization and single_header cookie.",
  evaluate: (configuration) => {
    const fields = blocksAt(configuration, "redacted_fields");
    if (fields === undefined) return unknown("redacted_fields is not known yet");
    const redacted = fields.map((field) => String(descend(field, "single_header.name")).toLowerCase());
    const missing = secretHeaders.filter((header) => !redacted.includes(header));
    if (missing.length === 0) return pass;
    return hasReference(fields) ? unknown("redacted_fields is not known yet") : fail(`${missing.join(" and ")} would be logged in clear`);
  },
};
