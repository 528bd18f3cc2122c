"""Section 6: networking.

AWS makes a default VPC in each region of a new account, and so does the embedded AWS. It is nobody's network: what stands of it
is for `ownership.defaultVpc` and the process, so the VPCs that are asked are the others.
"""

from typing import Any

from registry import Account, Verdict, all_of, control

ADMINISTRATION = (22, 3389)
CIFS = (445,)
WORLD = {4: "0.0.0.0/0", 6: "::/0"}


def vpcs(account: Account, region: str) -> list[str]:
    found = account.listed("ec2", "describe_vpcs", "Vpcs", region)
    return [vpc["VpcId"] for vpc in found if not vpc["IsDefault"]]


def of_vpcs(account: Account, operation: str, result: str, filter_name: str = "vpc-id") -> list[dict[str, Any]]:
    """Everything of a kind that belongs to the account's VPCs, in each region."""
    found: list[dict[str, Any]] = []
    for region in account.regions:
        ids = vpcs(account, region)
        if ids:
            found += account.listed("ec2", operation, result, region, Filters=[{"Name": filter_name, "Values": ids}])
    return found


def reaches(first: int | None, last: int | None, ports: tuple[int, ...]) -> bool:
    return first is None or last is None or any(first <= port <= last for port in ports)


def network_acl_opens(acl: dict[str, Any], port: int, world: str) -> bool:
    """Whether the entry that decides lets the whole world in: AWS takes the first in order of number that fits."""
    for entry in sorted(acl["Entries"], key=lambda each: each["RuleNumber"]):
        span = entry.get("PortRange", {})
        is_for_world = world in (entry.get("CidrBlock"), entry.get("Ipv6CidrBlock"))
        if not entry["Egress"] and is_for_world and entry["Protocol"] in ("-1", "6") and reaches(span.get("From"), span.get("To"), (port,)):
            return bool(entry["RuleAction"] == "allow")
    return False


def security_group_opens(permission: dict[str, Any], ports: tuple[int, ...], version: int) -> bool:
    if permission["IpProtocol"] not in ("-1", "tcp", "6"):
        return False
    ranges = [each["CidrIp"] for each in permission.get("IpRanges", [])] if version == 4 else [each["CidrIpv6"] for each in permission.get("Ipv6Ranges", [])]
    return WORLD[version] in ranges and reaches(permission.get("FromPort"), permission.get("ToPort"), ports)


def open_network_acls(account: Account, ports: tuple[int, ...]) -> Verdict:
    opened = {
        acl["NetworkAclId"]: [port for port in ports if any(network_acl_opens(acl, port, world) for world in WORLD.values())]
        for acl in of_vpcs(account, "describe_network_acls", "NetworkAcls")
    }
    return all_of(list(opened.values()), lambda open_ports: open_ports == []), opened


def open_security_groups(account: Account, ports: tuple[int, ...], version: int) -> Verdict:
    opened = {
        group["GroupId"]: any(security_group_opens(permission, ports, version) for permission in group["IpPermissions"])
        for group in of_vpcs(account, "describe_security_groups", "SecurityGroups")
    }
    return all_of(list(opened.values()), lambda is_open: not is_open), opened


@control("cis-aws-7.0:4.7")
def flow_logs(account: Account) -> Verdict:
    """Every VPC has an active flow log that takes rejected traffic at least."""
    logged = {log["ResourceId"]: log["TrafficType"] for log in of_vpcs(account, "describe_flow_logs", "FlowLogs", "resource-id") if log["FlowLogStatus"] == "ACTIVE"}
    found = {vpc: logged.get(vpc) for region in account.regions for vpc in vpcs(account, region)}
    return all_of(list(found.values()), lambda traffic: traffic in ("ALL", "REJECT")), found


@control("cis-aws-7.0:6.1.1")
def ebs_encrypted(account: Account) -> Verdict:
    """Each region encrypts new volumes by itself."""
    found = {region: account.client("ec2", region).get_ebs_encryption_by_default()["EbsEncryptionByDefault"] for region in account.regions}
    return all_of(list(found.values()), bool), found


@control("cis-aws-7.0:6.1.2")
def cifs_closed(account: Account) -> Verdict:
    acls_closed, acls = open_network_acls(account, CIFS)
    groups_closed, groups = open_security_groups(account, CIFS, 4)
    groups_closed_too, groups_too = open_security_groups(account, CIFS, 6)
    return acls_closed and groups_closed and groups_closed_too, [acls, groups, groups_too]


@control("cis-aws-7.0:6.2")
def network_acls_closed(account: Account) -> Verdict:
    return open_network_acls(account, ADMINISTRATION)


@control("cis-aws-7.0:6.5")
def default_groups_closed(account: Account) -> Verdict:
    """The default security group of each VPC has no rule at all."""
    rules = {
        group["GroupId"]: len(group["IpPermissions"]) + len(group["IpPermissionsEgress"])
        for group in of_vpcs(account, "describe_security_groups", "SecurityGroups")
        if group["GroupName"] == "default"
    }
    return all_of(list(rules.values()), lambda count: count == 0), rules


@control("cis-aws-7.0:6.7")
def metadata_by_token(account: Account) -> Verdict:
    """Each region starts instances with IMDSv2 only, and no running instance answers IMDSv1."""
    defaults = {region: account.client("ec2", region).get_instance_metadata_defaults().get("AccountLevel", {}).get("HttpTokens") for region in account.regions}
    running = {
        instance["InstanceId"]: instance.get("MetadataOptions", {}).get("HttpTokens")
        for region in account.regions
        for reservation in account.listed("ec2", "describe_instances", "Reservations", region)
        for instance in reservation["Instances"]
    }
    found = {**defaults, **running}
    return all_of(list(found.values()), lambda tokens: tokens == "required"), found


@control("cis-aws-7.0:6.8")
def services_by_endpoints(account: Account) -> Verdict:
    """Each VPC reaches S3, which every workload uses, without the internet."""
    endpoints = [each for each in of_vpcs(account, "describe_vpc_endpoints", "VpcEndpoints") if each["State"] == "available"]
    found = {vpc: sorted(each["ServiceName"] for each in endpoints if each["VpcId"] == vpc) for region in account.regions for vpc in vpcs(account, region)}
    return all_of(list(found.values()), lambda services: any(name.endswith(".s3") for name in services)), found
