"""What may go wrong, and the mix of it that one seed gets.

In most seeds each trouble is on with a chance of 0.6, at a rate of its own. The rest play a plot: a few troubles that
only harm together, often, and little else that would keep them from meeting.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """Every trouble by its name, as it stands in logs and in the matrix."""

    # on the wire
    UNREACHABLE = "unreachable"  # no connection: surely not sent
    TIMEOUT_BEFORE = "timeout before commit"
    TIMEOUT_AFTER = "timeout after commit"
    LATE_COMMIT = "late commit"  # executed up to ten minutes after the client gave up
    BUSY = "429"
    BUSY_WAIT = "429 with retry-after"
    QUOTA = "quota exhausted"
    ERROR_BEFORE = "5xx before commit"
    ERROR_AFTER = "5xx after commit"
    RESET_BEFORE = "reset before commit"
    RESET_AFTER = "reset after commit"
    TRUNCATED = "truncated answer"
    GARBLED = "no json"
    MAINTENANCE = "maintenance page"
    USER_ERRORS = "user errors"
    SIDE_BY_SIDE = "another thread meanwhile"
    TOKEN_EXPIRED = "token expired"
    # in a list
    ROWS_TWICE = "rows twice"
    ROWS_SHUFFLED = "rows shuffled"
    ROW_MISSING = "row missing"
    PAGE_SHIFT = "page shift"
    # the program and its computer
    KILL_BEFORE_CALL = "kill before a call"
    KILL_DURING_CALL = "kill during a call"
    KILL_AFTER_CALL = "kill after a call"
    KILL_BEFORE_COMMIT = "kill before a commit"
    KILL_AFTER_COMMIT = "kill after a commit"
    ZOMBIE = "second engine"
    SLEEP = "sleep in a call"
    CLOCK = "clock set"
    DISK_FULL = "disk full"
    DISK_ERROR = "disk error"
    LOCKED = "database locked"
    # people and vendors
    ADDRESS = "address changed"
    EDIT = "order edited"
    CANCEL = "order cancelled"
    REFUND = "order refunded"
    STORE_HOLD = "held at the store"
    SELLER_HOLD = "held by the seller"
    SELLER_CANCEL = "cancelled by the seller"
    SUPPLIER_HOLD = "supplier hold"
    SUPPLIER_FAIL = "supplier failure"
    SUPPLIER_CANCEL = "supplier cancel"
    PART_SHIPPED = "part shipped"
    RENUMBERED = "tracking changed"
    RESHIPPED = "reshipped"
    REPRICED = "cost went up"
    KEY_REVOKED = "key revoked"
    # in the worst moment: right after an intent, or a create whose answer was lost
    PAUSED = "sleep after a commit"
    OVERTAKEN = "second engine after a commit"
    CROWD = "others' orders"
    LAG = "list lags for hours"
    MISMADE = "made otherwise than asked"


F = Fault
LISTS = (F.ROWS_TWICE, F.ROWS_SHUFFLED, F.ROW_MISSING, F.PAGE_SHIFT)
WIRE = (
    F.UNREACHABLE, F.TIMEOUT_BEFORE, F.TIMEOUT_AFTER, F.LATE_COMMIT, F.BUSY, F.BUSY_WAIT, F.ERROR_BEFORE, F.ERROR_AFTER,
    F.RESET_BEFORE, F.RESET_AFTER, F.TRUNCATED, F.GARBLED, F.MAINTENANCE, F.USER_ERRORS, F.TOKEN_EXPIRED, *LISTS,
)  # fmt: skip
KILLS = (F.KILL_BEFORE_CALL, F.KILL_DURING_CALL, F.KILL_AFTER_CALL)
COMMITS = (F.KILL_BEFORE_COMMIT, F.KILL_AFTER_COMMIT, F.DISK_FULL, F.DISK_ERROR, F.LOCKED)
RARE = (F.QUOTA, F.ZOMBIE, F.SLEEP)  # each takes hours
STALLS = (F.PAUSED, F.OVERTAKEN)
LIFE = (
    F.ADDRESS, F.EDIT, F.CANCEL, F.REFUND, F.STORE_HOLD, F.SELLER_HOLD, F.SELLER_CANCEL, F.SUPPLIER_HOLD, F.SUPPLIER_FAIL,
    F.SUPPLIER_CANCEL, F.PART_SHIPPED, F.RENUMBERED, F.RESHIPPED, F.REPRICED,
)  # fmt: skip
ONCE = (F.KEY_REVOKED, F.CLOCK)

ON = 0.6
MOST = 0.5
PLOTTED = 0.3  # the share of the seeds that play a plot
ASIDE = 0.1  # how often a trouble is on that is not of the plot
PLOTS: tuple[dict[Fault, float], ...] = (
    # The clock is set on while a create that was given up is still to come.
    {F.LATE_COMMIT: 0.1, F.TIMEOUT_BEFORE: 0.02, F.CLOCK: 1.0},
    # The name is taken, and the list does not show by what.
    {F.TIMEOUT_AFTER: 0.05, F.RESET_AFTER: 0.05, F.LAG: 0.8, F.CROWD: 0.3},
    # Another engine, or hours, between an intent and its call.
    {F.OVERTAKEN: 0.05, F.PAUSED: 0.02, F.TIMEOUT_AFTER: 0.02},
    # The program dies between two commits, and is away while people buy.
    {F.KILL_AFTER_COMMIT: 0.02, F.KILL_BEFORE_COMMIT: 0.02, F.CANCEL: 0.2},
    # Minds are changed while answers are on their way.
    {
        F.SIDE_BY_SIDE: 0.15,
        F.CANCEL: 0.3,
        F.EDIT: 0.3,
        F.ADDRESS: 0.3,
        F.REFUND: 0.3,
        F.SELLER_CANCEL: 0.2,
    },
    # Pages of somebody in between.
    {F.MAINTENANCE: 0.05, F.TRUNCATED: 0.05, F.GARBLED: 0.03},
)
# The span of each group's rates: a call, a commit, or an order has the trouble with this chance.
SPANS = {
    **dict.fromkeys(WIRE, (0.004, 0.05)),
    **dict.fromkeys(LISTS, (0.02, 0.25)),
    **dict.fromkeys(KILLS, (0.001, 0.02)),
    **dict.fromkeys(COMMITS, (0.001, 0.01)),
    **dict.fromkeys(RARE, (0.001, 0.006)),
    **dict.fromkeys(LIFE, (0.05, 0.3)),
    **dict.fromkeys((F.PART_SHIPPED, F.SUPPLIER_FAIL), (0.1, 0.6)),
    **dict.fromkeys(ONCE, (0.2, 0.8)),
    **dict.fromkeys(STALLS, (0.003, 0.03)),
    F.SIDE_BY_SIDE: (0.02, 0.2),
    F.CROWD: (0.2, 0.8),
    F.LAG: (0.2, 0.8),
    F.MISMADE: (0.01, 0.1),
}


@dataclass(frozen=True, slots=True)
class Swarm:
    """One seed's mix: the rate of each trouble that is on."""

    rates: dict[Fault, float] = field(default_factory=dict)
    is_plot: bool = False

    def happens(self, fault: Fault, chance: random.Random) -> bool:
        rate = self.rates.get(fault, 0.0)
        return rate > 0 and chance.random() < rate

    def pick(
        self, among: tuple[Fault, ...], chance: random.Random, times: float = 1
    ) -> Fault | None:
        """At most one of these, each by its own rate or `times` that, but never for certain: that would have no end."""
        drawn = chance.random()
        for fault in among:
            drawn -= min(self.rates.get(fault, 0.0) * times, MOST)
            if drawn < 0:
                return fault
        return None


def swarm(chance: random.Random) -> Swarm:
    """The mix of a seed."""
    plot = chance.choice(PLOTS) if chance.random() < PLOTTED else {}
    rates = {}
    for fault in Fault:
        low, high = SPANS[fault]
        on, rate = chance.random() < (ASIDE if plot else ON), low * (high / low) ** chance.random()
        if on:
            rates[fault] = rate
    return Swarm(rates | plot, bool(plot))
