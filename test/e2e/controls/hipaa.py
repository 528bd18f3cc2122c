"""Safeguards of the HIPAA Security Rule beyond what controls of CIS show already."""

import json
from typing import Any

from registry import Account, Verdict, all_of, control


def roles_with(account: Account, policy_arn: str) -> list[dict[str, Any]]:
    iam = account.client("iam")
    names = [role["RoleName"] for role in account.listed("iam", "list_entities_for_policy", "PolicyRoles", PolicyArn=policy_arn)]
    return [iam.get_role(RoleName=name)["Role"] for name in names]


def denied_actions(account: Account, role_name: str) -> set[str]:
    """Actions that policies inside a role deny."""
    iam = account.client("iam")
    documents = [iam.get_role_policy(RoleName=role_name, PolicyName=name)["PolicyDocument"] for name in account.listed("iam", "list_role_policies", "PolicyNames", RoleName=role_name)]
    return {action for document in documents for statement in document["Statement"] if statement["Effect"] == "Deny" for action in statement.get("Action", [])}


@control("hipaa:164_308_a_4_ii_b")
def readers_without_data(account: Account) -> Verdict:
    """There is a role that reads the configuration and is denied the objects and the items themselves."""
    denied = {role["RoleName"]: sorted(denied_actions(account, role["RoleName"])) for role in roles_with(account, "arn:aws:iam::aws:policy/ReadOnlyAccess")}
    return any({"s3:GetObject", "dynamodb:GetItem"} <= covered(actions) for actions in denied.values()), denied


def covered(actions: list[str]) -> set[str]:
    """The actions that matter here, where one of those with or without a wildcard names them."""
    wanted = {"s3:GetObject", "dynamodb:GetItem"}
    return {each for each in wanted if any(each == action or (action.endswith("*") and each.startswith(action[:-1])) for action in actions)}


@control("hipaa:164_308_a_5_ii_b")
def malware_searched(account: Account) -> Verdict:
    """GuardDuty looks for malware on volumes in each region."""
    found = {}
    for region in account.regions:
        client = account.client("guardduty", region)
        detectors = [client.get_detector(DetectorId=each) for each in client.list_detectors()["DetectorIds"]]
        found[region] = [
            feature["Status"]
            for detector in detectors
            if detector["Status"] == "ENABLED"
            for feature in detector.get("Features", [])
            if feature["Name"] == "EBS_MALWARE_PROTECTION"
        ]
    return all_of(list(found.values()), lambda states: "ENABLED" in states), found


@control("hipaa:164_308_a_5_ii_d", "hipaa:164_312_d")
def passwords_managed(account: Account) -> Verdict:
    """Passwords are long, of every class of characters, and not used again."""
    policy = account.client("iam").get_account_password_policy()["PasswordPolicy"]
    classes = [policy[f"Require{each}"] for each in ("LowercaseCharacters", "UppercaseCharacters", "Numbers", "Symbols")]
    return all(classes) and policy["MinimumPasswordLength"] >= 14 and policy["PasswordReusePrevention"] >= 24, policy


@control("hipaa:164_308_a_8")
def auditors_admitted(account: Account) -> Verdict:
    """Who evaluates has a role for it: AWS's SecurityAudit."""
    found = [role["RoleName"] for role in roles_with(account, "arn:aws:iam::aws:policy/SecurityAudit")]
    return bool(found), found


@control("hipaa:164_312_a_1")
def nothing_shared_with_everyone(account: Account) -> Verdict:
    """Neither objects, snapshots, images nor documents can be opened to the public."""
    found: dict[str, Any] = {"account": account.client("s3control").get_public_access_block(AccountId=account.id)["PublicAccessBlockConfiguration"]}
    good = all(found["account"].values())
    for region in account.regions:
        ec2 = account.client("ec2", region)
        setting = f"arn:aws:ssm:{region}:{account.id}:servicesetting/ssm/documents/console/public-sharing-permission"
        facts = [
            ec2.get_snapshot_block_public_access_state()["State"],
            ec2.get_image_block_public_access_state()["ImageBlockPublicAccessState"],
            account.client("ssm", region).get_service_setting(SettingId=setting)["ServiceSetting"]["SettingValue"],
        ]
        found[region] = facts
        good = good and facts == ["block-all-sharing", "block-new-sharing", "Disable"]
    return good, found


@control("hipaa:164_312_a_2_ii")
def emergency_access(account: Account) -> Verdict:
    """There is a role for emergencies that asks for MFA and lasts an hour at most."""
    found = {
        role["RoleName"]: {"seconds": role["MaxSessionDuration"], "trust": role["AssumeRolePolicyDocument"]["Statement"]}
        for role in roles_with(account, "arn:aws:iam::aws:policy/PowerUserAccess")
    }
    return any(facts["seconds"] <= 3600 and all(asks_for_mfa(statement) for statement in facts["trust"]) for facts in found.values()), found


def asks_for_mfa(statement: dict[str, Any]) -> bool:
    """SAML and Identity Center ask for MFA before they let anybody come so far; IAM asks by a condition."""
    return "Federated" in statement["Principal"] or statement.get("Condition", {}).get("Bool", {}).get("aws:MultiFactorAuthPresent") == "true"


@control("hipaa:164_312_a_2_iv")
def volumes_encrypted(account: Account) -> Verdict:
    """New volumes are encrypted by themselves, under a key of the account's own."""
    found = {}
    for region in account.regions:
        ec2 = account.client("ec2", region)
        key = account.client("kms", region).describe_key(KeyId=ec2.get_ebs_default_kms_key_id()["KmsKeyId"])["KeyMetadata"]["KeyManager"]
        found[region] = [ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"], key]
    return all_of(list(found.values()), lambda facts: facts == [True, "CUSTOMER"]), found


@control("hipaa:164_312_b", "hipaa:164_312_e_1", "hipaa:164_312_e_2_ii")
def sessions_encrypted_and_logged(account: Account) -> Verdict:
    """A session on an instance is encrypted under a customer's key on its way, and its log goes to an encrypted log group."""
    found = {}
    for region in account.regions:
        content = json.loads(account.client("ssm", region).get_document(Name="SSM-SessionManagerRunShell")["Content"])
        inputs = content["inputs"]
        groups = account.listed("logs", "describe_log_groups", "logGroups", region, logGroupNamePrefix=inputs["cloudWatchLogGroupName"] or "-")
        found[region] = [bool(inputs["kmsKeyId"]), inputs["cloudWatchEncryptionEnabled"], any(group.get("kmsKeyId") for group in groups)]
    return all_of(list(found.values()), all), found
