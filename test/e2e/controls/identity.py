"""Section 2: identity and access management."""

from registry import Account, Verdict, all_of, control


@control("cis-aws-7.0:2.3", "hipaa:164_308_a_6_i")
def security_contact(account: Account) -> Verdict:
    """A security contact with e-mail address and phone number is registered."""
    contact = account.client("account").get_alternate_contact(AlternateContactType="SECURITY")["AlternateContact"]
    return all(contact.get(key) for key in ("Name", "EmailAddress", "PhoneNumber")), sorted(contact)


@control("cis-aws-7.0:2.8")
def password_length(account: Account) -> Verdict:
    """The password policy requires 14 characters or more."""
    length = account.client("iam").get_account_password_policy()["PasswordPolicy"]["MinimumPasswordLength"]
    return length >= 14, length


@control("cis-aws-7.0:2.9")
def password_reuse(account: Account) -> Verdict:
    """The password policy remembers 24 passwords."""
    remembered = account.client("iam").get_account_password_policy()["PasswordPolicy"].get("PasswordReusePrevention", 0)
    return remembered >= 24, remembered


@control("cis-aws-7.0:2.15", "hipaa:164_308_a_6_ii")
def support_role(account: Account) -> Verdict:
    """AWSSupportAccess is attached to a role."""
    roles = account.listed("iam", "list_entities_for_policy", "PolicyRoles", PolicyArn="arn:aws:iam::aws:policy/AWSSupportAccess")
    return bool(roles), [role["RoleName"] for role in roles]


@control("cis-aws-7.0:2.18")
def external_access_analyzer(account: Account) -> Verdict:
    """Each region has an active analyzer of external access."""
    found = {
        region: [
            analyzer["name"]
            for analyzer in account.listed("accessanalyzer", "list_analyzers", "analyzers", region)
            if analyzer["type"] in ("ACCOUNT", "ORGANIZATION") and analyzer["status"] == "ACTIVE"
        ]
        for region in account.regions
    }
    return all_of(list(found.values()), bool), found
