"""A practice vendor behind a real socket, as new for every test, and connectors to it."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from PIL import Image

from podbridge_desktop.connectors import registry
from podbridge_desktop.domain.ports import ConnectionSpec
from podbridge_desktop.sandbox.faults import Fault, Faults
from podbridge_desktop.sandbox.http import Request, Response
from podbridge_desktop.sandbox.serve import serve
from tests.conformance.desk import Calls, Desk
from tests.support.vendor_server import MovingClock, serving

Rewrite = Callable[[Request, Response], Response]
FAR = timedelta(days=3650)
NOWHERE = "http://127.0.0.1:9"  # nobody listens there


class Door(Faults):
    """The faults, and an ear at the door: what was asked, and what happens between an answer and the next question."""

    def __init__(self) -> None:
        self.gate, self.waiting = threading.Event(), threading.Event()
        super().__init__(self._wait)
        self.renew()

    def renew(self) -> None:
        self.clear()
        self.gate.clear()
        self.waiting.clear()
        self._answered: list[tuple[datetime, Request]] = []
        self.rewrite: Rewrite = lambda _request, response: response
        self._meanwhile: list[tuple[Calls, Callable[[], object]]] = []
        self._ordered: list[Fault] = []
        self._failed: list[Exception] = []

    def order(self, fault: Fault) -> None:
        self._ordered.append(fault)
        super().order(fault)

    def check(self) -> None:
        """What a test ordered has happened: else it proves nothing."""
        assert self._failed == []
        assert self._meanwhile == []
        assert [each for each in self._ordered if not each.struck] == []

    def meanwhile(self, calls: Calls, *deeds: Callable[[], object]) -> None:
        """One deed after each of the next matching answers, before the next question comes."""
        self._meanwhile += [(calls, deed) for deed in deeds]

    def after(self, vendor: str, request: Request, response: Response, now: datetime) -> Response:
        self._answered.append((now, request))
        found = next((each for each in self._meanwhile if each[0].has(request)), None)
        if found:
            self._meanwhile.remove(found)
            self._do(found[1])
        return super().after(vendor, request, self.rewrite(request, response), now)

    def _do(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except Exception as error:
            self._failed.append(error)
            raise

    def times(self, calls: Calls) -> list[datetime]:
        """When they were carried out."""
        return [now for now, request in self._answered if calls.has(request)]

    def _wait(self, _seconds: float) -> None:
        """A slow answer comes when the test is over; nobody sits it out."""
        self.waiting.set()
        self.gate.wait()


class World:
    """One vendor, its faults and its clock, which a connector's pauses move."""

    def __init__(self, desk: Desk, door: Door, clock: MovingClock) -> None:
        self.desk, self.door, self.clock = desk, door, clock
        self.url = self.pictures = ""
        self.saved: dict[str, str] = {}
        self._made: list[Any] = []
        self._begin = clock.at
        self._state = desk.vendor.dump()

    def renew(self) -> None:
        """Everything as it was when the vendor opened."""
        self.end()
        self.door.overdue(self.desk.platform, self._begin + FAR)
        self.door.renew()
        self.desk.vendor.load(self._state)
        self.clock.at = self._begin
        self.clock.paused.clear()
        self.saved.clear()

    def end(self) -> None:
        self.door.gate.set()
        for each in self._made:
            each.close()
        self._made.clear()

    def connect(
        self,
        *,
        fields: Mapping[str, str] | None = None,
        secrets: Mapping[str, str] | None = None,
        url: str = "",
        may_write: Callable[[], None] = lambda: None,
    ) -> Any:
        """A connector, built as the program builds it. What it saves is read again, as from a keyring."""
        if secrets is not None:
            self.saved.clear()
            self.saved.update(secrets)
        elif not self.saved:
            self.saved.update(self.desk.secrets(self.clock.now()))
        spec = ConnectionSpec(
            id=f"{self.desk.platform}-1",
            platform=self.desk.platform,
            name="Desk",
            fields=self.desk.fields if fields is None else fields,
            api_url=url or self.url,
            facts={},
            secret=self.saved.get,
            save_secret=self.saved.__setitem__,
            may_write=may_write,
        )
        made = registry.build(
            spec, pause=self.clock.pause, clock=self.clock, monotonic=self.clock.monotonic
        )
        self._made.append(made)
        return made

    def trouble(self, kind: str, calls: Calls, **how: Any) -> None:
        self.door.order(calls.fault(self.desk.platform, kind, **how))

    def never_told(self) -> set[str]:
        return {each for each in (*self.saved.values(), *self.desk.never_told()) if each}


def painted(request: Request) -> Response:
    """A small picture whose color depends on its name."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (sum(request.path.encode()) % 256, 80, 120)).save(out, "PNG")
    return Response(200, out.getvalue(), {"content-type": "image/png"})


@contextmanager
def opened(desk: Desk) -> Iterator[World]:
    """The vendor on a free port of this computer, until the block ends."""
    door, clock = Door(), MovingClock()
    with (
        serving(painted) as studio,
        serve({desk.platform: desk.vendor}, clock=clock, faults=door) as running,
    ):
        world = World(desk, door, clock)
        world.url, world.pictures = running.urls[desk.platform], studio.url
        desk.opened(world)
        try:
            yield world
        finally:
            world.end()
