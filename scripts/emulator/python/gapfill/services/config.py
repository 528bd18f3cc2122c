"""AWS Config: conformance packs and remediations. moto has the rest; nothing is evaluated and nothing is repaired.

https://docs.aws.amazon.com/config/latest/APIReference/Welcome.html
"""

from typing import Any

from gapfill.declare import Context, Members, Records, Resource, Service, Special
from gapfill.errors import ServiceError

PACKS = "conformance pack"
REMEDIATIONS = "remediation"


def put_pack(request: Members, records: Records, context: Context) -> dict[str, Any]:
    """Makes a pack or replaces it; its template is kept by AWS, but no operation gives it back."""
    name = request["ConformancePackName"]
    known = records(PACKS).get((name,), {})
    identifier = known.get("ConformancePackId") or f"conformance-pack-{len(records(PACKS)):08x}"
    arn = f"arn:aws:config:{context.region}:{context.account}:conformance-pack/{name}/{identifier}"
    told = {key: value for key, value in request.items() if key not in ("TemplateBody", "TemplateS3Uri", "Tags")}
    made = {"ConformancePackId": identifier, "ConformancePackArn": arn, "LastUpdateRequestedTime": context.now}
    records(PACKS)[(name,)] = {**told, **made}
    return {"ConformancePackArn": arn}


def known_packs(request: Members, records: Records) -> list[dict[str, Any]]:
    """The packs that are asked for by name, or all."""
    names = request.get("ConformancePackNames")
    return [pack for (name,), pack in records(PACKS).items() if not names or name in names]


def require(name: str, records: Records) -> None:
    if (name,) not in records(PACKS):
        raise ServiceError("NoSuchConformancePackException", f"There is no conformance pack {name}.", PACKS, name)


def describe_packs(request: Members, records: Records, _context: Context) -> dict[str, Any]:
    for name in request.get("ConformancePackNames") or []:
        require(name, records)
    return {"ConformancePackDetails": known_packs(request, records)}


def describe_status(request: Members, records: Records, context: Context) -> dict[str, Any]:
    return {
        "ConformancePackStatusDetails": [
            {
                "ConformancePackName": pack["ConformancePackName"],
                "ConformancePackId": pack["ConformancePackId"],
                "ConformancePackArn": pack["ConformancePackArn"],
                "ConformancePackState": "CREATE_COMPLETE",
                "StackArn": f"arn:aws:cloudformation:{context.region}:{context.account}:stack/awsconfigconforms-{pack['ConformancePackId']}/0",
                "LastUpdateRequestedTime": pack["LastUpdateRequestedTime"],
                "LastUpdateCompletedTime": pack["LastUpdateRequestedTime"],
            }
            for pack in known_packs(request, records)
        ]
    }


def delete_pack(request: Members, records: Records, _context: Context) -> dict[str, Any]:
    name = request["ConformancePackName"]
    require(name, records)
    del records(PACKS)[(name,)]
    return {}


def put_remediations(request: Members, records: Records, context: Context) -> dict[str, Any]:
    for remediation in request["RemediationConfigurations"]:
        name = remediation["ConfigRuleName"]
        arn = f"arn:aws:config:{context.region}:{context.account}:remediation-configuration/{name}/0"
        records(REMEDIATIONS)[(name,)] = {**remediation, "Arn": arn}
    return {"FailedBatches": []}


def describe_remediations(request: Members, records: Records, _context: Context) -> dict[str, Any]:
    found = [records(REMEDIATIONS).get((name,)) for name in request["ConfigRuleNames"]]
    return {"RemediationConfigurations": [remediation for remediation in found if remediation is not None]}


def delete_remediation(request: Members, records: Records, _context: Context) -> dict[str, Any]:
    name = request["ConfigRuleName"]
    if records(REMEDIATIONS).pop((name,), None) is None:
        raise ServiceError("NoSuchRemediationConfigurationException", f"{name} has no remediation.", REMEDIATIONS, name)
    return {}


SERVICE = Service(
    name="config",
    signing_name="config",
    resources=(
        Resource(
            kind=PACKS,
            identifier=("ConformancePackName",),
            operations=(
                Special("PutConformancePack", answers=put_pack),
                Special("DescribeConformancePacks", answers=describe_packs),
                Special("DescribeConformancePackStatus", answers=describe_status),
                Special("DeleteConformancePack", answers=delete_pack),
            ),
        ),
        Resource(
            kind=REMEDIATIONS,
            identifier=("ConfigRuleName",),
            operations=(
                Special("PutRemediationConfigurations", answers=put_remediations),
                Special("DescribeRemediationConfigurations", answers=describe_remediations),
                Special("DeleteRemediationConfiguration", answers=delete_remediation),
            ),
        ),
    ),
)
