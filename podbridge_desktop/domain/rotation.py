"""Which of the daily backups are kept: the newest of seven days, and beyond those the newest of four weeks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

DAYS, WEEKS = 7, 4
LONGEST = timedelta(days=35)  # what a customer wants forgotten is in no backup after that


def kept(made: Iterable[datetime]) -> frozenset[datetime]:
    """The backups to keep, of all that were `made`."""
    newest_first = sorted(made, reverse=True)
    days = _newest_of_each(newest_first, lambda at: at.date(), DAYS)
    older = [at for at in newest_first if at.date() < min(days).date()]
    weeks = _newest_of_each(older, lambda at: at.isocalendar()[:2], WEEKS)
    return frozenset(days | weeks)


def _newest_of_each(
    newest_first: Iterable[datetime], period: Callable[[datetime], object], most: int
) -> set[datetime]:
    found: dict[object, datetime] = {}
    for at in newest_first:
        if len(found) == most and period(at) not in found:
            break
        found.setdefault(period(at), at)
    return set(found.values())
