"""A Shopify store behind the port of a sales channel: each method is one call to the part that does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from podbridge_desktop.connectors.just_seen import JustSeen
from podbridge_desktop.connectors.rate_limit import Pause
from podbridge_desktop.connectors.shopify.catalog_read import CatalogReader, listing
from podbridge_desktop.connectors.shopify.client import AdminApi
from podbridge_desktop.connectors.shopify.listing_push import ListingWriter
from podbridge_desktop.connectors.shopify.order_book import read_book
from podbridge_desktop.connectors.shopify.order_pull import OrderReader
from podbridge_desktop.connectors.shopify.shipping_read import Shipping, ShippingReader
from podbridge_desktop.connectors.shopify.staged import PictureUploads
from podbridge_desktop.connectors.shopify.stock_write import StockWriter
from podbridge_desktop.connectors.shopify.store_check import StoreChecker
from podbridge_desktop.connectors.shopify.tracking import TrackingWriter
from podbridge_desktop.domain.books import BookPage, StoreEntry
from podbridge_desktop.domain.catalog import ListingDraft, StoreListing
from podbridge_desktop.domain.fulfilment import StoreParcel, StoreShipping, TrackingPush
from podbridge_desktop.domain.listing_choices import ListingChoice
from podbridge_desktop.domain.orders import StoreOrder
from podbridge_desktop.domain.ports import CallFigures, CheckReport, OrderPage


class ShopifyChannel:
    """Implements `ports.SalesChannel`. Safe for several threads."""

    quiet_period = timedelta(minutes=15)  # fulfilments are read fresh; this covers a late commit

    def __init__(
        self,
        api: AdminApi,
        *,
        domain: str,
        facts: Mapping[str, str],
        pause: Pause,
        monotonic: Callable[[], float],
        uploads: PictureUploads,
    ) -> None:
        self._api, self._facts = api, facts
        self._orders = OrderReader(api)
        self._shipping = ShippingReader(api)
        self._just_seen: JustSeen[Shipping] = JustSeen(monotonic)
        self._tracking = TrackingWriter(api, self._shipping)
        self._catalog = CatalogReader(api)
        self._listings = ListingWriter(api, self._catalog, pause, uploads)
        self._stock = StockWriter(api, self._catalog)
        self._checker = StoreChecker(api, domain)
        self._currency = facts.get("currency", "")

    def check(self) -> CheckReport:
        return self._checker.check()

    def figures(self) -> CallFigures:
        return self._api.figures()

    def vendor_now(self) -> datetime | None:
        return self._api.vendor_now

    def abort(self) -> None:
        """End what is under way at once: the program stops."""
        self._api.abort()

    def close(self) -> None:
        self._api.close()

    def changed_orders(
        self,
        since: datetime | None,
        *,
        repeat: bool = True,
        thorough: bool = False,  # noqa: ARG002 - Shopify's changes leave nothing out for good
    ) -> Iterator[OrderPage]:
        return self._orders.changed(since, repeat=repeat)

    def book(self, since: datetime, after: str = "") -> BookPage[StoreEntry]:
        return read_book(self._api, since, after)

    def read_orders(self, remote_ids: tuple[str, ...]) -> tuple[StoreOrder, ...]:
        return self._orders.read(remote_ids)

    def listings(self) -> Iterator[tuple[StoreListing, ...]]:
        return self._catalog.all(self._shop_currency())

    def find_listing(self, reference: str) -> StoreListing | None:
        found = self._listings.find(reference)
        raw = self._catalog.one(found.id) if found else None
        return listing(raw, self._shop_currency()) if raw else None

    def listing_choices(self, drafts: Sequence[ListingDraft]) -> tuple[ListingChoice, ...]:  # noqa: ARG002 - of the port
        """Shopify asks for nothing beside the product."""
        return ()

    def push_listing(self, draft: ListingDraft, remote_id: str | None) -> StoreListing:
        publication = self._facts.get("publication_id", "") if draft.publish else ""
        if draft.publish and not publication:
            publication = self._checker.online_store()
        return self._listings.push(draft, remote_id, publication)

    def set_availability(
        self,
        listing_remote_id: str,
        wanted: Mapping[str, bool],
        *,
        revive: bool = False,  # noqa: ARG002 - a product whose variants are sold out stays on show here
    ) -> Mapping[str, bool]:
        return self._stock.set(listing_remote_id, wanted)

    def shipping_of(self, order_remote_id: str) -> StoreShipping:
        state = self._shipping.of(order_remote_id)
        self._just_seen.put(order_remote_id, state)
        return state.as_store_shipping()

    def push_tracking(self, push: TrackingPush) -> StoreParcel:
        return self._tracking.push(push, self._just_seen.take(push.order_remote_id))

    def _shop_currency(self) -> str:
        """Prices of products name no currency; the shop has one, which never changes while we run."""
        if not self._currency:
            self._currency = self._checker.currency()
        return self._currency
