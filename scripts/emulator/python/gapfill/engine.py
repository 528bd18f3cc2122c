"""Routes a request to the service file that answers it, and holds request and answer against the API model."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from datetime import datetime, timezone
from typing import Any

from faults import Fault

from . import services, state
from .declare import Context, Operation, Resource, Service
from .errors import ServiceError
from .handlers import handle, handle_tags
from .protocol import Answer, Call, understand
from .validation import problems

_by_signing_name: defaultdict[str, list[Service]] = defaultdict(list)


def load() -> None:
    """Finds every service file. API models are read at a service's first request."""
    for module_info in pkgutil.iter_modules(services.__path__):
        register(importlib.import_module(f"{services.__name__}.{module_info.name}").SERVICE)


def register(service: Service) -> None:
    _by_signing_name[service.signing_name].append(service)


def model_names(signing_name: str) -> list[str]:
    """botocore's names of the services that sign so and have a file here."""
    return [service.name for service in _by_signing_name.get(signing_name, [])]


def reset() -> None:
    state.clear()


def answer(environ: dict[str, Any], scope: Any) -> Answer | None:
    """None where no service file has the operation: then moto is asked."""
    for service in _by_signing_name.get(scope.service, []):
        call = understand(environ, service.name)
        if call is None:
            continue
        name = str(call.operation.name)
        declared = _declared(service, name)
        if declared is not None or name in _tag_operations(service):
            return _answer(service, declared, name, call, Context(scope.account, scope.region, datetime.now(timezone.utc)))
    return None


def _answer(service: Service, declared: tuple[Resource, Operation] | None, name: str, call: Call, context: Context) -> Answer:
    try:
        request = call.members()
        wrong = problems(request, call.operation.input_shape)
        if wrong:
            raise ServiceError(service.errors.invalid, "; ".join(wrong))
        if declared is not None:
            result = handle(service, *declared, request, call.operation.output_shape, context)
        else:
            assert service.tagging is not None
            result = handle_tags(service, service.tagging, name, request, context)
    except ServiceError as error:
        return call.answer(error)
    # An answer that a client could not read is our defect: better said here than guessed at there.
    wrong = problems(result, call.operation.output_shape)
    if wrong:
        raise Fault.defect(f"{service.name}:{name}", ValueError(f"the answer is not what the API model says: {'; '.join(wrong)}"))
    return call.answer(result)


def _declared(service: Service, name: str) -> tuple[Resource, Operation] | None:
    for resource in service.resources:
        for operation in resource.operations:
            if operation.name == name:
                return resource, operation
    return None


def _tag_operations(service: Service) -> tuple[str, ...]:
    return () if service.tagging is None else (service.tagging.tag, service.tagging.untag, service.tagging.list)
