"""What exists: records by account, region and kind of resource."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

Key = tuple[str, ...]
Record = dict[str, Any]
Place = tuple[str, str, str]

_kinds: defaultdict[tuple[Place, str], dict[Key, Record]] = defaultdict(dict)


def records(place: Place, kind: str) -> dict[Key, Record]:
    """The records of one kind in one (service, account, region), for reading and changing."""
    return _kinds[(place, kind)]


def clear() -> None:
    _kinds.clear()
