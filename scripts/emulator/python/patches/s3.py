"""S3 bucket policies.

moto ignores `Condition`: the usual "deny unless TLS" statement would answer 403 to everything, the state included.
Statements that deny under a condition are left out when a policy is evaluated; the policy itself is stored whole.
"""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

MODULE = "moto.s3.models"


def patch(module: ModuleType) -> None:
    bucket_class: Any = module.FakeBucket
    original = bucket_class.get_permission

    def get_permission(self: Any, action: str, resource: str) -> Any:
        whole = self.policy
        if whole is None:
            return original(self, action, resource)
        evaluated = type("EvaluatedPolicy", (), {"policy": without_conditional_denies(whole)})()
        return original(evaluated, action, resource)

    bucket_class.get_permission = get_permission


def without_conditional_denies(policy: bytes) -> bytes:
    document = json.loads(policy)
    statements = document.get("Statement", [])
    if isinstance(statements, dict):
        statements = [statements]
    kept = [statement for statement in statements if not (statement.get("Effect") == "Deny" and "Condition" in statement)]
    return json.dumps({**document, "Statement": kept}).encode()
