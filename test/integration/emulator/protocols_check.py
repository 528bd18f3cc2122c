"""One small service a protocol, declared here, answered by the engine, asked by boto3: run by gapfill.test.ts."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[3] / "scripts" / "emulator" / "python"))

import boto3
from application import Activity, Application
from botocore.config import Config
from botocore.exceptions import ClientError
from gapfill import engine
from gapfill.declare import Create, Delete, ListAll, Read, Resource, Service, Tagging
from launcher import listen
from server import Server

JSON = Service(
    name="codeconnections",
    signing_name="codeconnections",
    tagging=Tagging(tag="TagResource", untag="UntagResource", list="ListTagsForResource", arn="ResourceArn", tags="Tags", keys="TagKeys"),
    resources=(
        Resource(
            kind="connection",
            identifier=("ConnectionName",),
            arn="connection/{ConnectionName}",
            arn_field="ConnectionArn",
            defaults={"ConnectionStatus": "PENDING", "OwnerAccountId": lambda context: context.account},
            operations=(
                Create("CreateConnection"),
                Read("GetConnection", by=("ConnectionArn",), under="Connection"),
                ListAll("ListConnections", under="Connections"),
                Delete("DeleteConnection", by=("ConnectionArn",)),
            ),
        ),
    ),
)
QUERY = Service(
    name="cloudsearch",
    signing_name="cloudsearch",
    resources=(
        Resource(
            kind="domain",
            identifier=("DomainName",),
            arn="domain/{DomainName}",
            arn_field="ARN",
            defaults={"DomainId": lambda context: f"{context.account}/d", "RequiresIndexDocuments": False},
            operations=(
                Create("CreateDomain", under="DomainStatus"),
                ListAll("DescribeDomains", under="DomainStatusList"),
                Delete("DeleteDomain", under="DomainStatus", sets={"Deleted": True}),
            ),
        ),
    ),
)
XML = Service(
    name="route53",
    signing_name="route53",
    is_global=True,
    resources=(
        Resource(
            kind="CIDR collection",
            identifier=("Name",),
            arn="cidrcollection/{Name}",
            arn_field="Arn",
            defaults={"Id": "5b4cb6e7-1b3d-4a53-8d0a-3f2d5c0e9a11", "Version": 1, "Location": "https://route53.amazonaws.com/1"},
            operations=(Create("CreateCidrCollection", under="Collection"), ListAll("ListCidrCollections", under="CidrCollections")),
        ),
    ),
)
WRONG = Service(
    name="accessanalyzer",
    signing_name="access-analyzer",
    resources=(Resource(kind="preview", identifier=("analyzerArn",), operations=(Create("CreateAccessPreview"),)),),
)


def check(what: str, is_so: object) -> None:
    if not is_so:
        print(f"FAILED: {what}")
        sys.exit(1)
    print(what)


def refused(call: Any, **arguments: Any) -> tuple[str, str]:
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    raise AssertionError(f"{call} was not refused")


application = Application({"port": 0}, Activity())
for service in (JSON, QUERY, XML, WRONG):
    engine.register(service)
server = Server(listen(0), application)
threading.Thread(target=server.serve_forever, daemon=True).start()


def client(name: str) -> Any:
    return boto3.client(
        name,
        endpoint_url=f"http://127.0.0.1:{server.server_port}",
        region_name="us-east-1",
        aws_access_key_id="x",
        aws_secret_access_key="x",
        config=Config(retries={"max_attempts": 1}),
    )


connections = client("codeconnections")
arn = connections.create_connection(ConnectionName="source", ProviderType="GitHub", Tags=[{"Key": "a", "Value": "1"}])["ConnectionArn"]
found = connections.get_connection(ConnectionArn=arn)["Connection"]
check("json: created and read by ARN", (found["ConnectionName"], found["ProviderType"], found["ConnectionStatus"]) == ("source", "GitHub", "PENDING"))
connections.tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": "2"}, {"Key": "b", "Value": "3"}])
connections.untag_resource(ResourceArn=arn, TagKeys=["b"])
check("json: tags are a list of pairs", connections.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "a", "Value": "2"}])
connections.delete_connection(ConnectionArn=arn)
check("json: gone", refused(connections.get_connection, ConnectionArn=arn)[0] == "ResourceNotFoundException")
check("json: an unknown operation is named", "codeconnections:ListHosts" in refused(connections.list_hosts)[1])

domains = client("cloudsearch")
created = domains.create_domain(DomainName="search")["DomainStatus"]
check("query: created", created["DomainName"] == "search" and created["RequiresIndexDocuments"] is False)
check("query: listed", [domain["DomainName"] for domain in domains.describe_domains()["DomainStatusList"]] == ["search"])
check("query: deleted", domains.delete_domain(DomainName="search")["DomainStatus"]["Deleted"] is True)
check("query: an unknown operation is named", "cloudsearch:ListDomainNames" in refused(domains.list_domain_names)[1])

zones = client("route53")
collection = zones.create_cidr_collection(Name="office", CallerReference="1")
check("rest-xml: created, with what belongs in a header", collection["Collection"]["Name"] == "office" and collection["Location"].startswith("https://"))
check("rest-xml: listed", [found["Name"] for found in zones.list_cidr_collections()["CidrCollections"]] == ["office"])

code, message = refused(client("accessanalyzer").create_access_preview, analyzerArn="arn:aws:access-analyzer:us-east-1:123456789012:analyzer/a", configurations={})
check("an answer that the model does not allow is said to be a defect", code == "EmulatorDefect" and "id" in message)
print("all held")
