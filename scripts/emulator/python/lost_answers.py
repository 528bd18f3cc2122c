"""Gives an answer again that a client has not received.

An SDK repeats a request whose answer it could not read, and cannot know that it was carried out: a Terraform run then ended with
"already exists". Every attempt of one call bears the same invocation id, so the answer to the first is given to the
second. AWS does this only where a call has a client token.
https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

Answer = tuple[str, list[tuple[str, str]], bytes]

INVOCATION = "HTTP_AMZ_SDK_INVOCATION_ID"
# What reads may be done twice; answers that are not small are none of a change.
READS = frozenset({"GET", "HEAD"})
MOST_ANSWERS = 4096
LARGEST_BODY = 16 * 1024


class LostAnswers:
    """To be asked and told while the service's lock is held: a second attempt then waits until the first is answered."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, Answer] = OrderedDict()

    def find(self, environ: dict[str, Any]) -> Answer | None:
        return self._answers.get(environ.get(INVOCATION, ""))

    def keep(self, environ: dict[str, Any], answer: Answer) -> None:
        """Only what was done is kept: what failed may be tried again."""
        invocation = environ.get(INVOCATION)
        if not invocation or environ["REQUEST_METHOD"] in READS or not answer[0].startswith("2") or len(answer[2]) > LARGEST_BODY:
            return
        self._answers[invocation] = answer
        # Another thread may take the last one at the same time, for another service.
        while len(self._answers) > MOST_ANSWERS:
            self._answers.popitem(last=False)

    def forget(self) -> None:
        self._answers.clear()
