"""Makes variants of a listing buyable or not: their quantities in the whole inventory, read, changed and written back.

Etsy wants something to buy in every listing on sale. One that has nothing left is taken off sale instead, with its
quantities as they are; put back, it costs nothing, for its four months go on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from podbridge_desktop.connectors.etsy import inventory as stock
from podbridge_desktop.connectors.etsy import properties
from podbridge_desktop.connectors.etsy import wire_listing as raw
from podbridge_desktop.connectors.etsy.catalog_read import CatalogReader
from podbridge_desktop.connectors.etsy.identity import choices_of, variant_id
from podbridge_desktop.connectors.etsy.inventory import Plan
from podbridge_desktop.connectors.etsy.inventory_rows import Key
from podbridge_desktop.errors import NotThere

Put = Callable[[int, Plan], None]
Patch = Callable[[int, dict[str, str]], raw.Listing]


class StockWriter:
    """Listings of one shop; `put` writes an inventory, `patch` some fields of a listing."""

    def __init__(self, reader: CatalogReader, put: Put, patch: Patch) -> None:
        self._reader, self._put, self._patch = reader, put, patch

    def set(self, listing_id: str, wanted: Mapping[str, bool], *, revive: bool) -> dict[str, bool]:
        """Which of these variants buyers can buy now. Raises `NotThere`."""
        try:
            head = self._reader.one(listing_id)
        except NotThere as error:
            raise NotThere("The listing is gone from the Etsy shop.") from error
        there = self._reader.inventory(head.listing_id)
        plan = stock.restored(there, properties.there_already(there))
        ids = _ids(head.listing_id, there, plan)
        rows = tuple(
            replace(row, quantity=_quantity(row.quantity, wanted.get(ids.get(row.key, ""))))
            for row in plan.rows
        )
        known = [each for each in ids.values() if each in wanted]
        if not any(row.enabled and row.quantity for row in rows):
            if head.state == "active":
                self._patch(head.listing_id, {"state": "inactive"})
            return dict.fromkeys(known, False)
        if rows != plan.rows:
            self._put(head.listing_id, replace(plan, rows=rows))
        if revive and head.state == "inactive":
            self._patch(head.listing_id, {"state": "active"})
        return {
            ids[row.key]: row.enabled and row.quantity > 0
            for row in rows
            if ids.get(row.key) in wanted
        }


def _ids(listing_id: int, there: raw.Inventory, plan: Plan) -> dict[Key, str]:
    """The bridge's name of each variant by its values."""
    return {
        stock.key_of(each, plan.properties): variant_id(listing_id, choices_of(each.property_values))
        for each in there.living
    }  # fmt: skip


def _quantity(now: int, buyable: bool | None) -> int:
    if buyable is None:
        return now
    return stock.QUANTITY if buyable else 0
