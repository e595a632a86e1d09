"""A store's own lists for a push (profiles, partners, categories …), read there when somebody looks."""

from __future__ import annotations

from collections.abc import Sequence

from podbridge_desktop.bootstrap.remotes import Remotes
from podbridge_desktop.domain.listing_choices import ListingChoice, as_they_are
from podbridge_desktop.services import products
from podbridge_desktop.services.products import PushRequest
from podbridge_desktop.storage.database import Database


class ShopLists:
    """Safe from any thread; each call waits for the network, so never on the GUI thread."""

    def __init__(self, database: Database, remotes: Remotes) -> None:
        self._database, self._remotes = database, remotes

    def of(self, store_id: str, requests: Sequence[PushRequest] = ()) -> tuple[ListingChoice, ...]:
        """A store's lists, and what suggests itself for these pushes. Raises the connector's own plain error."""
        drafts = [products.preview(self._database, each).draft for each in requests]
        found = self._remotes.channel(store_id).listing_choices(drafts)
        there = [products.is_there(self._database, store_id, each.product_id) for each in requests]
        return as_they_are(found) if there and all(there) else found
