"""What the vendors last told by name, and what it forbids to pay for: checked at the moment a paying call is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from podbridge_desktop.sandbox.http import Response
from tests.simulation import books
from tests.simulation.books import Made, Sold
from tests.simulation.calls import Call

if TYPE_CHECKING:
    from tests.simulation.world import World


Said = list[tuple[Sold, datetime]]  # orders as the store told them, and when
FRESH = timedelta(minutes=10)  # of the store's word; a wait for a vendor's limits may lie between


class Watch:
    """`told` holds each store order as the store told it when it was last read by name, and the answer arrived whole."""

    def __init__(self, world: World, violate: Callable[[str, str], None]) -> None:
        self._world, self._violate = world, violate
        self._told: dict[str, Sold] = {}
        self._told_at: dict[str, datetime] = {}
        self.stopped: set[str] = set()  # our names of what the seller cancelled before it was paid
        self.held: set[str] = (
            set()
        )  # our names of what she held before it was paid, and did not release
        self.approved: set[str] = set()  # our names of what she said yes to
        self.agreed: dict[str, int] = {}  # and the cost that she saw then, in cents
        self.given_up: set[int] = set()  # orders of ours that she cancelled
        self.refusals: list[str] = []
        self.calls: Counter[str] = Counter()

    def refused(self, call: Call) -> None:
        """A vendor's own limiter turned a call away."""
        self.refusals.append(f"{call.side} {call.name}")

    def says(self, call: Call, answer: Response) -> Said:
        """What the store says in this answer, which is on its way."""
        if call.side != "store" or not call.reads or answer.status != 200:
            return []
        now, sold = self._world.clock.now(), books.sold(self._world.vendors["store"])
        return [(each, now) for each in sold if each.key in call.reads]

    def heard(self, said: Said) -> None:
        """It arrived as the store gave it. Another thread may have heard a newer word by then."""
        for each, at in said:
            if each.key not in self._told_at or at >= self._told_at[each.key]:
                self._told[each.key], self._told_at[each.key] = each, at

    def sends(self, call: Call) -> None:
        """A call goes out."""
        self.calls[call.name] += 1
        if call.confirms:
            made = books.one_made(self._world.vendors["supplier"], call.confirms)
            if made is not None and made.order and not made.counts:
                self._pays(made)

    def _pays(self, made: Made) -> None:
        told = self._told.get(made.order)
        if told is None:
            self._violate("I5", f"{made.name} is paid for, and the store was not asked before")
            return
        age = self._world.clock.now() - self._told_at[made.order]
        if age > FRESH:
            self._violate("I5", f"{made.name} is paid for on what the store said {age} before")
        if told.ended:
            self._violate("I5", f"{made.name} is paid for after the store said that it is over")
        if made.name in self.stopped:
            self._violate("I5", f"{made.name} is paid for after the seller cancelled it")
        if made.name in self.held:
            self._violate("I5", f"{made.name} is paid for while the seller holds it")
        if self._world.assisted and made.name not in self.approved:
            self._violate("I5", f"{made.name} is paid for without the seller's yes")
        if made.address != told.address:
            self._violate("I3", f"{made.name} goes to another address than the store told last")
        self._fits(made, told)

    def _fits(self, made: Made, told: Sold) -> None:
        others = books.produced(self._world.vendors["supplier"])  # this one is not paid yet
        for (line, sku), quantity in made.pieces.items():
            if told.skus.get(line) != sku:
                self._violate("I3", f"{made.name} makes {sku} for line {line}")
            if not told.ended and quantity + others[line] > told.wanted.get(line, 0):
                self._violate(
                    "I1",
                    f"{made.name}: {quantity} + {others[line]} of line {line}, told {told.wanted}",
                )
