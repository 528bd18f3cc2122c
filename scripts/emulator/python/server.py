"""The HTTP server under the emulator: one thread a connection, connections kept open.

werkzeug's own handler closes the connection after every answer and waits 10 ms for more input first; a provider makes
hundreds of calls on a few connections. moto's handler is kept for how it reads a request.
"""

from __future__ import annotations

import io
import socket
from http.server import ThreadingHTTPServer
from typing import Any

from moto.moto_server.werkzeug_app import MotoRequestHandler


class RequestHandler(MotoRequestHandler):
    """Also a forward proxy for its own names: an absolute URI in the request line is taken as the host and path it names."""

    protocol_version = "HTTP/1.1"
    # Longer than clients keep idle connections open, so that it is they who close them.
    timeout = 300
    disable_nagle_algorithm = True

    def run_wsgi(self) -> None:
        environ = self.make_environ()
        body = self._read_body(environ)
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        answered: list[Any] = []
        chunks = self.server.app(environ, lambda status, headers: answered.extend((status, headers)))  # type: ignore[attr-defined]
        content = b"".join(chunks)
        status, headers = answered
        code, _, reason = status.partition(" ")
        # Headers and body leave in one piece. Where another thread ran between two sends, Go's client at times gave the answer
        # up and sent the request once more (3 of 5,932 requests with up to 30 ms between the two, 0 of 20,347 without).
        connection, self.wfile = self.wfile, io.BytesIO()
        self.send_response(int(code), reason)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        answer, self.wfile = self.wfile, connection
        answer.write(content)
        connection.write(answer.getbuffer())

    def _read_body(self, environ: dict[str, Any]) -> bytes:
        """All of it, whoever wants it: what is left in the connection would be taken for the next request."""
        if environ.get("wsgi.input_terminated"):
            return bytes(environ["wsgi.input"].read())
        return self.rfile.read(int(environ.get("CONTENT_LENGTH") or 0))

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """The application writes the log: one line a request, without query strings, which may hold signatures."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    # Both are asked for by the handler's base class.
    multithread = True
    multiprocess = False
    ssl_context = None

    def __init__(self, listener: socket.socket, app: Any) -> None:
        super().__init__(listener.getsockname(), RequestHandler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.server_name, self.server_port = listener.getsockname()
        self.app = app

    def log(self, kind: str, message: str, *arguments: Any) -> None:
        """The base class reports broken requests here."""
        print(f"{kind}: {message % arguments if arguments else message}", flush=True)
