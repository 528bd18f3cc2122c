"""CodeBuild: projects and report groups. moto's projects lose members, know no source CODEPIPELINE and cannot be changed.

Nothing is built: builds are 501, since moto's succeed without having run.
https://docs.aws.amazon.com/codebuild/latest/APIReference/Welcome.html
"""

from __future__ import annotations

from typing import Any

from faults import Fault

from gapfill.declare import Context, Create, Delete, Errors, Members, Records, Resource, Service, Special, Update

PROJECT, GROUP = "project", "report group"


def get_projects(request: Members, records: Records, _context: Context) -> dict[str, Any]:
    return found(request["names"], {reference: told(record) for (name,), record in records(PROJECT).items() for reference in (name, record["arn"])}, "projects", "projectsNotFound")


def get_groups(request: Members, records: Records, _context: Context) -> dict[str, Any]:
    return found(request["reportGroupArns"], {record["arn"]: record for record in records(GROUP).values()}, "reportGroups", "reportGroupsNotFound")


def found(wanted: list[str], known: dict[str, dict[str, Any]], under: str, missing: str) -> dict[str, Any]:
    return without_empty({under: [known[name] for name in wanted if name in known], missing: [name for name in wanted if name not in known]})


def without_empty(lists: dict[str, list[Any]]) -> dict[str, Any]:
    """The API model has no empty lists of names: what would be one is left out."""
    return {name: members for name, members in lists.items() if members}


def told(project: dict[str, Any]) -> dict[str, Any]:
    """Asked for by `badgeEnabled`, told in `badge`."""
    members = {name: value for name, value in project.items() if name != "badgeEnabled"}
    return {**members, "badge": {"badgeEnabled": project.get("badgeEnabled", False)}}


def list_projects(_request: Members, records: Records, _context: Context) -> dict[str, Any]:
    return without_empty({"projects": sorted(name for (name,) in records(PROJECT))})


def list_groups(_request: Members, records: Records, _context: Context) -> dict[str, Any]:
    return without_empty({"reportGroups": [record["arn"] for record in records(GROUP).values()]})


def not_run(operation: str) -> Special:
    def answers(_request: Members, _records: Records, _context: Context) -> dict[str, Any]:
        raise Fault.unknown_operation(f"codebuild:{operation}")

    return Special(operation, answers=answers)


SERVICE = Service(
    name="codebuild",
    signing_name="codebuild",
    errors=Errors(not_found="ResourceNotFoundException", exists="ResourceAlreadyExistsException", invalid="InvalidInputException"),
    resources=(
        Resource(
            kind=PROJECT,
            identifier=("name",),
            arn="project/{name}",
            defaults={
                "created": lambda context: context.now,
                "cache": {"type": "NO_CACHE"},
                "timeoutInMinutes": 60,
                "queuedTimeoutInMinutes": 480,
                "encryptionKey": lambda context: f"arn:aws:kms:{context.region}:{context.account}:alias/aws/s3",
                "projectVisibility": "PRIVATE",
                "tags": [],
            },
            touched=("lastModified",),
            operations=(
                Create("CreateProject", under="project"),
                Special("BatchGetProjects", answers=get_projects),
                Update("UpdateProject", under="project"),
                Special("ListProjects", answers=list_projects),
                Delete("DeleteProject"),
                *(not_run(operation) for operation in ("StartBuild", "StopBuild", "BatchGetBuilds")),
            ),
        ),
        Resource(
            kind=GROUP,
            identifier=("name",),
            arn="report-group/{name}",
            defaults={"created": lambda context: context.now, "exportConfig": {"exportConfigType": "NO_EXPORT"}, "status": "ACTIVE", "tags": []},
            touched=("lastModified",),
            operations=(
                Create("CreateReportGroup", under="reportGroup"),
                Special("BatchGetReportGroups", answers=get_groups),
                Update("UpdateReportGroup", by=("arn",), under="reportGroup"),
                Special("ListReportGroups", answers=list_groups),
                Delete("DeleteReportGroup", by=("arn",)),
            ),
        ),
    ),
)
