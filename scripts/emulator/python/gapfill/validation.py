"""Checks values against the shapes of an API model: botocore's own validator, then what it leaves to the service."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from botocore.validate import ParamValidator


def problems(value: Any, shape: Any) -> list[str]:
    """What is wrong with the value; empty where nothing is. Required members, types and ranges, then enums, lengths, patterns."""
    if shape is None:
        return []
    report = ParamValidator().validate(value, shape)
    if report.has_errors():
        return [report.generate_report()]
    return list(_constraints(value, shape, shape.name))


def _constraints(value: Any, shape: Any, path: str) -> Iterator[str]:
    if shape.type_name == "structure":
        for name, member in value.items():
            if name in shape.members:
                yield from _constraints(member, shape.members[name], f"{path}.{name}")
    elif shape.type_name == "list":
        yield from _size(value, shape, path)
        for index, member in enumerate(value):
            yield from _constraints(member, shape.member, f"{path}[{index}]")
    elif shape.type_name == "map":
        yield from _size(value, shape, path)
        for key, member in value.items():
            yield from _constraints(key, shape.key, f"{path} key")
            yield from _constraints(member, shape.value, f"{path}.{key}")
    elif shape.type_name == "string":
        yield from _size(value, shape, path)
        yield from _string(value, shape, path)


def _size(value: Any, shape: Any, path: str) -> Iterator[str]:
    most = shape.metadata.get("max")
    if most is not None and len(value) > most:
        yield f"{path} is longer than {most}"


def _string(value: str, shape: Any, path: str) -> Iterator[str]:
    enum = shape.metadata.get("enum")
    if enum and value not in enum:
        yield f"{path} is {value!r}, not one of {', '.join(enum)}"
    pattern = _compiled(shape.metadata.get("pattern"))
    if pattern is not None and pattern.fullmatch(value) is None:
        yield f"{path} does not match {pattern.pattern}"


@lru_cache(maxsize=None)
def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    """None also for a pattern that Python cannot read, such as one with \\p{L}: models have Java's."""
    try:
        return re.compile(pattern) if pattern else None
    except re.error:
        return None
