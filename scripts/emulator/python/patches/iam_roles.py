"""IAM: a list of roles that stays as it was while it is read.

Every request to any service looks its caller's role up, and requests to two services run at the same time here: a role that was made
meanwhile made moto fail with "dictionary changed size during iteration".
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

MODULE = "moto.iam.models"


def patch(module: ModuleType) -> None:
    backend: Any = module.IAMBackend
    backend.get_roles = lambda self: list(self.roles.values())
