"""The places where a process can end: both sides of every commit and of every call on the wire, counted as they pass.

They are seen from outside: SQLite's trace of what it runs, and a transport around httpx's. Nothing shipped knows of them.
"""

from __future__ import annotations

import json
import re
import resource
from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
from sqlalchemy import Engine, event

from podbridge_desktop.bootstrap.container import Container

Act = Callable[[str], None]
COMMIT = "before commit"


class Failpoints:
    """Calls `act` at the points from number `at` on, as many as `times`. `only` counts points of that name alone."""

    def __init__(self, act: Act, *, at: int, times: int = 1, only: str = "") -> None:
        self.seen: list[str] = []
        self._act, self._range, self._only = act, range(at, at + times), only

    def reach(self, name: str) -> None:
        if self._only in {"", name}:
            self.seen.append(name)
            if len(self.seen) in self._range:
                self._act(name)

    def watch_commits(self, engine: Engine) -> None:
        """A connection that comes back to the pool after a write has committed it (or rolled it back)."""
        begun: dict[int, str] = {}

        def before(connection: int, statement: str) -> None:
            if statement.startswith("BEGIN"):
                begun[connection] = statement
            elif statement == "COMMIT" and begun[connection] == "BEGIN IMMEDIATE":
                begun[connection] = statement
                self.reach(COMMIT)

        def watch(driver: Any, _record: object, _proxy: object) -> None:
            driver.set_trace_callback(partial(before, id(driver)))

        def after(driver: object, _record: object) -> None:
            _let_write()
            if begun.pop(id(driver), "") == "COMMIT":
                self.reach("after commit")

        event.listen(engine.pool, "checkout", watch)
        event.listen(engine.pool, "checkin", after)


class Wire(httpx.BaseTransport):
    """The real transport between two points: nothing sent yet; and done at the vendor, its answer still unread."""

    def __init__(self, points: Failpoints) -> None:
        self._points = points
        self._inner = httpx.HTTPTransport()
        self.container: Container | None = None
        self.unmeant: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        name = f"{request.method} {_bare(request.url.path)}"
        request.read()
        if self.container is not None and (unmeant := _unmeant(request, self.container)):
            self.unmeant.append(unmeant)
        self._points.reach(f"before {name}")
        response = self._inner.handle_request(request)
        response.read()
        self._points.reach(f"after {name}")
        return response

    def close(self) -> None:
        self._inner.close()


def _bare(path: str) -> str:
    return re.sub(r"(?<=/)[0-9a-f]{24}|@[\w-]+|(?<=/)\d[\d-]*", "#", path)


# --- the intent ------------------------------------------------------------------------------------------------------

_CONFIRM = re.compile(r"/orders/([^/]+)/(?:confirm|send_to_production\.json)$")


def _unmeant(request: httpx.Request, container: Container) -> str:
    """A call that spends or mails without its committed intent, named; empty for every other one."""
    if request.method != "POST":
        return ""
    path, body = request.url.path, request.content
    if confirm := _CONFIRM.search(path):
        asked = ("SELECT state FROM supplier_order WHERE remote_id = ?", confirm[1], "confirming")
    elif path.endswith(("/orders", "/orders.json")):
        asked = (
            "SELECT state FROM supplier_order WHERE external_id = ?",
            json.loads(body)["external_id"],
            "sending",
        )
    elif b"fulfillmentCreate" in body:
        number = json.loads(body)["variables"]["fulfillment"]["trackingInfo"]["number"]
        asked = ("SELECT state FROM shipment WHERE tracking_number = ?", number, "pushing")
    else:
        return ""
    statement, value, meant = asked
    with container._database.engine.connect() as conn:  # sees what is committed, and only that
        states = [row[0] for row in conn.exec_driver_sql(statement, (value,))]
    return "" if states == [meant] else f"{path} {value}: {states}"


# --- a disk that takes nothing ---------------------------------------------------------------------------------------


def refuse_writes(_name: str) -> None:
    """From now on the system writes to no file of this process: the next commit fails as on a broken disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def _let_write() -> None:
    if resource.getrlimit(resource.RLIMIT_FSIZE)[0] == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
