"""The only HTTP client: time-outs, limits, brief repeats of reads, and what a failure means.

    failed before the request was written    Unreachable
    429                                      Busy
    a read that broke                        one short repeat, then VendorFault
    a write whose class is unknown at sight  UnknownOutcome, never repeated here
    anything else                            the answer, for the connector

What a write's end proves stands in `outcomes`.

Nothing secret stands in what is raised or logged: no headers, no query, no body.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from weakref import WeakSet

import httpx
import msgspec

from podbridge_desktop import __version__
from podbridge_desktop.connectors.answer import Answer, Readable, looks_like_json
from podbridge_desktop.connectors.endpoint import checked, host_of, is_loopback, tls
from podbridge_desktop.connectors.outcomes import LOST, UNSENT, Body, Ending, Outcome, at_sight
from podbridge_desktop.connectors.rate_limit import Limiter, Pause
from podbridge_desktop.domain.ports import CallFigures
from podbridge_desktop.errors import (
    BadInput,
    Busy,
    PodBridgeError,
    SignInFailed,
    Stopped,
    UnknownOutcome,
    Unreachable,
    VendorFault,
)

__all__ = ["Answer", "ApiClient", "Files", "Readable", "Transport", "looks_like_json"]

Transport = httpx.BaseTransport  # for callers that hand one through without importing httpx
Files = Mapping[str, tuple[str, bytes, str]]  # field: file name, bytes, kind

log = logging.getLogger(__name__)
for _noisy in ("httpx", "httpcore"):  # they log query strings and headers, which may hold secrets
    logging.getLogger(_noisy).setLevel(logging.WARNING)

READ_TRIES = 2
SHORT_PAUSE = 0.5
_TIMEOUT = httpx.Timeout(30, connect=5)
_MOST = 20 * 1024 * 1024  # of a file that somebody shows to everybody
_OPENED = frozenset({"connection.connect_tcp.complete", "connection.start_tls.complete"})
_WRITING = frozenset({"http11.send_request_headers.started"})


class _Broken(Exception):
    """No usable answer came although the request was, or may have been, written."""

    def __init__(self, details: str, wait: timedelta | None = None) -> None:
        super().__init__(details)
        self.details = details
        self.wait = wait


class ApiClient:
    """Calls to one vendor for one connection. Safe for several threads; `abort` ends what is under way.

    `may_write` is asked right before each change is sent, after every wait, and raises where nothing may be changed.
    """

    def __init__(  # noqa: PLR0913  # what makes a client, each by its name
        self,
        *,
        base_url: str,
        allowed_hosts: frozenset[str],
        headers: Callable[[], Mapping[str, str]],
        limiter: Limiter,
        pause: Pause,
        vendor: str,
        transport: httpx.BaseTransport | None = None,
        told_wait: Callable[[Answer], timedelta | None] = lambda answer: answer.retry_after,
        may_write: Callable[[], None] = lambda: None,
    ) -> None:
        base = checked(base_url)
        if host_of(base) not in allowed_hosts:
            raise BadInput(f"{host_of(base)} is not an address of {vendor}.")
        self._vendor, self._headers, self._limiter, self._pause = vendor, headers, limiter, pause
        self._key = vendor.casefold()  # its name in the table of outcomes
        self._lock = threading.Lock()
        self._sockets: WeakSet[socket.socket] = WeakSet()
        self._aborted = False
        self._may_write = may_write
        self._told_wait = told_wait  # some vendors say it in the body of a 429
        self._traceable = transport is None  # another transport does not tell when it writes
        self._calls = self._failures = self._writes = 0
        self._under_way = 0
        self._http = httpx.Client(
            base_url=base,
            verify=tls(),
            timeout=_TIMEOUT,
            follow_redirects=False,  # a redirect would carry the key to another host
            trust_env=not is_loopback(host_of(base)),  # a proxy never stands before this computer
            transport=transport,
            headers={"user-agent": f"PodBridge-Desktop/{__version__}"},
        )

    def read(  # noqa: PLR0913  # one call; its parts go by name
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        json: object = None,
        data: Mapping[str, str] | None = None,
        route: str = "",
        cost: float = 1.0,
        readable: Readable = looks_like_json,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """A call that changes nothing: repeated once, shortly, when the vendor breaks."""
        request = self._request(method, path, params=params, json=json, data=data, headers=headers)
        for last in range(1, READ_TRIES + 1):
            try:
                return self._call(request(), route, cost, readable)
            except _Broken as error:
                self._stop_if_aborted()
                if last == READ_TRIES or error.wait:
                    raise VendorFault(
                        f"{self._vendor} did not answer properly. Nothing was changed; "
                        "PodBridge tries again by itself.",
                        wait=error.wait,
                        details=error.details,
                    ) from error
                self._pause(SHORT_PAUSE)
        raise AssertionError("unreachable")

    def write(  # noqa: PLR0913  # one call; its parts go by name
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        json: object = None,
        data: Mapping[str, str] | None = None,
        files: Files | None = None,
        route: str = "",
        cost: float = 1.0,
        readable: Readable = looks_like_json,
        headers: Mapping[str, str] | None = None,
        patience: float | None = None,
    ) -> Answer:
        """A call that changes something: sent once. `UnknownOutcome` when it may have happened.

        `patience` is how many seconds the vendor may take for it, where that is more than usual.
        """
        request = self._request(
            method, path, params=params, json=json, data=data, files=files, headers=headers
        )()
        if patience is not None:
            request.extensions["timeout"] = httpx.Timeout(patience, connect=5).as_dict()
        try:
            return self._call(request, route, cost, readable, changes=True)
        except _Broken as error:
            raise UnknownOutcome(
                f"{self._vendor} did not say whether it took the last change. "
                "PodBridge looks before it does anything again.",
                details=error.details,
            ) from error

    def figures(self) -> CallFigures:
        level = self._limiter.level
        with self._lock:
            return CallFigures(
                calls=self._calls,
                failures=self._failures,
                left=None if level.left is None else int(level.left),
                limit=None if level.capacity is None else int(level.capacity),
                write_calls=self._writes,
            )

    def abort(self) -> None:
        """End the calls under way within milliseconds and refuse new ones (for the stop)."""
        with self._lock:
            self._aborted = True
            sockets = list(self._sockets)
        for each in sockets:
            try:
                # the plain method: an SSL socket's own would race with the reading thread
                socket.socket.shutdown(each, socket.SHUT_RDWR)
            except OSError:
                log.debug("a connection to %s was closed already", self._vendor)

    def close(self) -> None:
        """Refuse new calls; what was sent gets its answer, and the last call under way closes the connections.

        A socket that is closed while another thread waits on it can leave that thread waiting, on nothing or on
        whatever gets its number next. And a change that was sent is worth its answer.
        """
        with self._lock:
            self._aborted = True
            idle = not self._under_way
        if idle:
            self._http.close()

    def _request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None,
        json: object,
        data: Mapping[str, str] | None = None,
        files: Files | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Callable[[], httpx.Request]:
        if not path.startswith("/") or path.startswith("//"):
            raise ValueError("a path of the vendor is expected, not an address")
        body = None if json is None else msgspec.json.encode(json)
        kind = {} if body is None else {"content-type": "application/json"}

        def build() -> httpx.Request:  # afresh for each try: the key may have been renewed
            sent = {"accept": "application/json", **kind, **self._headers(), **(headers or {})}
            if not all(value.isascii() and value.isprintable() for value in sent.values()):
                raise SignInFailed(
                    f"The key for {self._vendor} has characters that no key has.",
                    hint="Copy the key again, without blanks or line breaks, and save it.",
                )
            return self._http.build_request(
                method,
                path,
                params=None if params is None else dict(params),
                content=body,
                data=None if data is None else dict(data),
                files=None if files is None else dict(files),
                headers=sent,
            )

        return build

    def _call(
        self,
        request: httpx.Request,
        route: str,
        cost: float,
        readable: Readable,
        *,
        changes: bool = False,
    ) -> Answer:
        self._limiter.acquire(route, cost)
        if changes:
            self._may_write()
        self._begin(changes=changes)
        try:
            answer = self._exchange(request, route)
            self._limiter.learn(route, answer.headers)
            self._judge(answer, readable(answer), changes=changes)
        except (PodBridgeError, _Broken):
            with self._lock:
                self._failures += 1
            raise
        finally:
            self._end()
        return answer

    def _begin(self, *, changes: bool) -> None:
        with self._lock:
            self._stop_if_aborted()
            self._under_way += 1
            self._calls += 1
            self._writes += changes

    def _end(self) -> None:
        with self._lock:
            self._under_way -= 1
            last = self._aborted and not self._under_way
        if last:
            self._http.close()

    def _exchange(self, request: httpx.Request, route: str) -> Answer:
        written = threading.Event()

        def trace(event: str, details: Mapping[str, object]) -> None:
            if event in _WRITING:
                written.set()
            elif event in _OPENED:
                self._watch(details["return_value"])

        request.extensions["trace"] = trace
        try:
            response = self._http.send(request)
        except (httpx.TransportError, httpx.DecodingError) as error:
            kind = type(error).__name__
            log.info("%s %s: %s", self._vendor, route or request.url.path, kind)
            early = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError)
            unsent = early or (self._traceable and not written.is_set())
            ending = Ending(UNSENT if unsent else LOST)
            if at_sight(self._key, route, ending) is Outcome.NOT_EXECUTED:
                self._stop_if_aborted()
                raise Unreachable(
                    f"{self._vendor} cannot be reached. Nothing was sent; PodBridge tries again by itself.",
                    hint="Check the internet connection of this computer.",
                    details=kind,
                ) from error
            raise _Broken(kind) from error
        headers = {name.lower(): value for name, value in response.headers.items()}
        log.debug("%s %s: %s", self._vendor, route or request.url.path, response.status_code)
        return Answer(response.status_code, headers, response.content, route)

    def _judge(self, answer: Answer, is_readable: bool, *, changes: bool) -> None:
        status = answer.status
        body = Body.FOREIGN if answer.ok and not is_readable else Body.UNREAD
        verdict = at_sight(self._key, answer.route, Ending(str(status), body)) if changes else None
        if status == 429 and verdict in {None, Outcome.NOT_EXECUTED}:
            wait = self._told_wait(answer)
            if wait:
                self._limiter.hold(wait.total_seconds(), answer.route)
            raise Busy(
                f"{self._vendor} asks us to wait. PodBridge goes on by itself.",
                wait=wait,
                details=f"HTTP 429 {answer.request_id}".strip(),
            )
        broken_read = status == 408 or status >= 500 or body is Body.FOREIGN
        if verdict is Outcome.UNKNOWN or (broken_read and not changes):
            kind = "unreadable" if answer.ok else ""
            details = " ".join(filter(None, [f"HTTP {status}", kind, answer.request_id]))
            raise _Broken(details, answer.retry_after)

    def _watch(self, stream: object) -> None:
        """Remember the socket under `stream` (httpcore's), so that `abort` can end a call that waits."""
        inside = getattr(stream, "get_extra_info", None)
        found = inside("socket") if inside else None
        if not isinstance(found, socket.socket):
            return
        with self._lock:
            late = self._aborted
            self._sockets.add(found)
        if late:  # opened too late for `abort` to have met it
            found.close()

    def _stop_if_aborted(self) -> None:
        if self._aborted:
            raise Stopped("PodBridge is stopping.")


def download(url: str, *, most: int = _MOST, transport: Transport | None = None) -> bytes:
    """A public file: no key, no cookies, no redirects, no more than `most` bytes.

    Raises `Unreachable` without an answer, `BadInput` for an answer that is no such file.
    """
    host = host_of(url)
    body = bytearray()
    try:
        with (
            httpx.Client(
                verify=tls(), timeout=_TIMEOUT, transport=transport, trust_env=not is_loopback(host)
            ) as http,
            http.stream("GET", url) as response,
        ):
            for piece in response.iter_bytes() if response.status_code == 200 else ():
                body += piece
                if len(body) > most:
                    raise BadInput("This file is too large.", details=f"{host}: over {most} bytes")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unreachable(f"{host} cannot be reached.", details=type(error).__name__) from error
    if response.status_code != 200:
        raise BadInput("There is no such file.", details=f"{host}: HTTP {response.status_code}")
    return bytes(body)


def upload(
    url: str,
    fields: Mapping[str, str],
    file: tuple[str, bytes, str],
    *,
    transport: Transport | None = None,
) -> None:
    """Bring a file (name, bytes, kind) to an address that a vendor gave for it: a form whose last part is the file.

    Raises `Unreachable` without an answer, `VendorFault` where it was not taken. It may be repeated.
    """
    host = host_of(url)
    try:
        with httpx.Client(
            verify=tls(), timeout=_TIMEOUT, transport=transport, trust_env=not is_loopback(host)
        ) as http:
            response = http.post(url, data=dict(fields), files={"file": file})
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unreachable(f"{host} cannot be reached.", details=type(error).__name__) from error
    if not response.is_success:
        raise VendorFault(
            "A picture was not taken. PodBridge tries again by itself.",
            details=f"{host}: HTTP {response.status_code}",
        )
