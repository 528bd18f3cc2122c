"""The HTTP server under the emulator: werkzeug's, threaded, as moto uses it."""

from __future__ import annotations

import socket
from typing import Any

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import BaseWSGIServer
from werkzeug.serving import make_server as make_werkzeug_server


class RequestHandler(MotoRequestHandler):
    """Also a forward proxy for its own names: an absolute URI in the request line is taken as the host and path it names."""

    # Keep-alive: a provider makes hundreds of calls on a few connections.
    protocol_version = "HTTP/1.1"
    # Head and body of an answer are two writes: with Nagle's algorithm each answer would wait for a delayed ACK.
    disable_nagle_algorithm = True

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """The application writes the log: one line a request, without query strings, which may hold signatures."""


def make_server(host: str, port: int, application: Any, listener: socket.socket) -> BaseWSGIServer:
    return make_werkzeug_server(
        host, port, application, threaded=True, request_handler=RequestHandler, fd=listener.fileno()
    )
