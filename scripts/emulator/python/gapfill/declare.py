"""The words in which a service file says what it answers. Everything else follows from botocore's API model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Members = Mapping[str, Any]


@dataclass(frozen=True)
class Context:
    """Who asks, where and when."""

    account: str
    region: str
    now: datetime


# A value, or a function that makes it for one request.
Value = Any | Callable[[Context], Any]


@dataclass(frozen=True)
class Operation:
    """One API operation on a resource. Its kind is the name of its class."""

    name: str
    # Request members that name the resource, where they are not its identifier. One member may hold its ARN.
    by: tuple[str, ...] | None = None
    # Member of the answer that holds the resource, or the list of them; None: the answer is the resource.
    under: str | None = None
    # Fields that this operation sets whatever the request says.
    sets: Members = field(default_factory=dict)


class Create(Operation):
    pass


class Read(Operation):
    pass


class Update(Operation):
    pass


class Delete(Operation):
    pass


@dataclass(frozen=True)
class ListAll(Operation):
    # Request member -> field that has to equal it. Members of the identifier filter by themselves.
    filters: Members = field(default_factory=dict)


# The records of a kind of resource of the service, by key.
Records = Callable[[str], dict[tuple[str, ...], dict[str, Any]]]


@dataclass(frozen=True)
class Special(Operation):
    """What the words above cannot say, such as one request on many resources."""

    # (request, records, context) -> answer.
    answers: Callable[[Members, Records, Context], dict[str, Any]] = lambda _request, _records, _context: {}


@dataclass(frozen=True)
class Resource:
    kind: str
    operations: tuple[Operation, ...]
    # Request members that name it, its parent's first. Empty: there is one in each account and region, from the start.
    identifier: tuple[str, ...] = ()
    # What follows `arn:aws:<service>:<region>:<account>:`, with {request members}; kept in the field `arn_field`.
    arn: str | None = None
    arn_field: str = "arn"
    # Request member -> name of the field in answers, where they differ.
    fields: Mapping[str, str] = field(default_factory=dict)
    # Fields that AWS sets at creation unless the request does.
    defaults: Mapping[str, Value] = field(default_factory=dict)
    # Members of the identifier that AWS makes up.
    generated: Mapping[str, Value] = field(default_factory=dict)
    # Timestamps that move with every change.
    touched: tuple[str, ...] = ()
    # Kind of the resource that it belongs to and goes away with.
    parent: str | None = None
    # Fields left out of the answers when they have this value, as AWS leaves out what is not set.
    absent: Members = field(default_factory=dict)
    # There under every name from the start, as the settings are that AWS knows by an id.
    preset: bool = False
    # Request member that holds resources to make along with this one -> their kind.
    children: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tagging:
    """Operations that tag any resource of the service by its ARN; tags are a map or a list of pairs, as the model has them."""

    tag: str
    untag: str
    list: str
    arn: str = "resourceArn"
    tags: str = "tags"
    keys: str = "tagKeys"
    # (context, ARN) -> what moto has under an ARN that is none of ours; moto keeps tags in the attribute `tags`.
    held_by_moto: Callable[[Context, str], Any] | None = None


@dataclass(frozen=True)
class Errors:
    """The service's own names of the common errors."""

    not_found: str = "ResourceNotFoundException"
    exists: str = "ConflictException"
    invalid: str = "ValidationException"


@dataclass(frozen=True)
class Service:
    # As botocore names it: the API model.
    name: str
    resources: tuple[Resource, ...]
    # As credential scopes and ARNs name it.
    signing_name: str
    tagging: Tagging | None = None
    errors: Errors = field(default_factory=Errors)
    # One state for all regions, as IAM has.
    is_global: bool = False
