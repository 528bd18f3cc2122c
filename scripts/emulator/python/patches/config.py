"""AWS Config: rules in Guard (owner CUSTOM_POLICY), which moto does not know. As on AWS their text is told by
GetCustomRulePolicy alone. And a recorder that was imported is put with an exclusion of nothing, which moto takes for an exclusion.

https://docs.aws.amazon.com/config/latest/APIReference/API_CustomPolicyDetails.html
https://docs.aws.amazon.com/config/latest/APIReference/API_ExclusionByResourceTypes.html (`resourceTypes` is optional)
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

MODULE = "moto.config.models"
OWNER = "CUSTOM_POLICY"


def patch(module: ModuleType) -> None:
    source: Any = module.Source  # type: ignore[attr-defined]
    init, to_dict = source.__init__, source.to_dict

    def __init__(self: Any, account_id: str, region: str, owner: str, source_identifier: str = "", **members: Any) -> None:
        policy = members.pop("custom_policy_details", None)
        if owner != OWNER:
            init(self, account_id, region, owner, source_identifier, **members)
            return
        # What a source without a policy is, then what makes it one.
        init(self, account_id, region, "AWS", next(iter(module.MANAGED_RULES_CONSTRAINTS)))  # type: ignore[attr-defined]
        self.owner = owner
        self.source_identifier = None
        self.source_details = [module.SourceDetail(**module.convert_to_class_args(detail)) for detail in members["source_details"]]  # type: ignore[attr-defined]
        self.portcullis_policy = dict(policy or {})

    def told(self: Any) -> dict[str, Any]:
        policy = getattr(self, "portcullis_policy", None)
        if policy is None:
            return dict(to_dict(self))
        return {
            "Owner": self.owner,
            "SourceDetails": [detail.to_dict() for detail in self.source_details],
            "CustomPolicyDetails": {name: value for name, value in policy.items() if name != "PolicyText"},
        }

    backend: Any = module.ConfigBackend  # type: ignore[attr-defined]
    put = backend.put_configuration_recorder

    def put_configuration_recorder(self: Any, config_recorder: dict[str, Any]) -> None:
        group = config_recorder.get("recordingGroup") or {}
        if "exclusionByResourceTypes" in group and not (group["exclusionByResourceTypes"] or {}).get("resourceTypes"):
            del group["exclusionByResourceTypes"]
        put(self, config_recorder)

    source.__init__ = __init__
    source.to_dict = told
    backend.put_configuration_recorder = put_configuration_recorder
