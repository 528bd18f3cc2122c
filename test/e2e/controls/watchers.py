"""What finds violations stands in the account, by the name that the tree gives it."""

from registry import Account, Verdict, watcher


@watcher("aws_config_config_rule")
def config_rule(account: Account, region: str, name: str) -> Verdict:
    rules = account.client("config", region).describe_config_rules(ConfigRuleNames=[name])["ConfigRules"]
    return [rule["ConfigRuleState"] for rule in rules] == ["ACTIVE"], [rule["ConfigRuleName"] for rule in rules]


@watcher("aws_config_conformance_pack")
def conformance_pack(account: Account, region: str, name: str) -> Verdict:
    packs = account.client("config", region).describe_conformance_packs(ConformancePackNames=[name])["ConformancePackDetails"]
    return len(packs) == 1, [pack["ConformancePackName"] for pack in packs]


@watcher("aws_accessanalyzer_analyzer")
def analyzer(account: Account, region: str, name: str) -> Verdict:
    found = account.client("accessanalyzer", region).get_analyzer(analyzerName=name)["analyzer"]
    return found["status"] == "ACTIVE", found["type"]
