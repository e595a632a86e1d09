"""The HTTP shell around simulated vendors: one port each, one lock each, all in one background thread's loop.

Work runs in a small pool, so that a slow answer of one vendor holds up nobody else. A dropped request
ends with its connection closed and not a byte sent.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeAlias

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from .http import Dropped, Request, Response, Vendor

Message: TypeAlias = dict[str, Any]
Control: TypeAlias = Callable[[Request, datetime], Response]
Lock: TypeAlias = AbstractContextManager[Any]
_Peer: TypeAlias = tuple[str, int]
_WORKERS = 16
_START_SECONDS = 10.0


class Clock(Protocol):
    """The vendors' time."""

    def now(self) -> datetime: ...


class Troubles(Protocol):
    """Faults that strike before the work, or after it when only the answer is lost; work that was put off."""

    def before(self, vendor: str, request: Request, now: datetime) -> Response | None: ...

    def overdue(self, vendor: str, now: datetime) -> list[tuple[datetime, Request]]: ...

    def after(
        self, vendor: str, request: Request, response: Response, now: datetime
    ) -> Response: ...


@dataclass(slots=True)
class _Desk:
    """What answers on one port."""

    name: str
    answer: Control
    locks: list[Lock]


class _Shell:
    """The ASGI application: finds the desk by the port, and lets the pool do the work."""

    def __init__(self, desks: Mapping[int, _Desk], clock: Clock, troubles: Troubles | None) -> None:
        self._desks = desks
        self._clock = clock
        self._troubles = troubles
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="sandbox")
        self.peers: dict[_Peer, asyncio.Transport] = {}

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        request = _request(scope, await _body(receive))
        desk = self._desks[scope["server"][1]]
        loop = asyncio.get_running_loop()
        try:
            response = await loop.run_in_executor(self._pool, self._answer, desk, request)
        except Dropped:
            await self._hang_up(tuple(scope["client"]), receive)
            return
        headers = [(k.lower().encode(), v.encode("latin-1")) for k, v in response.headers.items()]
        headers.append((b"content-length", str(len(response.body)).encode()))
        start = {"type": "http.response.start", "status": response.status, "headers": headers}
        await send(start)
        await send({"type": "http.response.body", "body": response.body})

    def _answer(self, desk: _Desk, request: Request) -> Response:
        now = self._clock.now()
        spoiled = self._troubles.before(desk.name, request, now) if self._troubles else None
        if spoiled is not None:
            return spoiled
        with ExitStack() as held:
            for lock in desk.locks:
                held.enter_context(lock)
            for at, late in self._troubles.overdue(desk.name, now) if self._troubles else ():
                desk.answer(late, at)
            response = desk.answer(request, now)
        if self._troubles is None:
            return response
        return self._troubles.after(desk.name, request, response, now)

    async def _hang_up(self, peer: _Peer, receive: Callable[[], Awaitable[Message]]) -> None:
        transport = self.peers.get(peer)
        if transport is not None:
            transport.abort()
        # uvicorn answers 500 for a request that got nothing, unless it has seen the connection go.
        while (await receive())["type"] != "http.disconnect":
            pass

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def _protocol(shell: _Shell) -> type[asyncio.Protocol]:
    """uvicorn's own protocol, which also tells the shell which connections are open."""

    class Connection(H11Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            if isinstance(transport, asyncio.Transport):
                shell.peers[transport.get_extra_info("peername")] = transport
                super().connection_made(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            shell.peers.pop(self.transport.get_extra_info("peername"), None)
            super().connection_lost(exc)

    return Connection


class _Server(uvicorn.Server):
    """Tells when it is up; ends at once, without waiting for idle connections."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.is_up.set()


class RunningServer:
    """Simulated vendors that listen. `urls` by vendor name; `stop` ends them, also when called twice."""

    def __init__(
        self,
        urls: Mapping[str, str],
        control_url: str,
        server: _Server,
        sockets: list[socket.socket],
        shell: _Shell,
    ) -> None:
        self.urls = dict(urls)
        self.control_url = control_url
        self._server = server
        self._shell = shell
        self._thread = threading.Thread(
            target=server.run, args=(sockets,), name="sandbox-server", daemon=True
        )
        self._thread.start()
        if not server.is_up.wait(_START_SECONDS):
            raise TimeoutError("the simulated vendors did not come up")

    def stop(self) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join()
        self._shell.close()

    def __enter__(self) -> RunningServer:
        return self

    def __exit__(self, *_reason: object) -> None:
        self.stop()


def serve(
    vendors: Mapping[str, Vendor],
    *,
    clock: Clock,
    control: Control | None = None,
    faults: Troubles | None = None,
    host: str = "127.0.0.1",
    ports: Mapping[str, int] | None = None,
    lock: Lock | None = None,
) -> RunningServer:
    """Let every vendor (and the control desk) listen on a port of its own, chosen by the system unless given.

    Each vendor answers one request at a time; while the control desk works, all of them stand still. A
    re-entrant `lock` that the caller shares takes the place of the vendors' own.
    """
    wanted = ports or {}
    answers: dict[str, Control] = {name: vendor.handle for name, vendor in vendors.items()}
    if control is not None:
        answers["control"] = control
    sockets = {name: _listen(host, wanted.get(name, 0)) for name in answers}
    locks = {name: [lock or threading.Lock()] for name in vendors}
    locks["control"] = [lock] if lock else [own for each in locks.values() for own in each]
    desks = {
        sockets[name].getsockname()[1]: _Desk(name, answers[name], locks[name]) for name in answers
    }
    urls = {name: f"http://{host}:{sockets[name].getsockname()[1]}" for name in answers}
    control_url = urls.pop("control", "") if control is not None else ""
    shell = _Shell(desks, clock, faults)
    config = uvicorn.Config(
        shell,
        lifespan="off",
        access_log=False,
        log_config=None,
        log_level=logging.ERROR,
        server_header=False,
        date_header=False,
        ws="none",
        loop="asyncio",
        http=_protocol(shell),
        timeout_keep_alive=75,
    )
    return RunningServer(urls, control_url, _Server(config), list(sockets.values()), shell)


def _listen(host: str, port: int) -> socket.socket:
    # The protocol is named because asyncio sends at once (TCP_NODELAY) only on sockets that say TCP.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(512)
    return listener


async def _body(receive: Callable[[], Awaitable[Message]]) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _request(scope: Message, body: bytes) -> Request:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    query = scope["query_string"].decode("latin-1")
    return Request(scope["method"], scope["path"], query, headers, body)
