"""Reads three accounts by plain AWS API calls and says of each control whether they are as its text asks.

Takes JSON on stdin: {endpoint, accounts: [{id, regions}], watchers: [{account, region, type, name}]}; the first region is the home.
Prints {controls: [{control, account, ok, evidence}], watchers: [{account, region, type, name, ok, evidence}]}.
"""

import json
import sys

import detection  # noqa: F401
import hipaa  # noqa: F401
import identity  # noqa: F401
import logging_controls  # noqa: F401
import monitoring  # noqa: F401
import networking  # noqa: F401
import storage  # noqa: F401
import watchers  # noqa: F401
from registry import CONTROLS, WATCHERS, Account, answer

asked = json.load(sys.stdin)
accounts = {each["id"]: Account(asked["endpoint"], each["id"], each["regions"]) for each in asked["accounts"]}
json.dump(
    {
        "controls": [
            {"control": control_id, "account": account.id, **answer(function, account)}
            for account in accounts.values()
            for control_id, function in CONTROLS.items()
        ],
        "watchers": [
            {**each, **answer(WATCHERS[each["type"]], accounts[each["account"]], each["region"], each["name"])}
            for each in asked["watchers"]
        ],
    },
    sys.stdout,
    default=str,
)
