"""What creating, reading, listing, updating, deleting and tagging mean, the same for every service."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from . import state
from .declare import Context, Create, Delete, ListAll, Operation, Read, Resource, Service, Special, Tagging, Update
from .errors import ServiceError
from .state import Key, Place, Record

Members = dict[str, Any]


def handle(service: Service, resource: Resource, operation: Operation, request: Members, output: Any, context: Context) -> Members:
    """The answer of one operation; changes the state as the operation says."""
    place = (service.name, context.account, "" if service.is_global else context.region)
    if isinstance(operation, Special):
        return operation.answers(request, lambda kind: state.records(place, kind), context)
    room = _Room(service, resource, place, context)
    if isinstance(operation, Create):
        return answer(operation, room.create(operation, request), output, resource)
    if isinstance(operation, ListAll):
        return answer_list(operation, room.matching(operation, request), output, resource)
    key, record = room.find(operation, request)
    if isinstance(operation, Update):
        room.change(record, operation, request)
    elif isinstance(operation, Delete):
        record = {**record, **operation.sets}
        room.remove(key)
    elif not isinstance(operation, Read):
        raise TypeError(f"{type(operation).__name__} is no kind of operation")
    return answer(operation, record, output, resource)


class _Room:
    """The records of one kind of resource in one place."""

    def __init__(self, service: Service, resource: Resource, place: Place, context: Context) -> None:
        self._service = service
        self._resource = resource
        self._place = place
        self._context = context
        self._records = state.records(place, resource.kind)
        if not resource.identifier and () not in self._records:
            self._records[()] = self._defaults()

    def create(self, operation: Operation, request: Members) -> Record:
        resource = self._resource
        made_up = {name: self._value(value) for name, value in resource.generated.items()}
        named = {**request, **made_up}
        key = tuple(str(named[name]) for name in resource.identifier)
        if key in self._records:
            raise self._error(self._service.errors.exists, "already exists", key)
        self._require_parent(key)
        record = {**self._defaults(), **self._fields(request), **self._fields(made_up), **operation.sets}
        record.update(dict.fromkeys(resource.touched, self._context.now))
        if resource.arn is not None:
            record[resource.arn_field] = self._arn(named)
        self._records[key] = record
        self._create_children(request, key)
        return record

    def find(self, operation: Operation, request: Members) -> tuple[Key, Record]:
        key = tuple(str(request.get(name, "")) for name in operation.by or self._resource.identifier)
        if key in self._records:
            return key, self._records[key]
        if len(key) == 1:
            for known, record in self._records.items():
                if record.get(self._resource.arn_field) == key[0]:
                    return known, record
        if self._resource.preset:
            return key, self._records.setdefault(key, {**self._defaults(), **self._fields(dict(zip(self._resource.identifier, key)))})
        raise self._error(self._service.errors.not_found, "does not exist", key)

    def matching(self, operation: ListAll, request: Members) -> list[Record]:
        """Those whose identifier and filtered fields equal what the request names of them, in order of creation."""
        wanted = [(index, str(request[name])) for index, name in enumerate(self._resource.identifier) if name in request]
        fields = [(field, request[member]) for member, field in operation.filters.items() if member in request]
        return [
            record
            for key, record in self._records.items()
            if all(key[index] == value for index, value in wanted) and all(record.get(name) == value for name, value in fields)
        ]

    def change(self, record: Record, operation: Operation, request: Members) -> None:
        names = operation.by or self._resource.identifier
        record.update(self._fields({name: value for name, value in request.items() if name not in names}))
        record.update(operation.sets)
        record.update(dict.fromkeys(self._resource.touched, self._context.now))

    def remove(self, key: Key) -> None:
        del self._records[key]
        for child in self._service.resources:
            if child.parent == self._resource.kind:
                children = state.records(self._place, child.kind)
                for child_key in [known for known in children if known[: len(key)] == key]:
                    del children[child_key]

    def _create_children(self, request: Members, key: Key) -> None:
        for member, kind in self._resource.children.items():
            child = next(known for known in self._service.resources if known.kind == kind)
            names = dict(zip(child.identifier, key))
            for described in request.get(member, []):
                _Room(self._service, child, self._place, self._context).create(Create("inline"), {**names, **described})

    def _require_parent(self, key: Key) -> None:
        parent = next((known for known in self._service.resources if known.kind == self._resource.parent), None)
        if parent is not None:
            parent_key = key[: len(parent.identifier)]
            if parent_key not in state.records(self._place, parent.kind):
                raise self._error(self._service.errors.not_found, "does not exist", parent_key, parent.kind)

    def _fields(self, members: Mapping[str, Any]) -> Record:
        """A copy under the names that answers use."""
        names = self._resource.fields
        return {names.get(name, name): copy.deepcopy(value) for name, value in members.items() if value is not None}

    def _defaults(self) -> Record:
        return {name: self._value(value) for name, value in self._resource.defaults.items()}

    def _value(self, value: Any) -> Any:
        return value(self._context) if callable(value) else copy.deepcopy(value)

    def _arn(self, members: Members) -> str:
        region = "" if self._service.is_global else self._context.region
        tail = (self._resource.arn or "").format(**members)
        return f"arn:aws:{self._service.signing_name}:{region}:{self._context.account}:{tail}"

    def _error(self, code: str, what: str, key: Key, kind: str | None = None) -> ServiceError:
        name = "/".join(key)
        return ServiceError(code, f"{kind or self._resource.kind} {name} {what}.", kind or self._resource.kind, name)


def answer(operation: Operation, record: Record, output: Any, resource: Resource) -> Members:
    if output is None:
        return {}
    shown = without_absent(record, resource)
    result = project(shown, output)
    if operation.under is not None:
        result[operation.under] = project(shown, output.members[operation.under])
    return result


def answer_list(operation: ListAll, found: list[Record], output: Any, resource: Resource) -> Members:
    if operation.under is None:
        raise TypeError(f"{operation.name} does not say which member of its answer holds the list")
    shape = output.members[operation.under].member
    return {operation.under: [project(without_absent(record, resource), shape) for record in found]}


def without_absent(record: Record, resource: Resource) -> Record:
    return {name: value for name, value in record.items() if name not in resource.absent or resource.absent[name] != value}


def project(value: Any, shape: Any) -> Any:
    """The part of a value that the shape has: so every field that was sent comes back where the API can say it."""
    if shape.type_name == "structure" and isinstance(value, Mapping):
        return {name: project(value[name], member) for name, member in shape.members.items() if value.get(name) is not None}
    if shape.type_name == "list" and isinstance(value, list):
        return [project(member, shape.member) for member in value]
    if shape.type_name == "map" and isinstance(value, Mapping):
        return {key: project(member, shape.value) for key, member in value.items()}
    return value


def handle_tags(service: Service, tagging: Tagging, operation_name: str, request: Members, context: Context) -> Members:
    place = (service.name, context.account, "" if service.is_global else context.region)
    arn = request[tagging.arn]
    record, member = _tagged(service, place, arn), tagging.tags
    if record is None and tagging.held_by_moto is not None:
        held = tagging.held_by_moto(context, arn)
        record, member = None if held is None else vars(held), "tags"
    if record is None:
        raise ServiceError(service.errors.not_found, f"{arn} does not exist.", "resource", arn)
    tags = record.get(member)
    if operation_name == tagging.list:
        return {tagging.tags: tags if tags is not None else {}}
    if operation_name == tagging.tag:
        record[member] = merge_tags(tags, request[tagging.tags])
    else:
        record[member] = without_tags(tags, request[tagging.keys])
    return {}


def _tagged(service: Service, place: Place, arn: str) -> Record | None:
    for resource in service.resources:
        for record in state.records(place, resource.kind).values():
            if resource.arn is not None and record.get(resource.arn_field) == arn:
                return record
    return None


def merge_tags(old: Any, new: Any) -> Any:
    """Tags are a map in some services, in others a list of pairs under Key and Value or key and value."""
    if isinstance(new, Mapping):
        return {**(old or {}), **new}
    replaced = {_tag_key(pair) for pair in new}
    return [pair for pair in old or [] if _tag_key(pair) not in replaced] + list(new)


def without_tags(old: Any, keys: list[str]) -> Any:
    if isinstance(old, Mapping):
        return {key: value for key, value in old.items() if key not in keys}
    return [pair for pair in old or [] if _tag_key(pair) not in keys]


def _tag_key(pair: Mapping[str, str]) -> str:
    return pair.get("Key") or pair.get("key") or pair.get("TagKey") or ""
