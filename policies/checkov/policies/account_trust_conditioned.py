import json
import re

from portcullis_policy import Policy, flattened

account = re.compile(r"^(\d{12}|arn:aws[\w-]*:iam::\d{12}:root|\*)$")


def role(principal, **more):
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal, **more}
    return {"aws_iam_role": {"name": "canary", "assume_role_policy": json.dumps({"Version": "2012-10-17", "Statement": [statement]})}}


root = {"AWS": "arn:aws:iam::111111111111:root"}


class AccountTrustConditioned(Policy):
    """IAM User Guide, "AWS JSON policy elements: Principal": an account as principal is everyone whom that account lets; CKV_AWS_61 reads no condition."""

    id = "CKV_PORTCULLIS_ACCOUNT_TRUST_CONDITIONED"
    title = "A role that trusts a whole account says by a condition whom it means"
    remedy = "Name the role that may take it, or add a condition: aws:PrincipalArn, aws:MultiFactorAuthPresent, sts:ExternalId."
    types = ("aws_iam_role",)
    violations = (role(root), role({"AWS": ["arn:aws:iam::111111111111:role/a", "222222222222"]}), role("*"), role(root, Condition={}))
    compliant = (
        role({"AWS": "arn:aws:iam::111111111111:role/a"}),
        role({"Service": "lambda.amazonaws.com"}),
        role(root, Condition={"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111111111111:role/a"}}),
    )

    def holds(self, resource):
        document = resource.document("assume_role_policy")
        return document is not None and all(statement.get("Condition") for statement in flattened(document.get("Statement")) if trusts_an_account(statement))


def trusts_an_account(statement):
    principal = statement.get("Principal")
    named = flattened(principal.get("AWS") if isinstance(principal, dict) else principal)
    return statement.get("Effect") == "Allow" and any(account.match(str(each)) for each in named)


check = AccountTrustConditioned()
