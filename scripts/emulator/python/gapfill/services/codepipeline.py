"""CodePipeline: pipelines as they are declared, V1 and V2. moto forgets none of it, but writes times as no SDK for Go reads them.

Nothing is run: executions, jobs, approvals and overridden conditions are 501, so that no test takes a pipeline that never ran for
one that succeeded. Who walks a pipeline reads its stages by GetPipeline. What AWS refuses of a structure is refused here.
https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html ("Requirements for pipeline and stage structure")
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from typing import Any

from faults import Fault

from gapfill.declare import Context, Errors, Members, Records, Resource, Service, Special, Tagging
from gapfill.errors import ServiceError

PIPELINE = "pipeline"
ARN = "pipelineArn"

Declaration = dict[str, Any]


def create(request: Members, records: Records, context: Context) -> dict[str, Any]:
    declared = declaration(request["pipeline"], 1)
    name, tags = declared["name"], list(request.get("tags", []))
    if (name,) in records(PIPELINE):
        raise ServiceError("PipelineNameInUseException", f"A pipeline with the name '{name}' already exists in account '{context.account}'")
    arn = f"arn:aws:codepipeline:{context.region}:{context.account}:{name}"
    records(PIPELINE)[(name,)] = {ARN: arn, "pipeline": declared, "created": context.now, "updated": context.now, "tags": tags}
    return {"pipeline": declared, "tags": tags}


def read(request: Members, records: Records, context: Context) -> dict[str, Any]:
    record = known(request["name"], records, context)
    if request.get("version", record["pipeline"]["version"]) != record["pipeline"]["version"]:
        raise ServiceError("PipelineVersionNotFoundException", f"The pipeline '{request['name']}' has no version {request['version']} here: the last one alone is kept")
    return {"pipeline": record["pipeline"], "metadata": {name: record[name] for name in (ARN, "created", "updated")}}


def update(request: Members, records: Records, context: Context) -> dict[str, Any]:
    """What is sent replaces what was there: what it leaves out is gone."""
    record = known(request["pipeline"]["name"], records, context)
    record.update(pipeline=declaration(request["pipeline"], record["pipeline"]["version"] + 1), updated=context.now)
    return {"pipeline": record["pipeline"]}


def list_all(_request: Members, records: Records, _context: Context) -> dict[str, Any]:
    members = ("name", "version", "pipelineType", "executionMode")
    return {
        "pipelines": [
            {**{name: record["pipeline"][name] for name in members}, "created": record["created"], "updated": record["updated"]}
            for _, record in sorted(records(PIPELINE).items())
        ]
    }


def delete(request: Members, records: Records, _context: Context) -> dict[str, Any]:
    """As on AWS nobody is told that there was none."""
    records(PIPELINE).pop((request["name"],), None)
    return {}


def known(name: str, records: Records, context: Context) -> dict[str, Any]:
    record = records(PIPELINE).get((name,))
    if record is None:
        raise ServiceError("PipelineNotFoundException", f"Account '{context.account}' does not have a pipeline with name '{name}'")
    return record


def declaration(sent: Members, version: int) -> Declaration:
    """A copy with what AWS adds; refused where the structure is none."""
    declared: Declaration = {"executionMode": "SUPERSEDED", "pipelineType": "V1", **copy.deepcopy(dict(sent)), "version": version}
    for action in actions(declared):
        for name, value in (("runOrder", 1), ("configuration", {}), ("inputArtifacts", []), ("outputArtifacts", [])):
            action.setdefault(name, value)
    wrong = next(faults(declared), None)
    if wrong is not None:
        raise ServiceError("InvalidStructureException", wrong)
    return declared


def actions(declared: Declaration) -> Iterator[Declaration]:
    for stage in declared["stages"]:
        yield from stage["actions"]


def faults(declared: Declaration) -> Iterator[str]:
    stages = declared["stages"]
    if len(stages) < 2:
        yield f"Pipeline has only {len(stages)} stage(s). There should be a minimum of 2 stages in a pipeline"
    yield from (f"Stage name {name} is used {count} times" for name, count in Counter(stage["name"] for stage in stages).items() if count > 1)
    made: set[str] = set()
    for index, stage in enumerate(stages):
        yield from (f"Action name {name} is used {count} times in stage {stage['name']}" for name, count in Counter(action["name"] for action in stage["actions"]).items() if count > 1)
        # Actions of one run order are side by side: what one of them makes is there for a later order alone.
        for order in sorted({action["runOrder"] for action in stage["actions"]}):
            together = [action for action in stage["actions"] if action["runOrder"] == order]
            for action in together:
                if (action["actionTypeId"]["category"] == "Source") != (index == 0):
                    yield f"Action {action['name']}: source actions stand in the first stage, and no others do"
                yield from (f"Action {action['name']} takes {artifact['name']}, which no action before it makes" for artifact in action["inputArtifacts"] if artifact["name"] not in made)
            for artifact in [artifact for action in together for artifact in action["outputArtifacts"]]:
                if artifact["name"] in made:
                    yield f"Output artifact {artifact['name']} is made by more than one action"
                made.add(artifact["name"])
    if declared["pipelineType"] != "V2" and any(declared.get(name) for name in ("triggers", "variables")):
        yield "Triggers and variables are of pipelines of type V2 alone"


def not_run(operation: str) -> Special:
    """moto says of every execution that it succeeded as soon as it is started."""

    def answers(_request: Members, _records: Records, _context: Context) -> dict[str, Any]:
        raise Fault.unknown_operation(f"codepipeline:{operation}")

    return Special(operation, answers=answers)


SERVICE = Service(
    name="codepipeline",
    signing_name="codepipeline",
    errors=Errors(not_found="ResourceNotFoundException", exists="PipelineNameInUseException", invalid="ValidationException"),
    resources=(
        Resource(
            kind=PIPELINE,
            arn="{name}",
            arn_field=ARN,
            operations=(
                Special("CreatePipeline", answers=create),
                Special("GetPipeline", answers=read),
                Special("UpdatePipeline", answers=update),
                Special("ListPipelines", answers=list_all),
                Special("DeletePipeline", answers=delete),
                *(not_run(operation) for operation in ("StartPipelineExecution", "GetPipelineExecution", "ListPipelineExecutions")),
            ),
        ),
    ),
    tagging=Tagging(tag="TagResource", untag="UntagResource", list="ListTagsForResource"),
)
