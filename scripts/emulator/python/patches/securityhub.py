"""Security Hub: UpdateSecurityHubConfiguration, which moto lacks, so that the provider cannot make an account.

https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_UpdateSecurityHubConfiguration.html
"""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

MODULE = "moto.securityhub.responses"


def patch(module: ModuleType) -> None:
    from moto.securityhub import models

    backend: Any = models.SecurityHubBackend
    describe = backend.describe_hub

    def describe_hub(self: Any, hub_arn: str | None = None) -> dict[str, Any]:
        return {**describe(self, hub_arn=hub_arn), **getattr(self, "configuration", {})}

    def update_security_hub_configuration(self: Any) -> str:
        asked = json.loads(self.body)
        hub = self.securityhub_backend
        describe(hub)
        hub.configuration = {**getattr(hub, "configuration", {}), **asked}
        return "{}"

    backend.describe_hub = describe_hub
    module.SecurityHubResponse.update_security_hub_configuration = update_security_hub_configuration  # type: ignore[attr-defined]
