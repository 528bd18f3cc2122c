"""GuardDuty: filters, address lists and export, which moto lacks or holds without their tags. Detectors are moto's; changes of their tags are ours.

A list that is made is active at once; nothing reads it. https://docs.aws.amazon.com/guardduty/latest/APIReference/Welcome.html
"""

from typing import Any
from uuid import uuid4

from gapfill.declare import Context, Create, Delete, Errors, ListAll, Read, Resource, Service, Tagging, Update


def new_id(_context: Context) -> str:
    return uuid4().hex


def detector(context: Context, arn: str) -> Any:
    from moto.guardduty.models import guardduty_backends

    return guardduty_backends[context.account][context.region].detectors.get(arn.rpartition(":detector/")[2])


def address_list(kind: str, identifier: str, path: str) -> Resource:
    return Resource(
        kind=kind,
        identifier=("DetectorId", identifier),
        generated={identifier: new_id},
        arn=f"detector/{{DetectorId}}/{path}/{{{identifier}}}",
        defaults={"Status": "ACTIVE", "Tags": {}},
        operations=(
            Create(f"Create{kind}"),
            Read(f"Get{kind}"),
            Update(f"Update{kind}"),
            # AWS goes on answering for a list that is gone, and a client waits for this status.
            Update(f"Delete{kind}", sets={"Status": "DELETED"}),
        ),
    )


FILTER = ("DetectorId", "FilterName")

SERVICE = Service(
    name="guardduty",
    signing_name="guardduty",
    errors=Errors(not_found="BadRequestException", exists="BadRequestException", invalid="BadRequestException"),
    resources=(
        Resource(
            kind="filter",
            identifier=("DetectorId", "Name"),
            arn="detector/{DetectorId}/filter/{Name}",
            defaults={"Tags": {}, "Rank": 1, "Action": "NOOP"},
            operations=(
                Create("CreateFilter"),
                Read("GetFilter", by=FILTER),
                Update("UpdateFilter", by=FILTER),
                Delete("DeleteFilter", by=FILTER),
            ),
        ),
        address_list("IPSet", "IpSetId", "ipset"),
        address_list("ThreatIntelSet", "ThreatIntelSetId", "threatintelset"),
        Resource(
            kind="publishing destination",
            identifier=("DetectorId", "DestinationId"),
            generated={"DestinationId": new_id},
            defaults={"Status": "PUBLISHING", "PublishingFailureStartTimestamp": 0},
            operations=(
                Create("CreatePublishingDestination"),
                Read("DescribePublishingDestination"),
                ListAll("ListPublishingDestinations", under="Destinations"),
                Update("UpdatePublishingDestination"),
                Delete("DeletePublishingDestination"),
            ),
        ),
    ),
    tagging=Tagging(tag="TagResource", untag="UntagResource", list="ListTagsForResource", arn="ResourceArn", tags="Tags", keys="TagKeys", held_by_moto=detector),
)
