"""Reads listings with their variants: heads by state, then inventories by the hundred."""

from __future__ import annotations

from collections.abc import Iterator

from podbridge_desktop.connectors.etsy import wire
from podbridge_desktop.connectors.etsy import wire_listing as raw
from podbridge_desktop.connectors.etsy.api import EtsyApi
from podbridge_desktop.connectors.etsy.identity import choices_of, joined, plain, variant_id
from podbridge_desktop.connectors.etsy.listing_text import markup
from podbridge_desktop.connectors.etsy.translate import NO_CURRENCY, money
from podbridge_desktop.domain.catalog import StoreListing, StoreVariant
from podbridge_desktop.errors import NotThere, Refused

SCOPE = "listings_r"
STATES = ("active", "draft", "inactive", "sold_out", "expired")


class CatalogReader:
    """The listings of one shop."""

    def __init__(self, api: EtsyApi) -> None:
        self._api = api

    def all(self) -> Iterator[tuple[StoreListing, ...]]:
        """In batches; one that changes its state while we read comes once."""
        seen: set[int] = set()
        for state in STATES:
            for heads in self.heads(state):
                fresh = {head.listing_id: head for head in heads if head.listing_id not in seen}
                seen.update(fresh)
                found = self.inventories(list(fresh))
                if found:
                    yield tuple(
                        listing(fresh[each], inventory) for each, inventory in found.items()
                    )

    def heads(self, state: str) -> Iterator[list[raw.Listing]]:
        return self._api.pages(
            f"{self._api.shop}/listings",
            raw.Listing,
            scope=SCOPE,
            params={"state": state},
            spare=True,
        )

    def one(self, listing_id: str) -> raw.Listing:
        """Raises `NotThere`."""
        return self._api.read(f"/listings/{listing_id}", raw.Listing, scope=SCOPE)

    def inventory(self, listing_id: int) -> raw.Inventory:
        return self._api.read(f"/listings/{listing_id}/inventory", raw.Inventory, scope=SCOPE)

    def inventories(self, listing_ids: list[int]) -> dict[int, raw.Inventory]:
        """Of up to a hundred listings; one unknown number spoils the whole answer, so it is sought by halves."""
        if not listing_ids:
            return {}
        try:
            rows = self._api.read(
                "/listings/batch/inventory",
                wire.Page[raw.Listing],
                scope=SCOPE,
                params={"listing_ids": ",".join(map(str, listing_ids))},
                spare=True,
            ).results
        except (NotThere, Refused):
            return {} if len(listing_ids) == 1 else self._halves(listing_ids)
        told = {row.listing_id: row.inventory for row in rows}
        return {each: told[each] or self.inventory(each) for each in listing_ids if each in told}

    def _halves(self, listing_ids: list[int]) -> dict[int, raw.Inventory]:
        middle = len(listing_ids) // 2
        return {
            **self.inventories(listing_ids[:middle]),
            **self.inventories(listing_ids[middle:]),
        }


def listing(
    head: raw.Listing, inventory: raw.Inventory, problems: tuple[str, ...] = ()
) -> StoreListing:
    """A listing as the bridge knows it. Buyers see it while it is active."""
    return StoreListing(
        remote_id=str(head.listing_id),
        title=plain(head.title),
        variants=tuple(variant(head, each) for each in inventory.on_sale),
        url=head.url or "",
        live=head.state == "active",
        description=markup(plain(head.description)),
        image_problems=problems,
    )


def variant(head: raw.Listing, product: raw.Product) -> StoreVariant:
    """Nothing of a listing that is off sale can be bought."""
    values = product.property_values or ()
    price = product.offering.price if product.offering else None
    return StoreVariant(
        remote_id=variant_id(head.listing_id, choices_of(values)),
        sku=plain(product.sku).strip(),
        options=tuple((plain(each.property_name), joined(each.values)) for each in values),
        price=money(price, price.currency_code or NO_CURRENCY) if price else None,
        available=head.state == "active" and product.can_be_bought,
        quantity=product.offering.quantity if product.offering else None,
    )
