"""Security Hub and what else detects."""

from registry import Account, Verdict, all_of, control


@control("cis-aws-7.0:5.16")
def security_hub(account: Account) -> Verdict:
    """Each region has a hub with at least one standard."""
    found = {}
    for region in account.regions:
        account.client("securityhub", region).describe_hub()
        found[region] = [each["StandardsArn"] for each in account.listed("securityhub", "get_enabled_standards", "StandardsSubscriptions", region)]
    return all_of(list(found.values()), bool), found
