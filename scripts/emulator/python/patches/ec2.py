"""EC2: a network ACL association that has been replaced already.

moto fails with an exception; AWS says InvalidAssociationID.NotFound, which the provider knows how to go on from.
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclAssociation.html
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

MODULE = "moto.ec2.models.network_acls"


def patch(module: ModuleType) -> None:
    from moto.ec2.exceptions import InvalidAssociationIdError

    backend: Any = module.NetworkAclBackend  # type: ignore[attr-defined]
    replace = backend.replace_network_acl_association

    def replace_network_acl_association(self: Any, association_id: str, network_acl_id: str) -> Any:
        if not any(association_id in acl._associations for acl in self.network_acls.values()):
            raise InvalidAssociationIdError(association_id)
        return replace(self, association_id, network_acl_id)

    backend.replace_network_acl_association = replace_network_acl_association
