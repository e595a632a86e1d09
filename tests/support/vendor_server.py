"""A simulated vendor behind a real socket on this computer: what connectors are tried against."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from podbridge_desktop.sandbox.http import Dropped, Request, Response

Handle = Callable[[Request], Response]


@dataclass
class VendorServer:
    """`handle` may be replaced at any time; every request is kept in `seen`."""

    handle: Handle
    port: int = 0
    seen: list[Request] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, request: Request) -> Response:
        self.seen.append(request)
        return self.handle(request)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no fault of the test."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _play(self) -> None:
        own = cast("Any", self.server).own
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            response = own.answer(Request(self.command, path, query, headers, body))
        except Dropped:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response_only(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if "content-length" not in response.headers:
            self.send_header("content-length", str(len(response.body)))
        self.end_headers()
        self.wfile.write(response.body)
        if response.headers.get("connection") == "close":
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _play  # noqa: N815  # the base class asks for these names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name
        """Nothing: tests speak for themselves."""


@contextmanager
def serving(handle: Handle) -> Iterator[VendorServer]:
    """A vendor on a free port, until the block ends."""
    own = VendorServer(handle)
    server = _Server(("127.0.0.1", 0), _Handler)
    server.own = own  # type: ignore[attr-defined]
    own.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield own
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class MovingClock:
    """Time that passes only by waiting: a connector's pauses move it, nothing sleeps."""

    at: datetime = datetime(2026, 11, 20, 12, tzinfo=UTC)
    paused: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def pause(self, seconds: float) -> None:
        self.paused.append(seconds)
        self.at += timedelta(seconds=seconds)
