"""CloudTrail: members of an organisation see its trails.

DescribeTrails of moto answers with the account's own trails only.
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

MODULE = "moto.cloudtrail.models"


def patch(module: ModuleType) -> None:
    backend_class: Any = module.CloudTrailBackend
    describe = backend_class.describe_trails

    def describe_trails(self: Any, include_shadow_trails: bool) -> list[Any]:
        own = list(describe(self, include_shadow_trails))
        return own + (organization_trails(module, self) if include_shadow_trails else [])

    backend_class.describe_trails = describe_trails


def organization_trails(module: ModuleType, backend: Any) -> list[Any]:
    from moto.organizations.models import organizations_backends

    management_account, _ = organizations_backends.master_accounts.get(backend.account_id, (None, None))
    if management_account is None or management_account == backend.account_id:
        return []
    regional_backends = module.cloudtrail_backends[management_account].values()
    trails = [trail for regional in regional_backends for trail in regional.trails.values() if trail.is_org_trail]
    return [trail for trail in trails if trail.is_multi_region or trail.region_name == backend.region_name]
