"""Macie: off until it is switched on, and UpdateMacieSession, which moto lacks.

https://docs.aws.amazon.com/macie/latest/APIReference/macie.html
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

MODULE = "moto.macie2.responses"


def patch(module: ModuleType) -> None:
    from moto.macie2 import models

    backend: Any = models.MacieBackend
    init = backend.__init__

    def init_disabled(self: Any, region_name: str, account_id: str) -> None:
        init(self, region_name, account_id)
        self.macie_session = None

    def update_macie_session(self: Any) -> str:
        session = self.macie_backend.macie_session or {}
        frequency = self._get_param("findingPublishingFrequency") or session.get("findingPublishingFrequency", "FIFTEEN_MINUTES")
        self.macie_backend.enable_macie(frequency, self._get_param("status") or session.get("status", "ENABLED"))
        return "{}"

    backend.__init__ = init_disabled
    module.MacieResponse.update_macie_session = update_macie_session  # type: ignore[attr-defined]
