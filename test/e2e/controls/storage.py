"""Section 3: storage."""

import json
from typing import Any

from registry import Account, Verdict, all_of, control


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def buckets(account: Account) -> list[str]:
    return [bucket["Name"] for bucket in account.client("s3").list_buckets()["Buckets"]]


def denies_http(statement: dict[str, Any], bucket: str) -> bool:
    """Everyone is denied every action on the bucket and all its objects where the request came over HTTP."""
    return (
        statement["Effect"] == "Deny"
        and statement.get("Principal") in ("*", {"AWS": "*"})
        and "s3:*" in as_list(statement["Action"])
        and {f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"} <= set(as_list(statement["Resource"]))
        and statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}
    )


@control("cis-aws-7.0:3.1.1")
def every_bucket_denies_http(account: Account) -> Verdict:
    s3 = account.client("s3")
    policies = {name: json.loads(s3.get_bucket_policy(Bucket=name)["Policy"])["Statement"] for name in buckets(account)}
    denying = {name: any(denies_http(statement, name) for statement in statements) for name, statements in policies.items()}
    return all_of(list(denying.values()), bool), denying


@control("cis-aws-7.0:3.1.3")
def macie_discovers(account: Account) -> Verdict:
    """Macie is on and a job looks through buckets: switched on alone it classifies nothing."""
    session = account.client("macie2").get_macie_session()["status"]
    jobs = [job["name"] for job in account.listed("macie2", "list_classification_jobs", "items") if job["jobStatus"] not in ("CANCELLED", "USER_PAUSED")]
    return session == "ENABLED" and bool(jobs), {"session": session, "jobs": jobs}


@control("cis-aws-7.0:3.1.4")
def public_access_blocked(account: Account) -> Verdict:
    """All four settings are on for the account and for each bucket."""
    s3 = account.client("s3")
    whole = account.client("s3control").get_public_access_block(AccountId=account.id)["PublicAccessBlockConfiguration"]
    each = {name: s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"] for name in buckets(account)}
    settings = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    blocked = {name: all(block.get(setting) for setting in settings) for name, block in {"account": whole, **each}.items()}
    return len(each) > 0 and all(blocked.values()), blocked
