"""S3: conditions of bucket policies, the key format of access logs, and the retention of an object.

moto ignores `Condition`: the usual "deny unless TLS" statement would answer 403 to everything, the state included.
Statements that deny under a condition are left out when a policy is evaluated; the policy itself is stored whole.
It keeps `TargetObjectKeyFormat` of access logging but never says it, and answers GetObjectRetention with the object.
https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html
https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectRetention.html
"""

from __future__ import annotations

import json
from types import ModuleType, SimpleNamespace
from typing import Any

from botocore.utils import parse_timestamp

MODULE = "moto.s3.responses"


def patch(module: ModuleType) -> None:
    from moto.s3.models import FakeBucket

    patch_policies(FakeBucket)
    patch_logging(module)
    patch_retention(module)


def patch_policies(bucket_class: Any) -> None:
    evaluate = bucket_class.get_permission

    def get_permission(self: Any, action: str, resource: str) -> Any:
        policy = None if self.policy is None else without_conditional_denies(self.policy)
        return evaluate(SimpleNamespace(policy=policy), action, resource)

    bucket_class.get_permission = get_permission


def without_conditional_denies(policy: bytes) -> bytes:
    document = json.loads(policy)
    statements = document.get("Statement", [])
    if isinstance(statements, dict):
        statements = [statements]
    kept = [statement for statement in statements if not (statement.get("Effect") == "Deny" and "Condition" in statement)]
    return json.dumps({**document, "Statement": kept}).encode()


def patch_logging(module: Any) -> None:
    def get_bucket_logging(self: Any) -> Any:
        kept = self.backend.get_bucket_logging(self.bucket_name)
        enabled = {name: kept[name] for name in ("TargetBucket", "TargetPrefix") if name in kept}
        key_format = kept.get("TargetObjectKeyFormat")
        if key_format is not None:
            # An empty element (SimplePrefix) was read as None.
            enabled["TargetObjectKeyFormat"] = {name: value or {} for name, value in key_format.items()}
        if kept.get("TargetGrants"):
            enabled["TargetGrants"] = [described_grant(grant) for grant in kept["TargetGrants"]]
        self.data["Action"] = "GetBucketLogging"
        return self.serialized(module.ActionResult({"LoggingEnabled": enabled} if kept else {}))

    module.S3Response.get_bucket_logging = get_bucket_logging


def described_grant(grant: Any) -> dict[str, Any]:
    grantee = grant.grantees[0]
    described = {"Type": grantee.type, "URI": grantee.uri, "ID": grantee.id, "DisplayName": grantee.display_name}
    return {"Grantee": described, "Permission": grant.permissions[0]}


def patch_retention(module: Any) -> None:
    answer_get = module.S3Response._key_response_get

    def key_response_get(self: Any, query: dict[str, Any], key_name: str) -> Any:
        return get_object_retention(self) if "retention" in query else answer_get(self, query, key_name)

    def get_object_retention(self: Any) -> Any:
        key, _ = self._get_key()
        self.data["Action"] = "GetObjectRetention"
        if not key.lock_mode:
            raise module.S3ClientError("NoSuchObjectLockConfiguration", "The specified object does not have a ObjectLock configuration")
        until = parse_timestamp(key.lock_until)
        return self.serialized(module.ActionResult({"Retention": {"Mode": key.lock_mode, "RetainUntilDate": until}}))

    module.S3Response._key_response_get = key_response_get
