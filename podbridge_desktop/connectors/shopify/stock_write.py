"""Makes variants buyable or not, without counting pieces.

What is printed on demand is not counted (`tracked` false); a variant that shall not be bought is counted, and may not be
sold below nothing. Where the seller counts pieces of it herself the shop goes on selling those, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from podbridge_desktop.connectors.shopify import operations, replies, wire
from podbridge_desktop.connectors.shopify import wire_catalog as catalog
from podbridge_desktop.connectors.shopify.catalog_read import CatalogReader
from podbridge_desktop.connectors.shopify.client import AdminApi
from podbridge_desktop.connectors.shopify.translate import gid, plain_id
from podbridge_desktop.errors import NotThere, Refused

AT_ONCE = 100


class StockWriter:
    """Variants of one shop."""

    def __init__(self, api: AdminApi, reader: CatalogReader) -> None:
        self._api, self._reader = api, reader

    def set(self, product_id: str, wanted: Mapping[str, bool]) -> dict[str, bool]:
        """Which of these variants buyers can buy now; those that are gone are left out. Raises `NotThere`."""
        product = self._reader.one(gid("Product", product_id))
        if product is None:
            raise NotThere("The product is gone from the Shopify store.")
        there = {plain_id(each.id): each.available_for_sale for each in product.variants.nodes}
        found = {variant: there[variant] for variant in wanted if variant in there}
        rows = iter([variant for variant, now in found.items() if now is not wanted[variant]])
        while some := list(islice(rows, AT_ONCE)):
            found.update(self._write(product_id, {each: wanted[each] for each in some}))
        return found

    def _write(self, product_id: str, wanted: Mapping[str, bool]) -> dict[str, bool]:
        variants = [
            {
                "id": gid("ProductVariant", variant),
                "inventoryPolicy": "CONTINUE" if buyable else "DENY",
                "inventoryItem": {"tracked": not buyable},
            }
            for variant, buyable in wanted.items()
        ]
        written = self._api.mutate(
            operations.SET_STOCK,
            {"product": gid("Product", product_id), "variants": variants},
            catalog.SetStockData,
            10 + len(variants),
            brings=_written,
            refused=_refused,
        )
        return {plain_id(each.id): each.available_for_sale for each in written}


def _written(data: catalog.SetStockData) -> tuple[catalog.VariantStock, ...] | None:
    payload = data.product_variants_bulk_update
    return (payload.product_variants or None) if payload else None


def _refused(errors: tuple[wire.UserError, ...]) -> Refused:
    text = replies.sentence(errors)
    codes = ", ".join(error.code for error in errors if error.code)
    return Refused(
        f"Shopify did not change what can be bought: {text}",
        case="push_refused",
        reason=codes or text,
    )
