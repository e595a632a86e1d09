"""How often each trouble struck while an order or a parcel stood in each state of the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tests.simulation.swarm import COMMITS, KILLS, LIFE, LISTS, WIRE, Fault

F = Fault
STATES = (
    "planned", "sending", "drafted", "checked", "waiting", "confirming", "in_production", "partly_shipped", "shipped",
    "failed", "parcel new", "parcel pushing",
)  # fmt: skip
ENOUGH = 10

_BY_NAME = tuple(each for each in WIRE if each not in {*LISTS, F.USER_ERRORS})
_ALWAYS = (*_BY_NAME, *KILLS, *COMMITS, F.QUOTA, F.ZOMBIE, F.SLEEP)
# Polls see a state in lists; a look-up of an order in SENDING reads Printify's list.
_LISTED = {"sending", "in_production", "partly_shipped", "shipped"}
_BEFORE_PAYMENT = {"planned", "sending", "drafted", "checked", "waiting", "confirming"}
_MADE = {"in_production", "partly_shipped"}
_LIFE_IN = {
    F.ADDRESS: {"planned", "waiting", "in_production"},
    F.EDIT: {"planned", "waiting", "in_production"},
    F.CANCEL: {"planned", "waiting", "in_production"},
    F.REFUND: {"planned", "waiting", "in_production"},
    F.STORE_HOLD: {"waiting", "in_production"},
    F.SELLER_HOLD: {"waiting"},
    F.SELLER_CANCEL: {"waiting"},
    F.SUPPLIER_HOLD: {"in_production"},
    F.SUPPLIER_FAIL: {"in_production"},
    F.SUPPLIER_CANCEL: {"in_production"},
    F.PART_SHIPPED: {"in_production"},
    F.RENUMBERED: {"shipped"},
    F.RESHIPPED: {"shipped"},
    F.REPRICED: {"waiting"},
}


def meaningful() -> list[tuple[str, Fault]]:
    """The cells that can be hit at all."""
    cells = [(state, fault) for state in STATES for fault in _ALWAYS]
    cells += [(state, fault) for state in STATES if state in _LISTED for fault in LISTS]
    cells += [("parcel pushing", F.USER_ERRORS)]
    cells += [(state, fault) for fault in LIFE for state in STATES if state in _LIFE_IN[fault]]
    return cells


class Matrix:
    """Counts; matrices of several seeds add up."""

    def __init__(self, counts: Iterable[tuple[str, str, int]] = ()) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        for state, fault, count in counts:
            self.counts[state, fault] += count

    def struck(self, states: Iterable[str], fault: Fault) -> None:
        for state in states:
            self.counts[state, fault.value] += 1

    def add(self, other: Matrix) -> None:
        self.counts.update(other.counts)

    def rows(self) -> list[tuple[str, str, int]]:
        return [(state, fault, count) for (state, fault), count in sorted(self.counts.items())]

    def missed(self) -> list[tuple[str, str, int]]:
        """Meaningful cells that were not hit often enough."""
        found = [
            (state, fault.value, self.counts[state, fault.value]) for state, fault in meaningful()
        ]
        return [each for each in found if each[2] < ENOUGH]

    @property
    def coverage(self) -> float:
        """The share of meaningful cells that were hit often enough."""
        return 1 - len(self.missed()) / len(meaningful())
