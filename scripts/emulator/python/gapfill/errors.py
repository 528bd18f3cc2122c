"""Errors that a service answers with, as AWS does: a client sees the exception class of the API model."""

from __future__ import annotations


class ServiceError(Exception):
    def __init__(self, code: str, message: str, resource_type: str = "", resource_id: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        # Members that many modelled errors require; the serializer takes them by name.
        self.resourceId = resource_id
        self.resourceType = resource_type
