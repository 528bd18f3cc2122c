"""Lambda: where a function logs, and how, which moto forgets; and changes of what it does not change.

https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

MODULE = "moto.awslambda.models"
# Members that are kept as they are sent, with the attribute that moto has for them, if any.
KEPT = {"LoggingConfig": "portcullis_logging", "TracingConfig": "tracing_config", "DeadLetterConfig": "portcullis_dead_letters"}


def patch(module: ModuleType) -> None:
    function: Any = module.LambdaFunction  # type: ignore[attr-defined]
    init, get_configuration, update_configuration = function.__init__, function.get_configuration, function.update_configuration

    def __init__(self: Any, account_id: str, spec: dict[str, Any], *rest: Any, **named: Any) -> None:
        init(self, account_id, spec, *rest, **named)
        keep(self, spec)

    def configuration(self: Any, on_create: bool = False) -> dict[str, Any]:
        told = dict(get_configuration(self, on_create))
        told.update({member: getattr(self, name) for member, name in KEPT.items() if getattr(self, name, None)})
        return told

    def update(self: Any, config_updates: dict[str, Any]) -> dict[str, Any]:
        keep(self, config_updates)
        return dict(update_configuration(self, config_updates))

    function.__init__ = __init__
    function.get_configuration = configuration
    function.update_configuration = update


def keep(function: Any, members: dict[str, Any]) -> None:
    for member, name in KEPT.items():
        if member in members:
            setattr(function, name, members[member])
