"""EC2: route tables that are added to or removed from a gateway endpoint later.

moto routes to the prefix list only for the tables that the endpoint is created with, and cannot delete an endpoint that
was given others. On AWS the route comes and goes with the association.
https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

MODULE = "moto.ec2.models.vpcs"


def patch(module: ModuleType) -> None:
    backend: Any = module.VPCBackend  # type: ignore[attr-defined]
    modify = backend.modify_vpc_endpoint

    def modify_vpc_endpoint(self: Any, vpc_id: str, *args: Any, **named: Any) -> Any:
        endpoint = self.describe_vpc_endpoints(vpc_end_point_ids=[vpc_id])[0]
        before = list(endpoint.route_table_ids or [])
        result = modify(self, vpc_id, *args, **named)
        if endpoint.vpc_endpoint_type.lower() == "gateway":
            after = list(endpoint.route_table_ids or [])
            for table in set(after) - set(before):
                self.create_route(table, None, gateway_id=endpoint.id, destination_prefix_list_id=endpoint.destination_prefix_list_id)
            for table in set(before) - set(after):
                self.delete_route(table, endpoint.destination_prefix_list_id)
        return result

    backend.modify_vpc_endpoint = modify_vpc_endpoint
