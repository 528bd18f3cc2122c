"""Section 4: logging."""

from typing import Any

from registry import Account, Verdict, all_of, control


def trails(account: Account) -> list[dict[str, Any]]:
    return list(account.client("cloudtrail").describe_trails()["trailList"])


def fields(selector: dict[str, Any]) -> dict[str, Any]:
    return {field["Field"]: field for field in selector["FieldSelectors"]}


def selectors(account: Account, trail: dict[str, Any]) -> list[dict[str, Any]]:
    """What a trail records; each as its fields, by name."""
    found = account.client("cloudtrail").get_event_selectors(TrailName=trail["TrailARN"])
    return [fields(selector) for selector in found.get("AdvancedEventSelectors") or []]


def records(selector: dict[str, Any], category: str, read_only: str) -> bool:
    """Whether a selector takes events of a category, `readOnly` as said ("true" are reads)."""
    if selector["eventCategory"].get("Equals") != [category]:
        return False
    return "readOnly" not in selector or selector["readOnly"].get("Equals") == [read_only]


def records_objects(account: Account, read_only: str) -> Verdict:
    """A logging trail of all regions takes S3 object events."""
    found = {
        trail["Name"]: any(
            records(selector, "Data", read_only) and selector["resources.type"].get("Equals") == ["AWS::S3::Object"]
            for selector in selectors(account, trail)
        )
        for trail in trails(account)
        if trail["IsMultiRegionTrail"]
    }
    return any(found.values()), found


@control("cis-aws-7.0:4.1")
def trail_of_all_regions(account: Account) -> Verdict:
    """A trail of all regions is logging and takes all management events, reads and writes."""
    client = account.client("cloudtrail")
    found = {
        trail["Name"]: {
            "all regions": trail["IsMultiRegionTrail"],
            "logging": client.get_trail_status(Name=trail["TrailARN"])["IsLogging"],
            "management events": all(any(records(each, "Management", kind) for each in selectors(account, trail)) for kind in ("true", "false")),
        }
        for trail in trails(account)
    }
    return any(all(facts.values()) for facts in found.values()), found


@control("cis-aws-7.0:4.2")
def log_files_validated(account: Account) -> Verdict:
    found = {trail["Name"]: trail["LogFileValidationEnabled"] for trail in trails(account)}
    return all_of(list(found.values()), bool), found


@control("cis-aws-7.0:4.3")
def config_records(account: Account) -> Verdict:
    """In each region a recorder takes all supported types and delivers; one region at least takes the global types."""
    found = {region: recorder_facts(account, region) for region in account.regions}
    everywhere = all_of(list(found.values()), lambda facts: facts["recording"] and facts["all types"] and facts["delivers"])
    return everywhere and any(facts["global types"] for facts in found.values()), found


def recorder_facts(account: Account, region: str) -> dict[str, bool]:
    config = account.client("config", region)
    groups = [each["recordingGroup"] for each in config.describe_configuration_recorders()["ConfigurationRecorders"]]
    states = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"]
    # A recorder that leaves types out says so by a strategy; the global types of IAM may be those in every region but one.
    left_out = [kind for group in groups for kind in group.get("exclusionByResourceTypes", {}).get("resourceTypes", [])]
    takes_all = [group.get("allSupported") or group.get("recordingStrategy", {}).get("useOnly") == "EXCLUSION_BY_RESOURCE_TYPES" for group in groups]
    return {
        "recording": all_of(states, lambda state: state["recording"]),
        "all types": all_of(takes_all, bool) and all(kind.startswith("AWS::IAM::") for kind in left_out),
        "global types": any(group.get("includeGlobalResourceTypes") for group in groups),
        "delivers": bool(config.describe_delivery_channels()["DeliveryChannels"]),
    }


@control("cis-aws-7.0:4.4")
def trail_bucket_logs_access(account: Account) -> Verdict:
    s3 = account.client("s3")
    found = {trail["S3BucketName"]: s3.get_bucket_logging(Bucket=trail["S3BucketName"]).get("LoggingEnabled", {}).get("TargetBucket") for trail in trails(account)}
    return all_of(list(found.values()), bool), found


@control("cis-aws-7.0:4.5")
def trail_under_customer_key(account: Account) -> Verdict:
    kms = account.client("kms")
    managers = {trail["Name"]: kms.describe_key(KeyId=trail["KmsKeyId"])["KeyMetadata"]["KeyManager"] if trail.get("KmsKeyId") else None for trail in trails(account)}
    return all_of(list(managers.values()), lambda manager: manager == "CUSTOMER"), managers


@control("cis-aws-7.0:4.6")
def keys_rotate(account: Account) -> Verdict:
    """Every enabled symmetric encryption key of the customer's in each region is rotated."""
    rotated = {}
    for region in account.regions:
        kms = account.client("kms", region)
        # Aliases under alias/aws/ are reserved for AWS's own keys; the embedded AWS calls their manager CUSTOMER.
        of_aws = {alias.get("TargetKeyId") for alias in account.listed("kms", "list_aliases", "Aliases", region) if alias["AliasName"].startswith("alias/aws/")}
        for each in account.listed("kms", "list_keys", "Keys", region):
            if each["KeyId"] in of_aws:
                continue
            key = kms.describe_key(KeyId=each["KeyId"])["KeyMetadata"]
            if key["KeyManager"] == "CUSTOMER" and key["KeySpec"] == "SYMMETRIC_DEFAULT" and key["KeyState"] == "Enabled":
                rotated[key["Arn"]] = kms.get_key_rotation_status(KeyId=key["KeyId"])["KeyRotationEnabled"]
    return all_of(list(rotated.values()), bool), rotated


@control("cis-aws-7.0:4.8")
def object_writes_recorded(account: Account) -> Verdict:
    return records_objects(account, "false")


@control("cis-aws-7.0:4.9")
def object_reads_recorded(account: Account) -> Verdict:
    return records_objects(account, "true")


@control("cis-aws-7.0:4.10")
def front_ends_log(account: Account) -> Verdict:
    """Every Web ACL sends its log somewhere, and so does every load balancer with a listener for the web."""
    found = {}
    for region in account.regions:
        waf = account.client("wafv2", region)
        for acl in waf.list_web_acls(Scope="REGIONAL")["WebACLs"]:
            found[acl["ARN"]] = bool(waf.get_logging_configuration(ResourceArn=acl["ARN"])["LoggingConfiguration"]["LogDestinationConfigs"])
        balancing = account.client("elbv2", region)
        for balancer in account.listed("elbv2", "describe_load_balancers", "LoadBalancers", region):
            attributes = balancing.describe_load_balancer_attributes(LoadBalancerArn=balancer["LoadBalancerArn"])["Attributes"]
            found[balancer["LoadBalancerArn"]] = {"Key": "access_logs.s3.enabled", "Value": "true"} in attributes
    return all_of(list(found.values()), bool), found
