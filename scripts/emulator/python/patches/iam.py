"""IAM: the permissions boundary of a user, the tags of a SAML provider, and credentials that a user does not have.

moto takes the boundary of a role alone, and forgets the tags of a SAML provider.
https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

MODULE = "moto.iam.responses"


def patch(module: ModuleType) -> None:
    responses: Any = module.IamResponse
    result: Any = module.ActionResult
    nothing: Any = module.EmptyResult
    create = responses.create_user
    create_provider = responses.create_saml_provider

    def create_user(self: Any) -> Any:
        answer = create(self)
        set_boundary(self)
        return answer

    def put_user_permissions_boundary(self: Any) -> Any:
        set_boundary(self)
        return nothing()

    def delete_user_permissions_boundary(self: Any) -> Any:
        self.backend.get_user(self._get_param("UserName")).permissions_boundary = None
        return nothing()

    def list_service_specific_credentials(self: Any) -> Any:
        return result({"ServiceSpecificCredentials": []})

    def create_saml_provider(self: Any) -> Any:
        answer = create_provider(self)
        self.backend.saml_providers[self._get_param("Name")].tags = list(self._get_param("Tags", []))
        return answer

    def tag_saml_provider(self: Any) -> Any:
        provider, new = provider_of(self), self._get_param("Tags", [])
        provider.tags = without(provider.tags, [tag["Key"] for tag in new]) + new
        return nothing()

    def untag_saml_provider(self: Any) -> Any:
        provider = provider_of(self)
        provider.tags = without(provider.tags, self._get_param("TagKeys", []))
        return nothing()

    def list_saml_provider_tags(self: Any) -> Any:
        return result({"Tags": provider_of(self).tags, "IsTruncated": False})

    for operation in (
        create_user,
        put_user_permissions_boundary,
        delete_user_permissions_boundary,
        list_service_specific_credentials,
        create_saml_provider,
        tag_saml_provider,
        untag_saml_provider,
        list_saml_provider_tags,
    ):
        setattr(responses, operation.__name__, operation)


def set_boundary(responses: Any) -> None:
    arn = responses._get_param("PermissionsBoundary")
    if arn:
        user = responses.backend.get_user(responses._get_param("UserName"))
        user.permissions_boundary = {"PermissionsBoundaryType": "PermissionsBoundaryPolicy", "PermissionsBoundaryArn": arn}


def provider_of(responses: Any) -> Any:
    return responses.backend.get_saml_provider(responses._get_param("SAMLProviderArn"))


def without(tags: list[dict[str, str]], keys: list[str]) -> list[dict[str, str]]:
    return [tag for tag in tags if tag["Key"] not in keys]
