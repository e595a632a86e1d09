"""Jobs: durable wishes that the engine carries out, one effect at one vendor each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum


class JobKind(StrEnum):
    """One verb each; the handler file in `sync` has the same name."""

    CHECK_CONNECTION = "check_connection"
    PULL_ORDERS = "pull_orders"
    PULL_PRODUCTS = "pull_products"
    PULL_LISTINGS = "pull_listings"
    PUSH_LISTING = "push_listing"
    SEND_ORDER = "send_order"
    CONFIRM_ORDER = "confirm_order"
    CANCEL_ORDER = "cancel_order"
    POLL_SUPPLIER = "poll_supplier"
    PUSH_TRACKING = "push_tracking"
    RECHECK_ORDER = "recheck_order"
    MAKE_MOCKUPS = "make_mockups"
    FOLLOW_STOCK = "follow_stock"
    COMPARE_BOOKS = "compare_books"


class JobState(StrEnum):
    """READY (also while it runs) → DONE · PARKED (a person; its case wakes it) · FAILED (our bug) · CANCELLED."""

    READY = "ready"
    DONE = "done"
    PARKED = "parked"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Priority(IntEnum):
    """Which job goes first; money that was promised before things that are only news."""

    CONFIRM = 10
    CANCEL = 15
    SEND = 20
    TRACKING = 30
    PUSH = 35
    RECHECK = 38
    POLL = 40
    PULL = 50
    CATALOG = 60


PRIORITY = {
    JobKind.CONFIRM_ORDER: Priority.CONFIRM,
    JobKind.CANCEL_ORDER: Priority.CANCEL,
    JobKind.SEND_ORDER: Priority.SEND,
    JobKind.PUSH_TRACKING: Priority.TRACKING,
    JobKind.PUSH_LISTING: Priority.PUSH,
    JobKind.FOLLOW_STOCK: Priority.PUSH,
    JobKind.RECHECK_ORDER: Priority.RECHECK,
    JobKind.POLL_SUPPLIER: Priority.POLL,
    JobKind.PULL_ORDERS: Priority.PULL,
    JobKind.PULL_PRODUCTS: Priority.CATALOG,
    JobKind.PULL_LISTINGS: Priority.CATALOG,
    JobKind.CHECK_CONNECTION: Priority.CATALOG,
    JobKind.MAKE_MOCKUPS: Priority.CATALOG,
    JobKind.COMPARE_BOOKS: Priority.CATALOG,
}


@dataclass(frozen=True, slots=True)
class NewJob:
    """A wish. `connection_id` says whose runner carries it, `lane` what it must not run beside.

    `dedupe` is unique among live jobs: a second wish with the same key is the same wish.
    """

    kind: JobKind
    connection_id: str
    lane: str
    dedupe: str
    payload: dict[str, int | str] = field(default_factory=dict)
    due_at: datetime | None = None  # None: at once


@dataclass(frozen=True, slots=True)
class Job:
    """A job that was picked. `asked`: how often the same was wished since; `attempts` counts this one."""

    id: int
    kind: JobKind
    connection_id: str
    lane: str
    dedupe: str
    payload: dict[str, int | str]
    attempts: int
    due_at: datetime
    asked: int
    last_error: str = ""

    def number(self, key: str) -> int:
        """A row id of the payload."""
        return int(self.payload[key])
