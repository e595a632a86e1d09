"""A listener on this computer for one answer of a browser sign-in: fixed port, one path, a few minutes."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar
from urllib.parse import parse_qsl, urlsplit

from podbridge_desktop.errors import BadInput, SignInFailed, Stopped

log = logging.getLogger(__name__)

PATIENCE = 120.0
_PAGE = b"""<!doctype html><meta charset="utf-8"><title>PodBridge</title>
<p style="font-family:sans-serif;margin:3em">Thank you. You can close this page and go back to PodBridge.</p>"""

Params = dict[str, str]


def params_of(address: str) -> Params:
    """The parameters of a callback address, also one that the seller pasted from the browser."""
    return dict(parse_qsl(urlsplit(address.strip()).query, keep_blank_values=True))


class _Server(HTTPServer):
    allow_reuse_address = (
        os.name == "posix"
    )  # elsewhere it would let another program share the port
    timeout = 0.2

    def __init__(self, family: int, host: str, port: int, path: str) -> None:
        self.address_family = family
        self.path, self.port = path, port
        self.params: Params | None = None
        super().__init__((host, port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 5
    server_version = "PodBridge"
    sys_version = ""
    _known: ClassVar[tuple[str, ...]] = ("localhost", "127.0.0.1", "[::1]")

    def do_GET(self) -> None:
        """Takes the first call of the right path and host; everything else is not for us."""
        hosts = {f"{name}:{self.server.port}" for name in self._known}
        fits = (
            urlsplit(self.path).path == self.server.path and self.headers.get("host", "") in hosts
        )
        if not fits or self.server.params is not None:
            self.send_error(404)
            return
        self.server.params = params_of(self.path)
        self.send_response(200)
        for name, value in (
            ("content-type", "text/html; charset=utf-8"),
            ("content-length", str(len(_PAGE))),
            ("cache-control", "no-store"),
            ("referrer-policy", "no-referrer"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(_PAGE)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        """Nothing: the path holds the code."""


def wait_for_callback(
    port: int,
    path: str,
    *,
    begin: Callable[[], object],
    stop: threading.Event,
    patience: float = PATIENCE,
) -> Params:
    """Listen, then `begin` (open the browser), and give the parameters of the first callback.

    Raises `BadInput` where the port is taken, `SignInFailed` when nobody came, `Stopped`.
    """
    with ExitStack() as stack:
        servers = [stack.enter_context(server) for server in _listen(port, path)]
        begin()
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if stop.is_set():
                raise Stopped("The sign-in was cancelled.")
            for server in servers:
                server.handle_request()
                if server.params is not None:
                    return server.params
    raise SignInFailed(
        "The sign-in in the browser was not finished in time.",
        hint="Try again, and choose Install or Allow on the page that opens.",
    )


def _listen(port: int, path: str) -> list[_Server]:
    """On 127.0.0.1, and on ::1 where this computer has it: `localhost` may mean either."""
    try:
        servers = [_Server(socket.AF_INET, "127.0.0.1", port, path)]
    except OSError as error:
        raise BadInput(
            f"Another program on this computer uses the port {port}, which the sign-in needs.",
            hint="Close other sign-in windows and programs that may use it, then try again.",
        ) from error
    try:
        servers.append(_Server(socket.AF_INET6, "::1", servers[0].server_port, path))
    except OSError:
        log.info("no listener on ::1; 127.0.0.1 alone is used")
    return servers
