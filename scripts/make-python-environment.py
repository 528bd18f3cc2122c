"""Makes the private Python environment, or waits for whoever is making it.

    python make-python-environment.py FOLDER REQUIREMENTS

A virtual environment cannot be moved, so it is built where it stays; MARKER is written last, and an environment without
it is built again. FOLDER.lock is held by flock: a killed process leaves no lock behind.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
import venv
from collections import deque

MARKER = "complete"
PROGRESS_SECONDS = 5.0
# Settings of pip and Python that would put the packages elsewhere; those that say where packages come from stay.
MISLEADING = ("PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_ROOT", "PYTHONPATH", "PYTHONHOME")


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def main() -> int:
    folder, requirements = sys.argv[1:3]
    os.makedirs(os.path.dirname(folder), mode=0o700, exist_ok=True)
    with open(f"{folder}.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another process is making the Python environment: waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        if os.path.exists(os.path.join(folder, MARKER)):
            return 0
        return build(folder, requirements)


def build(folder: str, requirements: str) -> int:
    say(f"Making the Python environment in {folder} (once; a minute or two)")
    venv.create(folder, clear=True, with_pip=True, symlinks=True)
    code = install(os.path.join(folder, "bin", "python"), requirements)
    if code == 0:
        with open(os.path.join(folder, MARKER), "w") as marker:
            marker.write(time.strftime("%Y-%m-%dT%H:%M:%SZ\n", time.gmtime()))
    return code


def install(python: str, requirements: str) -> int:
    """Runs pip and tells how far it is every few seconds; its last lines if it fails."""
    environment = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    command = [python, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    # Only ready-made packages: nothing of theirs runs while they are installed, and no compiler is needed.
    command += ["--require-hashes", "--only-binary", ":all:", "-r", requirements]
    last_lines: deque[str] = deque(maxlen=12)
    collected, told = 0, time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            last_lines.append(line.rstrip())
            collected += line.startswith("Collecting ")
            if line.startswith("Installing collected packages"):
                say(f"  {collected} packages collected, installing them")
            elif time.monotonic() - told > PROGRESS_SECONDS:
                told = time.monotonic()
                say(f"  {collected} packages collected")
    if pip.returncode != 0:
        say("\n".join(last_lines))
    return pip.returncode


if __name__ == "__main__":
    sys.exit(main())
