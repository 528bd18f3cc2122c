"""CloudTrail: names and ARNs of trails and topics.

DescribeTrails ignores `trailNameList`, so that a provider which asks for one trail of two fails; DeleteTrail by ARN does
nothing; a topic may be named by its ARN; HasInsightSelectors and HasCustomEventSelectors never say that there are any.
Event data stores are a gap filler's: the tags that one is made with are kept with all the others.
https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
"""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

from gapfill import state

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

    tag, untag, list_tags = backend_class.add_tags, backend_class.remove_tags, backend_class.list_tags

    def add_tags(self: Any, resource_id: str, tags_list: list[dict[str, str]]) -> None:
        take_over_tags(self, resource_id)
        tag(self, resource_id, tags_list)

    def remove_tags(self: Any, resource_id: str, tags_list: list[dict[str, str]]) -> None:
        take_over_tags(self, resource_id)
        untag(self, resource_id, tags_list)

    def list_all_tags(self: Any, resource_id_list: list[str]) -> list[dict[str, Any]]:
        for resource_id in resource_id_list:
            take_over_tags(self, resource_id)
        return list(list_tags(self, resource_id_list))

    backend_class.delete_trail = delete_trail
    backend_class.add_tags = add_tags
    backend_class.remove_tags = remove_tags
    backend_class.list_tags = list_all_tags


def take_over_tags(backend: Any, arn: str) -> None:
    """Hands over, once, the tags that the request which made an event data store held."""
    for store in state.records(("cloudtrail", backend.account_id, backend.region_name), "event data store").values():
        if store["EventDataStoreArn"] == arn and "TagsList" in store:
            backend.tagging_service.tag_resource(arn, store.pop("TagsList"))
