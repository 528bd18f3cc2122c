"""Security Hub: standards, control associations, finding aggregators and automation rules. The hub and its findings are moto's.

A standard is READY at once; nothing is checked. Every control is taken to be part of every standard.
https://docs.aws.amazon.com/securityhub/1.0/APIReference/Welcome.html
"""

from typing import Any
from uuid import uuid4

from gapfill.declare import Context, Create, Delete, Errors, ListAll, Members, Read, Records, Resource, Service, Special, Tagging, Update

STANDARD, ASSOCIATION, RULE = "standard", "control association", "automation rule"


def new_id(_context: Context) -> str:
    return str(uuid4())


def enable_standards(request: Members, records: Records, context: Context) -> dict[str, Any]:
    enabled = []
    for wanted in request["StandardsSubscriptionRequests"]:
        standard = wanted["StandardsArn"]
        tail = standard.split(":", 5)[-1].removeprefix("standards/").removeprefix("ruleset/")
        arn = f"arn:aws:securityhub:{context.region}:{context.account}:subscription/{tail}"
        subscription = {"StandardsSubscriptionArn": arn, "StandardsArn": standard, "StandardsInput": wanted.get("StandardsInput", {}), "StandardsStatus": "READY"}
        enabled.append(records(STANDARD).setdefault((arn,), subscription))
    return {"StandardsSubscriptions": enabled}


def enabled_standards(request: Members, records: Records, _context: Context) -> dict[str, Any]:
    wanted = request.get("StandardsSubscriptionArns")
    return {"StandardsSubscriptions": [record for (arn,), record in records(STANDARD).items() if not wanted or arn in wanted]}


def disable_standards(request: Members, records: Records, _context: Context) -> dict[str, Any]:
    gone = [records(STANDARD).pop((arn,), None) for arn in request["StandardsSubscriptionArns"]]
    return {"StandardsSubscriptions": [{**record, "StandardsStatus": "DELETING"} for record in gone if record]}


def associations_of(control: str, records: Records, context: Context) -> list[dict[str, Any]]:
    return [
        {
            "StandardsArn": record["StandardsArn"],
            "SecurityControlId": control,
            "SecurityControlArn": f"arn:aws:securityhub:{context.region}:{context.account}:security-control/{control}",
            "AssociationStatus": "ENABLED",
            **records(ASSOCIATION).get((control, record["StandardsArn"]), {}),
        }
        for record in records(STANDARD).values()
    ]


def list_associations(request: Members, records: Records, context: Context) -> dict[str, Any]:
    return {"StandardsControlAssociationSummaries": associations_of(request["SecurityControlId"], records, context)}


def get_associations(request: Members, records: Records, context: Context) -> dict[str, Any]:
    found = [
        known
        for wanted in request["StandardsControlAssociationIds"]
        for known in associations_of(wanted["SecurityControlId"], records, context)
        if known["StandardsArn"] == wanted["StandardsArn"]
    ]
    return {"StandardsControlAssociationDetails": found}


def update_associations(request: Members, records: Records, context: Context) -> dict[str, Any]:
    for update in request["StandardsControlAssociationUpdates"]:
        change = {name: update[name] for name in ("AssociationStatus", "UpdatedReason") if name in update}
        records(ASSOCIATION)[(update["SecurityControlId"], update["StandardsArn"])] = {**change, "UpdatedAt": context.now}
    return {}


def by_arn(records: Records) -> dict[str, tuple[tuple[str, ...], dict[str, Any]]]:
    return {record["RuleArn"]: (key, record) for key, record in records(RULE).items()}


def unprocessed(arn: str) -> dict[str, Any]:
    return {"RuleArn": arn, "ErrorCode": 404, "ErrorMessage": "The rule does not exist."}


def get_rules(request: Members, records: Records, _context: Context) -> dict[str, Any]:
    known = by_arn(records)
    wanted = request["AutomationRulesArns"]
    return {
        "Rules": [{name: value for name, value in known[arn][1].items() if name not in ("RuleId", "Tags")} for arn in wanted if arn in known],
        "UnprocessedAutomationRules": [unprocessed(arn) for arn in wanted if arn not in known],
    }


def update_rules(request: Members, records: Records, context: Context) -> dict[str, Any]:
    known = by_arn(records)
    items = request["UpdateAutomationRulesRequestItems"]
    for item in items:
        if item["RuleArn"] in known:
            known[item["RuleArn"]][1].update({**item, "UpdatedAt": context.now})
    return {
        "ProcessedAutomationRules": [item["RuleArn"] for item in items if item["RuleArn"] in known],
        "UnprocessedAutomationRules": [unprocessed(item["RuleArn"]) for item in items if item["RuleArn"] not in known],
    }


def delete_rules(request: Members, records: Records, _context: Context) -> dict[str, Any]:
    known = by_arn(records)
    wanted = request["AutomationRulesArns"]
    for arn in wanted:
        if arn in known:
            del records(RULE)[known[arn][0]]
    return {
        "ProcessedAutomationRules": [arn for arn in wanted if arn in known],
        "UnprocessedAutomationRules": [unprocessed(arn) for arn in wanted if arn not in known],
    }


AGGREGATOR = ("FindingAggregatorArn",)

SERVICE = Service(
    name="securityhub",
    signing_name="securityhub",
    errors=Errors(not_found="ResourceNotFoundException", exists="ResourceConflictException", invalid="InvalidInputException"),
    resources=(
        Resource(
            kind=STANDARD,
            operations=(
                Special("BatchEnableStandards", answers=enable_standards),
                Special("GetEnabledStandards", answers=enabled_standards),
                Special("BatchDisableStandards", answers=disable_standards),
            ),
        ),
        Resource(
            kind=ASSOCIATION,
            operations=(
                Special("ListStandardsControlAssociations", answers=list_associations),
                Special("BatchGetStandardsControlAssociations", answers=get_associations),
                Special("BatchUpdateStandardsControlAssociations", answers=update_associations),
            ),
        ),
        Resource(
            kind="finding aggregator",
            identifier=("Id",),
            generated={"Id": new_id},
            arn="finding-aggregator/{Id}",
            arn_field="FindingAggregatorArn",
            defaults={"FindingAggregationRegion": lambda context: context.region},
            operations=(
                Create("CreateFindingAggregator"),
                Read("GetFindingAggregator", by=AGGREGATOR),
                ListAll("ListFindingAggregators", under="FindingAggregators"),
                Update("UpdateFindingAggregator", by=AGGREGATOR),
                Delete("DeleteFindingAggregator", by=AGGREGATOR),
            ),
        ),
        Resource(
            kind=RULE,
            identifier=("RuleId",),
            generated={"RuleId": new_id},
            arn="automation-rule/{RuleId}",
            arn_field="RuleArn",
            defaults={"RuleStatus": "ENABLED", "IsTerminal": False, "Tags": {}, "CreatedAt": lambda context: context.now},
            touched=("UpdatedAt",),
            operations=(
                Create("CreateAutomationRule"),
                ListAll("ListAutomationRules", under="AutomationRulesMetadata"),
                Special("BatchGetAutomationRules", answers=get_rules),
                Special("BatchUpdateAutomationRules", answers=update_rules),
                Special("BatchDeleteAutomationRules", answers=delete_rules),
            ),
        ),
    ),
    tagging=Tagging(tag="TagResource", untag="UntagResource", list="ListTagsForResource", arn="ResourceArn", tags="Tags", keys="TagKeys"),
)
