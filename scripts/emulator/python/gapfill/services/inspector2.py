"""Inspector: filters, which moto cannot change. What is on, members and the organisation are moto's.

https://docs.aws.amazon.com/inspector/v2/APIReference/Welcome.html
"""

from typing import Any
from uuid import uuid4

from gapfill.declare import Context, Create, Delete, Members, Records, Resource, Service, Special, Tagging, Update

FILTER = "filter"


def list_filters(request: Members, records: Records, _context: Context) -> dict[str, Any]:
    arns, action = request.get("arns"), request.get("action")
    return {
        "filters": [
            {name: value for name, value in record.items() if name != "id"}
            for record in records(FILTER).values()
            if (not arns or record["arn"] in arns) and (not action or record["action"] == action)
        ]
    }


SERVICE = Service(
    name="inspector2",
    signing_name="inspector2",
    resources=(
        Resource(
            kind=FILTER,
            identifier=("ownerId", "id"),
            generated={"ownerId": lambda context: context.account, "id": lambda _context: uuid4().hex[:16]},
            arn="owner/{ownerId}/filter/{id}",
            fields={"filterCriteria": "criteria"},
            defaults={"createdAt": lambda context: context.now, "tags": {}},
            touched=("updatedAt",),
            operations=(
                Create("CreateFilter"),
                Special("ListFilters", answers=list_filters),
                Update("UpdateFilter", by=("filterArn",)),
                Delete("DeleteFilter", by=("arn",)),
            ),
        ),
    ),
    tagging=Tagging(tag="TagResource", untag="UntagResource", list="ListTagsForResource"),
)
