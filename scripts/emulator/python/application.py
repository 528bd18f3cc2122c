"""What answers a request: our own routes, then the gap fillers, then moto.

moto keeps its state in plain dictionaries and its server has one thread a connection. Two requests to one service run one
after the other here, so that a conditional create is decided once and no list changes while it is read.
"""

from __future__ import annotations

import io
import json
import threading
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import patches
from faults import Fault, answer_fault
from gapfill import engine as gapfill
from lost_answers import LostAnswers
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from naming import describe_operation
from refusals import is_refused
from scope import request_scope

HEALTH_PATH = "/_portcullis/health"
RESET_PATH = "/_portcullis/reset"
MOTO_RESET_PATH = "/moto-api/reset"

Answer = tuple[str, list[tuple[str, str]], bytes]


class Activity:
    """When the last request came, and how many are under way: what the idle time-out asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = time.monotonic()
        self._open = 0
        self.requests = 0

    def begin(self) -> None:
        with self._lock:
            self._open += 1
            self.requests += 1

    def end(self) -> None:
        with self._lock:
            self._open -= 1
            self._last = time.monotonic()

    def idle_seconds(self) -> float:
        with self._lock:
            return 0.0 if self._open else time.monotonic() - self._last


class Application:
    def __init__(self, state: dict[str, Any], activity: Activity) -> None:
        self._state = state
        self._activity = activity
        self._moto = DomainDispatcherApplication(create_backend_app)
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._lost = LostAnswers()
        patches.install()
        gapfill.load()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == HEALTH_PATH:
            return self._respond(start_response, environ, self._health())
        self._activity.begin()
        started = time.monotonic()
        try:
            keep_body(environ)
            answer = self._answer(environ)
        finally:
            self._activity.end()
        log(environ, answer[0], time.monotonic() - started)
        return self._respond(start_response, environ, answer)

    def _answer(self, environ: dict[str, Any]) -> Answer:
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        if path == RESET_PATH:
            return self._reset() if method == "POST" else json_answer("405 METHOD NOT ALLOWED", {"message": "use POST"})
        if path.startswith("/moto-api"):
            if path == MOTO_RESET_PATH and method == "POST":
                gapfill.reset()
                self._lost.forget()
            return collect(self._moto, environ)
        scope = request_scope(environ)
        try:
            with self._locks[scope.service]:
                return self._lost.find(environ) or self._carry_out(environ, scope)
        except Fault as fault:
            return answer_fault(environ, scope, fault)
        except NotImplementedError:
            return answer_fault(environ, scope, Fault.unknown_operation(describe_operation(environ, scope)))
        except Exception as error:  # noqa: BLE001 - whatever moto throws becomes an answer that names the operation
            traceback.print_exc()
            return answer_fault(environ, scope, Fault.defect(describe_operation(environ, scope), error))

    def _carry_out(self, environ: dict[str, Any], scope: Any) -> Answer:
        answer = gapfill.answer(environ, scope) or self._ask_moto(environ, scope)
        self._lost.keep(environ, answer)
        return answer

    def _ask_moto(self, environ: dict[str, Any], scope: Any) -> Answer:
        host = self._moto.infer_service_region_host(environ, environ["PATH_INFO"])
        if is_refused(environ, scope) or (host is not None and self._moto.get_backend_for_host(host) is None):
            raise NotImplementedError
        status, headers, body = collect(self._moto, environ)
        # Flask's own page: no route of moto's fits, so moto does not know this REST operation.
        if status.startswith(("404", "405")) and b"<!doctype html>" in body[:64].lower():
            raise NotImplementedError
        return status, headers, body

    def _health(self) -> Answer:
        return json_answer(
            "200 OK",
            {**self._state, "idleSeconds": round(self._activity.idle_seconds(), 1), "requests": self._activity.requests},
        )

    def _reset(self) -> Answer:
        gapfill.reset()
        self._lost.forget()
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": MOTO_RESET_PATH,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": str(self._state["port"]),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
        }
        return collect(self._moto, environ)

    def _respond(self, start_response: Callable[..., Any], environ: dict[str, Any], answer: Answer) -> Iterable[bytes]:
        status, headers, body = answer
        kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
        # A HEAD answer names the length of what GET would return, and moto has put it there.
        length = next((value for name, value in headers if name.lower() == "content-length"), str(len(body)))
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        has_no_body = status.startswith(("204", "304"))
        if not has_no_body:
            kept.append(("Content-Length", length if is_head else str(len(body))))
        start_response(status, kept)
        return [] if is_head or has_no_body else [body]


def keep_body(environ: dict[str, Any]) -> None:
    """Keeps the body where gap filler and moto can both read it. It is here whole: a slow sender holds up nobody's lock."""
    environ["portcullis.body"] = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))


def collect(application: Any, environ: dict[str, Any]) -> Answer:
    """Runs a WSGI application to its end and returns what it answered."""
    environ["wsgi.input"] = io.BytesIO(environ.get("portcullis.body", b""))
    answered: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], None]:
        answered[:] = [status, headers]
        return lambda data: None

    chunks = application(environ, start_response)
    try:
        body = b"".join(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close:
            close()
    return answered[0], answered[1], body


def json_answer(status: str, value: Any) -> Answer:
    return status, [("Content-Type", "application/json")], json.dumps(value).encode()


def log(environ: dict[str, Any], status: str, seconds: float) -> None:
    scope = request_scope(environ)
    attempt = environ.get("HTTP_AMZ_SDK_REQUEST", "")
    print(
        f"{time.strftime('%H:%M:%S')} {scope.service} {describe_operation(environ, scope)} "
        f"{scope.region} {status.split(' ')[0]} {seconds * 1000:.0f}ms"
        # A second attempt tells of an answer that was lost or refused.
        f"{'' if attempt.startswith('attempt=1') or not attempt else f' {attempt}'}",
        flush=True,
    )
