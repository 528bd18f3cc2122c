"""Budgets: who is told by a notification, changes of a budget and of its notifications, tags.

moto keeps the subscribers of a notification and tells nobody of them.
https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_Operations_AWS_Budgets.html
"""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

MODULE = "moto.budgets.responses"


def patch(module: ModuleType) -> None:
    responses: Any = module.BudgetsResponse
    create = responses.create_budget

    def create_budget(self: Any) -> str:
        answer = create(self)
        _named(self, self._get_param("Budget")["BudgetName"]).portcullis_tags = _as_map(self._get_param("ResourceTags", []))
        return str(answer)

    def update_budget(self: Any) -> str:
        changed = self._get_param("NewBudget")
        kept = _named(self, changed["BudgetName"])
        kept.budget = {**kept.budget, **changed}
        return "{}"

    def describe_subscribers_for_notification(self: Any) -> str:
        return json.dumps({"Subscribers": _notification(self).subscribers})

    def create_subscriber(self: Any) -> str:
        _notification(self).subscribers.append(self._get_param("Subscriber"))
        return "{}"

    def delete_subscriber(self: Any) -> str:
        _notification(self).subscribers.remove(self._get_param("Subscriber"))
        return "{}"

    def update_notification(self: Any) -> str:
        _notification(self, "OldNotification").details = self._get_param("NewNotification")
        return "{}"

    def list_tags_for_resource(self: Any) -> str:
        return json.dumps({"ResourceTags": [{"Key": key, "Value": value} for key, value in _tags(self).items()]})

    def tag_resource(self: Any) -> str:
        _tags(self).update(_as_map(self._get_param("ResourceTags")))
        return "{}"

    def untag_resource(self: Any) -> str:
        for key in self._get_param("ResourceTagKeys"):
            _tags(self).pop(key, None)
        return "{}"

    for operation in (
        create_budget,
        update_budget,
        describe_subscribers_for_notification,
        create_subscriber,
        delete_subscriber,
        update_notification,
        list_tags_for_resource,
        tag_resource,
        untag_resource,
    ):
        setattr(responses, operation.__name__, operation)


def _named(responses: Any, name: str) -> Any:
    from moto.budgets.exceptions import NotFoundException

    budgets = responses.backend.budgets[responses.current_account]
    if name not in budgets:
        raise NotFoundException(f"Unable to get budget: {name} - the budget doesn't exist.")
    return budgets[name]


def _notification(responses: Any, member: str = "Notification") -> Any:
    from moto.budgets.exceptions import NotFoundException

    wanted = responses._get_param(member)
    for notification in _named(responses, responses._get_param("BudgetName")).notifications:
        if all(notification.details.get(name) == value for name, value in wanted.items() if name != "NotificationState"):
            return notification
    raise NotFoundException("Unable to get notification - the notification doesn't exist.")


def _tags(responses: Any) -> dict[str, str]:
    budget = _named(responses, responses._get_param("ResourceARN").split(":budget/")[-1])
    tags: dict[str, str] = budget.__dict__.setdefault("portcullis_tags", {})
    return tags


def _as_map(tags: list[dict[str, str]]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in tags}
