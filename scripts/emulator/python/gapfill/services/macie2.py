"""Macie: jobs, custom data identifiers, findings filters and the place of results. The session is moto's.

Nothing is searched. https://docs.aws.amazon.com/macie/latest/APIReference/welcome.html
"""

from typing import Any
from uuid import uuid4

from gapfill.declare import Context, Create, Delete, ListAll, Members, Read, Records, Resource, Service, Special, Tagging, Update
from gapfill.errors import ServiceError


IDENTIFIER = "custom data identifier"


def new_id(_context: Context) -> str:
    return uuid4().hex


def get_identifier(request: Members, records: Records, _context: Context) -> dict[str, Any]:
    """Created under one name, read under another."""
    record = records(IDENTIFIER).get((request["id"],))
    if record is None:
        raise ServiceError("ResourceNotFoundException", f"{IDENTIFIER} {request['id']} does not exist.")
    shown = {name: value for name, value in record.items() if name not in ("customDataIdentifierId", "clientToken")}
    return {**shown, "id": request["id"]}


SERVICE = Service(
    name="macie2",
    signing_name="macie2",
    resources=(
        Resource(
            kind="classification export configuration",
            # Always there, and empty where nothing is configured.
            defaults={"configuration": {}},
            operations=(
                Read("GetClassificationExportConfiguration"),
                Update("PutClassificationExportConfiguration"),
            ),
        ),
        Resource(
            kind="classification job",
            identifier=("jobId",),
            generated={"jobId": new_id},
            arn="classification-job/{jobId}",
            arn_field="jobArn",
            defaults={"jobStatus": "RUNNING", "createdAt": lambda context: context.now, "tags": {}},
            operations=(
                Create("CreateClassificationJob"),
                Read("DescribeClassificationJob"),
                ListAll("ListClassificationJobs", under="items"),
                Update("UpdateClassificationJob"),
            ),
        ),
        Resource(
            kind=IDENTIFIER,
            identifier=("customDataIdentifierId",),
            generated={"customDataIdentifierId": new_id},
            arn="custom-data-identifier/{customDataIdentifierId}",
            defaults={"createdAt": lambda context: context.now, "deleted": False, "tags": {}, "maximumMatchDistance": 50},
            operations=(
                Create("CreateCustomDataIdentifier"),
                Special("GetCustomDataIdentifier", answers=get_identifier),
                Delete("DeleteCustomDataIdentifier", by=("id",)),
            ),
        ),
        Resource(
            kind="findings filter",
            identifier=("id",),
            generated={"id": new_id},
            arn="findings-filter/{id}",
            defaults={"position": 1, "tags": {}},
            operations=(
                Create("CreateFindingsFilter"),
                Read("GetFindingsFilter"),
                ListAll("ListFindingsFilters", under="findingsFilterListItems"),
                Update("UpdateFindingsFilter"),
                Delete("DeleteFindingsFilter"),
            ),
        ),
    ),
    tagging=Tagging(tag="TagResource", untag="UntagResource", list="ListTagsForResource"),
)
