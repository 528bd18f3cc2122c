"""KMS: the period of a key's rotation, which moto forgets.

https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html
"""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

MODULE = "moto.kms.responses"
DEFAULT_DAYS = 365


def patch(module: ModuleType) -> None:
    responses: Any = module.KmsResponse
    enable = responses.enable_key_rotation

    def enable_key_rotation(self: Any) -> str:
        answer = enable(self)
        rotated_key(self).portcullis_rotation_days = int(self._get_param("RotationPeriodInDays") or DEFAULT_DAYS)
        return str(answer)

    def get_key_rotation_status(self: Any) -> str:
        key_id = self._get_param("KeyId")
        self._validate_cmk_id(key_id)
        key = rotated_key(self)
        if not key.key_rotation_status:
            return json.dumps({"KeyId": key.id, "KeyRotationEnabled": False})
        days = getattr(key, "portcullis_rotation_days", DEFAULT_DAYS)
        return json.dumps({"KeyId": key.id, "KeyRotationEnabled": True, "RotationPeriodInDays": days})

    responses.enable_key_rotation = enable_key_rotation
    responses.get_key_rotation_status = get_key_rotation_status


def rotated_key(responses: Any) -> Any:
    backend = responses.kms_backend
    return backend.keys[backend.get_key_id(responses._get_param("KeyId"))]
