"""CloudTrail: names and ARNs of trails and topics.

DescribeTrails ignores `trailNameList`, so that a provider which asks for one trail of two fails; DeleteTrail by ARN does
nothing; a topic may be named by its ARN; HasInsightSelectors and HasCustomEventSelectors never say that there are any.
https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
"""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

MODULE = "moto.cloudtrail.responses"


def patch(module: ModuleType) -> None:
    from moto.cloudtrail import models

    responses: Any = module.CloudTrailResponse
    responses.describe_trails = describe_trails
    patch_trail(models.Trail)
    patch_backend(models.CloudTrailBackend)


def describe_trails(self: Any) -> str:
    trails = self.cloudtrail_backend.describe_trails(self._get_bool_param("includeShadowTrails", True))
    wanted = self._get_param("trailNameList") or []
    found = [trail for trail in trails if not wanted or trail.trail_name in wanted or trail.arn in wanted]
    return json.dumps({"trailList": [trail.description(include_region=True) for trail in found]})


def patch_trail(trail_class: Any) -> None:
    describe = trail_class.description

    def description(self: Any, include_region: bool = False) -> dict[str, Any]:
        described = describe(self, include_region)
        described["HasCustomEventSelectors"] = bool(self.event_selectors or self.advanced_event_selectors)
        described["HasInsightSelectors"] = bool(self.insight_selectors)
        return described

    def topic_arn(self: Any) -> str | None:
        name = self.sns_topic_name
        if not name or name.startswith("arn:"):
            return name or None
        return f"arn:{self.partition}:sns:{self.region_name}:{self.account_id}:{name}"

    def put_insight_selectors(self: Any, insight_selectors: list[dict[str, str]]) -> None:
        """What is put replaces what was there."""
        self.insight_selectors = insight_selectors

    trail_class.description = description
    trail_class.topic_arn = property(topic_arn)
    trail_class.put_insight_selectors = put_insight_selectors


def patch_backend(backend_class: Any) -> None:
    delete = backend_class.delete_trail

    def delete_trail(self: Any, name: str) -> None:
        delete(self, self.get_trail(name).trail_name)

    backend_class.delete_trail = delete_trail
