"""GuardDuty: features of a detector.

A detector has every feature from the start, and UpdateDetector changes those that it names; moto forgets all others.
https://docs.aws.amazon.com/guardduty/latest/APIReference/API_UpdateDetector.html
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

MODULE = "moto.guardduty.models"


def patch(module: ModuleType) -> None:
    detector: Any = module.Detector  # type: ignore[attr-defined]
    update = detector.update

    def update_merged(self: Any, enable: Any, frequency: Any, data_sources: Any, features: list[dict[str, Any]] | None) -> None:
        update(self, enable, frequency, data_sources, None if features is None else merged(self.features, features))

    detector.update = update_merged


def merged(before: list[dict[str, Any]], change: list[dict[str, Any]]) -> list[dict[str, Any]]:
    named = {feature["name"]: feature for feature in before}
    for feature in change:
        named[feature["name"]] = {**named.get(feature["name"], {}), **feature}
    return list(named.values())
