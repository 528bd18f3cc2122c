"""Starts the embedded AWS: moto's server behind one small WSGI application of ours, on 127.0.0.1 only.

    python launcher.py --state FILE --instance ID [--port N] [--idle-minutes N] [--ready-fd N]

It writes FILE (mode 0600) once it listens, says so in one JSON line on the ready descriptor, and removes FILE when it ends.
It ends on SIGTERM, or by itself: after so many minutes without a request, or when FILE is gone, since nobody finds it then.
FILE.lock is held by flock while it lives, so one checkout has one emulator, and a killed one leaves nothing to clear away.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import fcntl
import json
import os
import signal
import socket
import sys
import threading
import time
from datetime import datetime, timezone
from typing import Any

HOST = "127.0.0.1"
CHECK_SECONDS = 1.0

# moto reads these when it is imported.
MOTO_SETTINGS = {
    # Without them attaching arn:aws:iam::aws:policy/... answers NoSuchEntity.
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
    # No browser page may talk to the emulator.
    "MOTO_DISABLE_GLOBAL_CORS": "true",
}


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Portcullis' embedded AWS")
    parser.add_argument("--state", required=True, help="file that says where the emulator listens")
    parser.add_argument("--instance", required=True, help="name of this run, returned by the health route")
    parser.add_argument("--port", type=int, default=0, help="0 (default): any free port")
    parser.add_argument("--idle-minutes", type=float, default=60, help="end after so many minutes without a request")
    parser.add_argument("--ready-fd", type=int, default=None, help="descriptor for the ready line")
    return parser.parse_args()


def report(descriptor: int | None, message: dict[str, Any]) -> None:
    """One JSON line to whoever started us; standard output when nobody gave a descriptor."""
    line = (json.dumps(message) + "\n").encode()
    if descriptor is None:
        sys.stdout.buffer.write(line)
        sys.stdout.flush()
        return
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(line)


def hold(lock_file: str) -> int | None:
    """Takes the checkout's lock until the process ends; None where another emulator has it."""
    descriptor = os.open(lock_file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def listen(port: int) -> socket.socket:
    """Binds before moto is imported, so that a port that is taken is known at once."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # Lets the same port be taken again right after a stop; a second listener is still refused.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, port))
    listener.listen(128)
    return listener


def write_state(state_file: str, state: dict[str, Any]) -> None:
    """Whole or not at all: written beside, then renamed."""
    temporary = f"{state_file}.{os.getpid()}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        json.dump(state, stream, indent=2)
    os.replace(temporary, state_file)


def watch(server: Any, activity: Any, idle_minutes: float, state_file: str) -> None:
    """Ends the server when it is idle for too long, or its state file (and perhaps the whole checkout) was removed."""
    while os.path.exists(state_file) and activity.idle_seconds() < idle_minutes * 60:
        time.sleep(CHECK_SECONDS)
    reason = f"no request for {idle_minutes:g} minutes" if os.path.exists(state_file) else "its state file is gone"
    print(f"{reason}: ending", flush=True)
    server.shutdown()


def main() -> int:
    arguments = parse_arguments()
    os.umask(0o077)
    if hold(f"{arguments.state}.lock") is None:
        report(arguments.ready_fd, {"error": "already-running"})
        return 1
    try:
        listener = listen(arguments.port)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        report(arguments.ready_fd, {"error": "port-taken" if taken else "cannot-listen", "detail": os.strerror(error.errno or 0)})
        return 1

    os.environ.update(MOTO_SETTINGS)
    port = listener.getsockname()[1]
    os.environ["MOTO_PORT"] = str(port)

    from application import Activity, Application
    from server import Server

    activity = Activity()
    state = {
        "version": 1,
        "endpoint": f"http://{HOST}:{port}",
        "port": port,
        "pid": os.getpid(),
        "instance": arguments.instance,
        "startedAt": datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "idleMinutes": arguments.idle_minutes,
    }
    server = Server(listener, Application(state, activity))
    # shutdown() waits for the serving loop, which is this very thread: ask from another.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown, daemon=True).start())

    write_state(arguments.state, state)
    watched = (server, activity, arguments.idle_minutes, arguments.state)
    threading.Thread(target=watch, args=watched, daemon=True).start()
    report(arguments.ready_fd, state)
    try:
        server.serve_forever()
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(arguments.state)
    return 0


if __name__ == "__main__":
    sys.exit(main())
