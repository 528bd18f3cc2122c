"""
One checkov process over synthesised JSON and plan JSON, with evidence of what it looked at.

checkov's command says too little to be believed: it exits with 0 where it could parse no file, where it knows no check of the name it was given
and where a policy could not be imported. So its runners are called here, and whoever asks gets what they saw: every resource of every file, every
check that was loaded, every complaint that was logged, and what each custom policy says of resources that it must fail and must pass.

stdin: {"synthesised": [file], "plans": [file], "policies": folder}; stdout: one JSON document. Nothing is fetched from a network.
"""

import json
import logging
import os
import sys
import tempfile

# What only the apply will tell exists all the same: without this a plan fails every check of "a key is set".
os.environ["EVAL_TF_PLAN_AFTER_UNKNOWN"] = "true"
os.environ["LOG_LEVEL"] = "WARNING"
# Policies are read from the repository, which stays as it is.
sys.dont_write_bytecode = True

from checkov.common.checks_infra.registry import get_graph_checks_registry
from checkov.common.graph.graph_builder import CustomAttributes
from checkov.runner_filter import RunnerFilter
from checkov.terraform.checks.data.registry import data_registry
from checkov.terraform.checks.provider.registry import provider_registry
from checkov.terraform.checks.resource.registry import resource_registry
from checkov.terraform.plan_runner import Runner as PlanRunner
from checkov.terraform_json.runner import TerraformJsonRunner
from checkov.version import version

registries = {"resource": resource_registry, "data": data_registry, "provider": provider_registry}
graph_registry = get_graph_checks_registry("terraform")


class Complaints(logging.Handler):
    """checkov logs what went wrong and goes on: a check that raised counts as "unknown", a policy that cannot be imported as absent."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.texts = []

    def emit(self, record):
        reason = record.exc_info[1] if record.exc_info else None
        self.texts.append(f"{record.getMessage()}: {type(reason).__name__}: {reason}" if reason else record.getMessage())


class TreeRunner(TerraformJsonRunner):
    """checkov's reader of JSON configuration, with what it leaves out: checks that look at connected resources find them."""

    def run_block(self, *words, **named):
        for registry in registries.values():
            registry.graph = self.graph_manager.get_reader_endpoint()
        super().run_block(*words, **named)


def run(runner, files, is_plan):
    """Scans the files; returns what is in the runner's hands and what it says of it, by Terraform's addresses."""
    report = runner.run(root_folder=None, files=files, runner_filter=RunnerFilter(show_progress_bar=False))
    seen = {os.path.realpath(str(file)): blocks_in(definition, is_plan) for file, definition in (runner.definitions or {}).items()}

    def described(record):
        file = os.path.realpath(record.file_abs_path)
        # In JSON configuration the record names a resource without its type, so that two may look like one: its first line tells them apart.
        key = (record.resource_address or record.resource) if is_plan else record.file_line_range[0]
        return {"file": file, "address": seen[file].get(key, record.resource), "check": record.check_id, "name": record.check_name, "result": record.check_result["result"].value}

    return {
        "files": {file: sorted(blocks.values()) for file, blocks in seen.items()},
        "records": [described(record) for record in [*report.failed_checks, *report.passed_checks]],
        "unparsed": [os.path.realpath(str(file)) for file in report.parsing_errors],
    }


def blocks_in(definition, is_plan):
    """Address of every resource and data source: by first line, in a plan by address."""
    found = {}
    for prefix, block_type in (("", "resource"), ("data.", "data")):
        for block in definition.get(block_type, []):
            (kind, named), *_ = block.items()
            (name, configuration), *_ = named.items()
            if is_plan:
                found[configuration[CustomAttributes.TF_RESOURCE_ADDRESS]] = configuration[CustomAttributes.TF_RESOURCE_ADDRESS]
            else:
                found[configuration["__startline__"]] = f"{prefix}{kind}.{name}"
    return found


def load_policies(folder):
    before = set(checks_loaded())
    resource_registry.load_external_checks(folder)
    graph_registry.load_external_checks(folder)
    return [check for name, check in checks_loaded().items() if name not in before]


def checks_loaded():
    loaded = {check.id: check for registry in registries.values() for _, check in registry.all_checks()}
    loaded.update({check.id: check for check in graph_registry.checks})
    return loaded


def canaries_of(policies):
    """What each custom policy must fail and what it must pass."""
    return [
        {"check": policy.id, "wanted": wanted, "type": kind, "name": f"{policy.id.lower()}_{wanted.lower()}_{number}", "values": values}
        for policy in policies
        for wanted, cases in (("FAILED", getattr(policy, "violations", [])), ("PASSED", getattr(policy, "compliant", [])))
        for number, case in enumerate(cases)
        for kind, values in case.items()
    ]


def write_canaries(canaries, folder):
    """The same resources as synthesised JSON and as a plan."""
    tree, resources, changes = {}, [], []
    for canary in canaries:
        tree.setdefault(canary["type"], {})[canary["name"]] = canary["values"]
        named = {"address": f"{canary['type']}.{canary['name']}", "mode": "managed", "type": canary["type"], "name": canary["name"]}
        resources.append({**named, "values": canary["values"]})
        changes.append({**named, "change": {"actions": ["create"], "before": None, "after": canary["values"], "after_unknown": {}}})
    plan = {"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {"root_module": {"resources": resources}}, "resource_changes": changes, "configuration": {"root_module": {}}}
    files = os.path.join(folder, "canaries.tf.json"), os.path.join(folder, "canaries.json")
    for file, content in zip(files, ({"resource": tree}, plan)):
        with open(file, "w", encoding="utf-8") as opened:
            json.dump(content, opened, indent=1)
    return [os.path.realpath(file) for file in files]


def sing(canaries, file, scanned):
    """Takes the canaries out of what was scanned and says what became of each."""
    scanned["files"].pop(file, None)
    heard = {(record["check"], record["address"]): record["result"] for record in scanned["records"] if record["file"] == file}
    scanned["records"] = [record for record in scanned["records"] if record["file"] != file]
    return [
        {"check": canary["check"], "address": f"{canary['type']}.{canary['name']}", "wanted": canary["wanted"], "heard": heard.get((canary["check"], f"{canary['type']}.{canary['name']}"), "NOTHING")}
        for canary in canaries
    ]


def scan(request):
    complaints = Complaints()
    logging.getLogger().handlers = [complaints]
    graph_registry.load_checks()
    built_in = len(checks_loaded())
    policies = load_policies(request["policies"])
    canaries = canaries_of(policies)
    answer = {"version": version, "builtInChecks": built_in, "canaries": []}
    with tempfile.TemporaryDirectory(prefix="portcullis-checkov-") as folder:
        tree_canaries, plan_canaries = write_canaries(canaries, folder)
        for name, runner, files, canary_file, is_plan in (
            ("synthesised", TreeRunner, request["synthesised"], tree_canaries, False),
            ("plans", PlanRunner, request["plans"], plan_canaries, True),
        ):
            if not files:
                answer[name] = {"files": {}, "records": [], "unparsed": []}
                continue
            answer[name] = run(runner(), [*files, *([canary_file] if canaries else [])], is_plan)
            answer["canaries"] += [{"kind": name, **canary} for canary in sing(canaries, canary_file, answer[name])]
    answer["checks"] = sorted(checks_loaded())
    answer["policies"] = [
        {"id": policy.id, "title": policy.name, "risk": getattr(policy, "risk", None), "remedy": getattr(policy, "remedy", None), "module": type(policy).__module__} for policy in policies
    ]
    answer["complaints"] = complaints.texts
    return answer


if __name__ == "__main__":
    # Whatever checkov prints belongs to the reader of stderr: stdout holds the answer alone.
    out, sys.stdout = sys.stdout, sys.stderr
    json.dump(scan(json.load(sys.stdin)), out)
    out.write("\n")
