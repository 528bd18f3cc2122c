from portcullis_policy import Policy

secret_headers = {"authorization", "cookie"}


def logging(*headers):
    return {"aws_wafv2_web_acl_logging_configuration": {"resource_arn": "arn", "redacted_fields": [{"single_header": [{"name": name}]} for name in headers]}}


class WebAclLogRedacted(Policy):
    """AWS WAF Developer Guide, "Logging AWS WAF protection pack traffic"; OWASP Logging Cheat Sheet, "Data to exclude"."""

    id = "CKV_PORTCULLIS_WEB_ACL_LOG_REDACTED"
    title = "The log of a Web ACL holds neither credentials nor sessions"
    remedy = "Add redacted_fields with single_header authorization and single_header cookie."
    types = ("aws_wafv2_web_acl_logging_configuration",)
    violations = (logging(), logging("authorization"))
    compliant = (logging("authorization", "cookie"), logging("Cookie", "Authorization", "x-token"))

    def holds(self, resource):
        return secret_headers <= {str(field.block("single_header").value("name")).lower() for field in resource.blocks("redacted_fields")}


check = WebAclLogRedacted()
