"""Requests that moto would answer with the effect of another one. They are refused, as what is not there.

moto's S3 does not know these parts of a bucket: it takes DELETE ?metrics for the deletion of the bucket, and a GET for a
listing of its objects.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from scope import Scope

UNKNOWN_BUCKET_PARTS = frozenset({"metrics", "analytics", "intelligent-tiering", "metadataTable", "metadataConfiguration"})


def is_refused(environ: dict[str, Any], scope: Scope) -> bool:
    if scope.service != "s3":
        return False
    return not UNKNOWN_BUCKET_PARTS.isdisjoint(parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True))
