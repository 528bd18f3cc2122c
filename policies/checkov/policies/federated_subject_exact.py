import json

from portcullis_policy import Policy, flattened

issuer = "token.actions.githubusercontent.com"


def role(condition):
    statement = {"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": f"arn:aws:iam::111111111111:oidc-provider/{issuer}"}, "Condition": condition}
    return {"aws_iam_role": {"name": "canary", "assume_role_policy": json.dumps({"Version": "2012-10-17", "Statement": [statement]})}}


audience = {f"{issuer}:aud": "sts.amazonaws.com"}
subject = {f"{issuer}:sub": "repo:example/infrastructure:environment:prod"}


class FederatedSubjectExact(Policy):
    """GitHub Docs, "Configuring OpenID Connect in Amazon Web Services": with a wildcard every branch, or every repository, can take the role."""

    id = "CKV_PORTCULLIS_FEDERATED_SUBJECT_EXACT"
    title = "GitHub's tokens are trusted for exact subjects only"
    risk = "critical"
    remedy = f"Compare {issuer}:aud and {issuer}:sub by StringEquals, with an environment as subject."
    types = ("aws_iam_role",)
    violations = (
        role({"StringEquals": audience}),
        role({"StringEquals": audience, "StringLike": {f"{issuer}:sub": "repo:example/infrastructure:*"}}),
        role({"StringEquals": subject}),
    )
    compliant = (role({"StringEquals": {**audience, **subject}}),)

    def holds(self, resource):
        document = resource.document("assume_role_policy") or {}
        return all(is_exact(statement) for statement in flattened(document.get("Statement")) if trusts_github(statement))


def trusts_github(statement):
    principal = statement.get("Principal")
    federated = flattened(principal.get("Federated")) if isinstance(principal, dict) else []
    return statement.get("Effect") == "Allow" and any(issuer in each or "aws_iam_openid_connect_provider." in each for each in federated)


def is_exact(statement):
    equals = statement.get("Condition", {}).get("StringEquals", {})
    claims = [flattened(equals.get(f"{issuer}:{claim}")) for claim in ("aud", "sub")]
    return all(claims) and not any("*" in value or "?" in value for values in claims for value in values)


check = FederatedSubjectExact()
