"""An Etsy shop behind the port of a sales channel: each method is one call to the part that does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from podbridge_desktop.connectors.etsy import wire
from podbridge_desktop.connectors.etsy.api import EtsyApi
from podbridge_desktop.connectors.etsy.catalog_read import CatalogReader, listing
from podbridge_desktop.connectors.etsy.images import Fetch, ImageWriter
from podbridge_desktop.connectors.etsy.listing_push import ListingWriter
from podbridge_desktop.connectors.etsy.order_pull import OrderReader
from podbridge_desktop.connectors.etsy.shop_check import ShopChecker
from podbridge_desktop.connectors.etsy.tracking import TrackingWriter
from podbridge_desktop.connectors.etsy.translate import shipping
from podbridge_desktop.connectors.just_seen import JustSeen
from podbridge_desktop.connectors.rate_limit import Pause
from podbridge_desktop.domain.books import BookPage, StoreEntry
from podbridge_desktop.domain.catalog import ListingDraft, StoreListing
from podbridge_desktop.domain.fulfilment import StoreParcel, StoreShipping, TrackingPush
from podbridge_desktop.domain.listing_choices import ListingChoice
from podbridge_desktop.domain.orders import StoreOrder
from podbridge_desktop.domain.ports import CallFigures, CheckReport, OrderPage


class EtsyChannel:
    """Implements `ports.SalesChannel`. Safe for several threads."""

    quiet_period = timedelta(
        minutes=15
    )  # nothing keeps Etsy from taking a number twice, and mailing twice

    def __init__(
        self,
        api: EtsyApi,
        *,
        shop_id: str,
        fetch: Fetch,
        pause: Pause,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._api = api
        self._orders = OrderReader(api, now)
        self._just_seen: JustSeen[wire.Receipt] = JustSeen(monotonic)
        self._tracking = TrackingWriter(api, self._orders, pause)
        self._catalog = CatalogReader(api)
        self._listings = ListingWriter(api, self._catalog, ImageWriter(api, fetch, pause), now)
        self._checker = ShopChecker(
            api, self._orders, shop_id, now=now, gated=lambda: self._tracking.gated
        )

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
        repeat: bool = True,  # noqa: ARG002 - the list holds whole orders: leaving some out saves no call
        thorough: bool = False,
    ) -> Iterator[OrderPage]:
        return self._orders.changed(since, thorough=thorough)

    def book(self, since: datetime, after: str = "") -> BookPage[StoreEntry]:
        return self._orders.book(since, after)

    def read_orders(self, remote_ids: tuple[str, ...]) -> tuple[StoreOrder, ...]:
        return self._orders.read(remote_ids)

    def listings(self) -> Iterator[tuple[StoreListing, ...]]:
        return self._catalog.all()

    def find_listing(self, reference: str) -> StoreListing | None:
        found, inventory = self._listings.find(reference), self._listings.begun_inventory(reference)
        if found is None:
            return None
        return listing(found, inventory or self._catalog.inventory(found.listing_id))

    def listing_choices(self, drafts: Sequence[ListingDraft]) -> tuple[ListingChoice, ...]:
        return self._listings.choices(drafts)

    def push_listing(self, draft: ListingDraft, remote_id: str | None) -> StoreListing:
        return self._listings.push(draft, remote_id)

    def set_availability(
        self, listing_remote_id: str, wanted: Mapping[str, bool], *, revive: bool = False
    ) -> Mapping[str, bool]:
        """Raises `NotThere`."""
        return self._listings.stock.set(listing_remote_id, wanted, revive=revive)

    def shipping_of(self, order_remote_id: str) -> StoreShipping:
        """Raises `NotThere`."""
        receipt = self._orders.receipt(order_remote_id)
        self._just_seen.put(order_remote_id, receipt)
        return shipping(receipt)

    def push_tracking(self, push: TrackingPush) -> StoreParcel:
        """Etsy mails the buyer each time, whatever `notify_customer` says."""
        return self._tracking.push(push, self._just_seen.take(push.order_remote_id))
