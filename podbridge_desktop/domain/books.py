"""A vendor's own list of orders, read a page at a time: what our ledger is held against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class StoreEntry:
    """What the store's list says of one order: enough to hold our ledger against it."""

    remote_id: str
    number: str
    is_paid: bool  # and neither cancelled nor given back
    tracking: tuple[str, ...]  # tracking numbers of its parcels, of many parcels the first ones


@dataclass(frozen=True, slots=True)
class BookPage(Generic[Row]):
    """One page, for one call.

    `after` is where the next one begins, empty at the end of the list. `back_to` is told by lists that begin with the
    newest order: what was made since then stands on this page or on one before.
    """

    rows: tuple[Row, ...]
    after: str = ""
    back_to: datetime | None = None


class Gap(StrEnum):
    """Where two books differ."""

    NOT_PULLED = "not_pulled"  # a paid order of the store that we did not know
    NOT_PLANNED = "not_planned"  # a paid order of ours that nobody makes, holds or asks about
    NOT_CANCELLED = "not_cancelled"  # the store ended an order, and nobody was told
    NOT_TOLD = "not_told"  # we wrote a tracking number that the store does not have
    GONE_THERE = "gone_there"  # we sent an order that the supplier does not have
    UNKNOWN_THERE = "unknown_there"  # the supplier has an order of our shop that we did not make
    TWICE_THERE = "twice_there"  # the supplier has two orders of one name
    BEHIND = "behind"  # the supplier is further than we knew, or has a parcel that we lack
