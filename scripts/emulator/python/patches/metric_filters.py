"""CloudWatch Logs: metric filters.

PutMetricFilter with the name of a filter replaces it; moto adds another of that name and goes on answering the first.
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

MODULE = "moto.logs.metric_filters"


def patch(module: ModuleType) -> None:
    filters: Any = module.MetricFilters  # type: ignore[attr-defined]
    add = filters.add_filter

    def add_filter(self: Any, filter_name: str, filter_pattern: str, log_group_name: str, metric_transformations: Any) -> None:
        self.delete_filter(filter_name, log_group_name)
        add(self, filter_name, filter_pattern, log_group_name, metric_transformations)

    filters.add_filter = add_filter
