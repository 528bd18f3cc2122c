"""CodeConnections: connections to a place of source code. As on AWS one that is made is PENDING until a person has confirmed it.

https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html
"""

from uuid import uuid4

from gapfill.declare import Create, Delete, Errors, ListAll, Read, Resource, Service, Tagging

CONNECTION = ("ConnectionArn",)

SERVICE = Service(
    name="codeconnections",
    signing_name="codeconnections",
    errors=Errors(not_found="ResourceNotFoundException", exists="ResourceUnavailableException"),
    resources=(
        Resource(
            kind="connection",
            identifier=("ConnectionId",),
            generated={"ConnectionId": lambda _context: str(uuid4())},
            arn="connection/{ConnectionId}",
            arn_field="ConnectionArn",
            defaults={"ConnectionStatus": "PENDING", "OwnerAccountId": lambda context: context.account, "Tags": []},
            operations=(
                Create("CreateConnection"),
                Read("GetConnection", by=CONNECTION, under="Connection"),
                ListAll("ListConnections", under="Connections", filters={"ProviderTypeFilter": "ProviderType", "HostArnFilter": "HostArn"}),
                Delete("DeleteConnection", by=CONNECTION),
            ),
        ),
    ),
    tagging=Tagging(tag="TagResource", untag="UntagResource", list="ListTagsForResource", arn="ResourceArn", tags="Tags", keys="TagKeys"),
)
