"""
What every custom policy is: a question to one resource, with resources that must fail it and resources that must pass it.

A policy is one file beside this one, which ends by making an instance of its class. Its id is CKV_PORTCULLIS_ and the file's name in capitals.
`violations` and `compliant` are scanned with every run of `./portcullis check`: a policy that did not load, or that lets through what it is there
to stop, stops the check instead of passing it. Blocks in them are lists, as a plan has them.
"""

import json

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck


class Policy(BaseResourceCheck):
    id = ""
    title = ""
    #: critical, high, medium or low
    risk = "high"
    remedy = ""
    types = ()
    violations = ()
    compliant = ()

    def __init__(self):
        super().__init__(name=self.title, id=self.id, categories=[CheckCategories.GENERAL_SECURITY], supported_resources=list(self.types))

    def scan_resource_conf(self, conf):
        return CheckResult.PASSED if self.holds(Block(conf)) else CheckResult.FAILED

    def holds(self, resource):
        """True where the resource is as it should be. What is not known counts as not being so."""
        raise NotImplementedError


class Block:
    """A block as checkov holds it, where every value is wrapped into a list; read as Terraform would."""

    def __init__(self, conf):
        self.conf = conf if isinstance(conf, dict) else {}

    def value(self, key):
        value = self.conf.get(key)
        return value[0] if isinstance(value, list) and len(value) == 1 and not isinstance(value[0], dict) else value

    def blocks(self, key):
        return [Block(each) for each in flattened(self.conf.get(key)) if isinstance(each, dict)]

    def block(self, key):
        """The first block of that name; an empty one where there is none."""
        return next(iter(self.blocks(key)), Block({}))

    def values(self, key):
        return [each for each in flattened(self.conf.get(key)) if each is not None]

    def is_true(self, key):
        return self.value(key) in (True, "true")

    def is_false(self, key):
        return self.value(key) in (False, "false")

    def is_set(self, key):
        return self.value(key) not in (None, "", [], "null")

    def number(self, key):
        """0 where there is none, or none that is known."""
        try:
            return float(self.value(key))
        except (TypeError, ValueError):
            return 0

    def document(self, key):
        """A JSON document (a policy), whether checkov has parsed it or not; None where it cannot be read."""
        value = next(iter(flattened(self.conf.get(key))), None)
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                return None
        return value if isinstance(value, dict) else None


def flattened(value):
    if not isinstance(value, list):
        return [] if value is None else [value]
    return [inner for each in value for inner in flattened(each)]
