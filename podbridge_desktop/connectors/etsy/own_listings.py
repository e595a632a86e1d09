"""Which listings bear our marks: all are looked through once in a while, not once for each product that is pushed.

The marks are tags, and Etsy finds none by its tag. Only this program makes listings with marks, so what it makes
itself is entered here; after a create without an answer nothing is believed that was seen before.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from podbridge_desktop.connectors.etsy import wire_listing as raw
from podbridge_desktop.connectors.etsy.catalog_read import STATES, CatalogReader
from podbridge_desktop.connectors.etsy.listing_text import is_mark
from podbridge_desktop.errors import NotThere, Retry, Unfinished

GOOD_FOR = timedelta(minutes=10)
A_MOMENT = timedelta(seconds=2)
UNSURE = timedelta(
    minutes=2
)  # a draft that was made without an answer may take a moment to be listed


class OwnListings:
    """Safe for several threads."""

    def __init__(self, reader: CatalogReader, now: Callable[[], datetime]) -> None:
        self._reader, self._now = reader, now
        self._lock, self._looks = threading.Lock(), False
        self._ids: dict[str, int] = {}
        self._seen_at: datetime | None = None
        self._unsure: dict[str, datetime] = {}

    def find(self, mark: str) -> raw.Listing | None:
        """The listing that bears `mark`, as it is now. Raises `Retry` while one may be on its way."""
        with self._lock:
            until = self._unsure.get(mark)
            known = self._ids.get(mark)
            stale = self._seen_at is None or self._now() - self._seen_at >= GOOD_FOR
        if stale or until is not None:
            known = self._look_for_all().get(mark)
        if known is not None:
            return self._now_there(mark, known)
        if until is not None and self._now() < until:
            raise Retry(
                "Etsy did not answer when the listing was made. It is looked for once more first.",
                wait=until - self._now(),
            )
        return None

    def _look_for_all(self) -> dict[str, int]:
        """Raises `Unfinished` while another thread looks: its answer will do."""
        with self._lock:
            if self._looks:
                raise Unfinished("The shop's listings are being looked through.", wait=A_MOMENT)
            self._looks = True
        try:
            return self._look_through()
        finally:
            with self._lock:
                self._looks = False

    def made(self, mark: str, listing_id: int) -> None:
        with self._lock:
            self._ids[mark] = listing_id
            self._unsure.pop(mark, None)

    def maybe_made(self, mark: str) -> None:
        """A create went out and no answer came."""
        with self._lock:
            self._unsure[mark] = self._now() + UNSURE

    def _look_through(self) -> dict[str, int]:
        """Of two with one mark the one on sale counts, which is looked at first."""
        asked, found = self._now(), dict[str, int]()
        for state in STATES:
            for heads in self._reader.heads(state):
                for head in heads:
                    for tag in filter(is_mark, head.tags or ()):
                        found.setdefault(tag, head.listing_id)
        with self._lock:
            self._ids, self._seen_at = found, asked
        return found

    def _now_there(self, mark: str, listing_id: int) -> raw.Listing | None:
        try:
            return self._reader.one(str(listing_id))
        except NotThere:  # deleted since it was seen
            with self._lock:
                self._ids.pop(mark, None)
            return None
