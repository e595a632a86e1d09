"""One seed's world: the vendors, the true time, the computer's clock and disk, and the log of what happened."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.errors import StoreTrouble
from podbridge_desktop.services.routes import RouteWish
from podbridge_desktop.storage import sqlite
from tests.simulation import books
from tests.simulation.calls import Call
from tests.simulation.disk import Killed
from tests.simulation.life import Life
from tests.simulation.matrix import Matrix
from tests.simulation.process import Process, WallClock
from tests.simulation.swarm import STALLS, Fault, swarm
from tests.simulation.template import PAIRS, template
from tests.simulation.watch import Watch
from tests.simulation.wire import Wire
from tests.support.virtual import VirtualClock
from tests.support.virtual_shop import KEY

_MOVES_MONEY = ("send_order", "confirm_order", "push_tracking")
_ROUNDS = ("pull_orders", "poll_supplier", "pull_products", "pull_listings", "check_connection")
# States that last for minutes only, or that few orders come to: what strikes there strikes so many times as often.
# So are those in which money moves.
SELDOM = {
    "checked", "partly_shipped", "failed", "parcel new", "parcel pushing", "sending", "drafted", "confirming",
}  # fmt: skip
SELDOM_MORE = 5
_STATES = {
    "row": "SELECT state FROM supplier_order WHERE id = ?",
    "parcel": "SELECT 'parcel ' || state FROM shipment WHERE id = ?",
    "all": "SELECT DISTINCT state FROM supplier_order WHERE state NOT IN ('cancelled', 'delivered')",
    "of": "SELECT DISTINCT state FROM supplier_order WHERE order_id = ?",
}


class World:
    """Everything that outlives a kill. Used by one thread."""

    def __init__(self, folder: Path, seed: int, tell: Any = None) -> None:
        self.seed, self.pair = seed, PAIRS[seed % len(PAIRS)]
        prepared = template(self.pair)
        self.swarm = swarm(self.stream("swarm"))
        self.file = folder / "podbridge.db"
        self.file.write_bytes(prepared.database)
        self.keys, self.ids = prepared.keyring(), prepared.ids
        store, supplier = prepared.vendors()
        self.vendors: dict[str, Any] = {"store": store, "supplier": supplier}
        self.clock = VirtualClock(prepared.moment)
        self.wall = WallClock(self.clock)
        self.quota_until = dict.fromkeys(self.vendors, prepared.moment)
        self.matrix, self.log = Matrix(), hashlib.sha256()
        self.violations: list[tuple[str, str]] = []
        self.struck: Counter[str] = Counter()
        self.stormy, self.doubled = False, False
        self.assisted = self.stream("mode").random() < 0.5
        self._tell, self._chance, self._charges, self.lives = tell, self.stream("faults"), 0, 0
        self._stalls = self.stream("stalls")
        self.ever_wanted: Counter[str] = Counter()
        self.latency = self.stream("network").choice(((0.05, 0.8), (0.01, 0.08)))  # seconds a call
        self.glance = sqlite.connect(self.file, KEY)
        self.watch = Watch(self, self.violate)
        self.wire = Wire(self)
        self.life = Life(self)
        self.process: Process | None = None
        self.interrupted: Callable[[int], None] = lambda _order: None  # what the seller does then

    def stream(self, purpose: str) -> random.Random:
        """Chance of its own for each purpose, so that one more draw here changes nothing there."""
        return random.Random(f"{self.seed}-{purpose}")

    # what happened

    def note(self, text: str) -> None:
        line = f"{self.clock.now():%d %H:%M:%S.%f} {text}"
        self.log.update(line.encode())
        if self._tell is not None:
            self._tell(line)

    def violate(self, number: str, text: str) -> None:
        self.note(f"VIOLATION {number}: {text}")
        if (number, text) not in self.violations:
            self.violations.append((number, text))

    def query(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        return list(self.glance.execute(statement, values).fetchall())

    def strike(
        self,
        among: tuple[Fault, ...],
        about: str,
        chance: random.Random | None = None,
        *,
        tender: bool = False,
    ) -> Fault | None:
        """Whether one of these troubles comes now; noted with the states that it meets. `tender` moments, and states
        that are seldom, are struck more often; in a plot the moments only, or its act would not come to its end."""
        chance = chance or self._chance
        fault = self.swarm.pick(among, chance, SELDOM_MORE)
        if fault is None or (fault is Fault.ZOMBIE and self.doubled):
            return None
        states = self.states_at_work()
        often = tender or not (self.swarm.is_plot or SELDOM.isdisjoint(states))
        if not often and chance.random() * SELDOM_MORE >= 1:
            return None
        self.meets(fault, states, about)
        return fault

    def _disk(self, among: tuple[Fault, ...]) -> Fault | None:
        return self.strike(among, "") if self.stormy else None

    def _stall(self) -> None:
        """Between a job's commit and what it does next hours may pass, or another engine may take over."""
        if not self.stormy or self.doubled or self.process is None or self.process.at_work is None:
            return
        tender = self.process.at_work.kind in _MOVES_MONEY
        fault = self.strike(STALLS, "", self._stalls, tender=tender)
        if fault is Fault.OVERTAKEN:
            self.other_engine()
        elif fault is Fault.PAUSED:
            hours = self._stalls.choice((0.02, 0.1, 1, 8))
            self.clock.advance(self.clock.now() + timedelta(hours=hours))
            self.interrupt()

    def interrupt(self) -> None:
        """The seller steps in while a job is paused: it may not believe what it read before."""
        job = self.process.at_work if self.process else None
        row = job.payload.get("supplier_order") if job else None
        for (order,) in self.query("SELECT order_id FROM supplier_order WHERE id = ?", row):
            self.interrupted(order)

    def meets(self, fault: Fault, states: list[str], about: str) -> None:
        self.note(f"fault: {fault} {about} {','.join(sorted(states))}")
        self.struck[fault.value] += 1
        self.matrix.struck(states, fault)

    def states_at_work(self) -> list[str]:
        """The states that the running job is about."""
        job = self.process.at_work if self.process else None
        if job is None:
            return []
        if job.kind in _ROUNDS:
            return (
                [state for (state,) in self.query(_STATES["all"])]
                if job.kind == "poll_supplier"
                else []
            )
        if "shipment" in job.payload:
            return [state for (state,) in self.query(_STATES["parcel"], job.number("shipment"))]
        row = job.payload.get("supplier_order", 0)
        return [state for (state,) in self.query(_STATES["row"], row)]

    def states_of(self, order: str) -> list[str]:
        """Where the supplier orders of a store order stand."""
        found = self.query("SELECT id FROM orders WHERE remote_id = ?", order)
        return [state for (id_,) in found for (state,) in self.query(_STATES["of"], id_)]

    # the program

    def start(self) -> Process:
        self.lives += 1
        return Process(
            self.file, self.keys, self.clock, self.wall, self.wire, self._disk, self._stall,
            self.stream(f"life {self.lives}"),
        )  # fmt: skip

    def live(self, until: datetime) -> None:
        """Let the program run; where it is killed, somebody starts it again after a while."""
        while self.clock.now() < until:
            try:
                if self.process is None:
                    self.process = self.start()
                self.process.run(until)
            except (Killed, StoreTrouble):
                self.note("killed")
                self.stop()
                self.clock.advance(min(until, self.clock.now() + self._pause()))

    def _pause(self) -> timedelta:
        return timedelta(minutes=self._chance.choice((0, 0, 1, 5, 20, 60, 300)))

    def stop(self) -> None:
        if self.process is not None:
            self.process.end()
        self.process = None

    def other_engine(self) -> None:
        """A second engine on the same file, as after a lock that was lost; it is gone before the first one wakes up."""
        first, self.doubled = self.process, True
        hours = timedelta(hours=self._chance.choice((0.3, 1, 4)))
        self.process = None
        try:
            self.process = self.start()
            self.process.run(self.clock.now() + hours)
        except (Killed, StoreTrouble):
            self.note("the second engine was killed")
        finally:
            self.stop()
            self.process, self.doubled = first, False

    def set_mode(self) -> None:
        """Switch the route on, as the seller of this seed likes it."""
        assert self.process is not None
        mode = Mode.ASSIST if self.assisted else Mode.AUTOMATIC
        self.process.actions.set_route(RouteWish(*self.pair, mode))

    # what is looked at after every call

    def check_no_transaction(self, call: Call) -> None:
        if self.process is not None and self.process.database.in_transaction:
            self.violate("I7", f"{call.name} is called inside a transaction")

    def after_call(self, call: Call) -> None:
        """Cheap where nothing was paid and nothing told."""
        if call.side == "supplier" and books.charges(self.vendors["supplier"]) != self._charges:
            self._charges = books.charges(self.vendors["supplier"])
            self.note("paid")
            self.check_production()
            self.life.charged()
        elif call.side == "store" and call.request.method == "POST":
            self.check_mails()

    def sold_changed(self) -> None:
        """An order was bought or changed: what was ever wanted of a line at one time is kept."""
        for each in books.sold(self.vendors["store"]):
            for line, quantity in each.wanted.items():
                self.ever_wanted[line] = max(self.ever_wanted[line], quantity)

    def check_production(self) -> None:
        for each in books.made(self.vendors["supplier"]):
            agreed = self.watch.agreed.get(each.name)
            if agreed is not None and each.paid is not None and each.paid > agreed:
                self.violate(
                    "I10", f"{each.name} cost {each.paid}, the seller said yes to {agreed}"
                )
        for line, quantity in books.produced(self.vendors["supplier"]).items():
            if quantity > self.ever_wanted[line]:
                self.violate(
                    "I1", f"line {line}: {quantity} paid for, {self.ever_wanted[line]} ever wanted"
                )

    def check_mails(self) -> None:
        for number, count in books.mails(self.vendors["store"]).items():
            if count > 1:
                self.violate("I4", f"parcel {number} was mailed {count} times")

    def close(self) -> None:
        self.stop()
        self.glance.close()
