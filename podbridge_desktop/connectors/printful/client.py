"""Printful behind the port of a supplier. Safe for several threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from podbridge_desktop.connectors.answer import Answer
from podbridge_desktop.connectors.printful import blanks, check, translate, wire
from podbridge_desktop.connectors.printful.api import PrintfulApi
from podbridge_desktop.connectors.printful.mockups import MockupMaker
from podbridge_desktop.connectors.printful.poll import Poll, is_past
from podbridge_desktop.connectors.printful.products import ProductReader
from podbridge_desktop.connectors.printful.recipient import Places, recipient
from podbridge_desktop.connectors.printful.refusals import still_calculating
from podbridge_desktop.connectors.printful.request import order_body
from podbridge_desktop.connectors.printful.values import word
from podbridge_desktop.connectors.written import AlreadyMade, after_the_write
from podbridge_desktop.domain.books import BookPage
from podbridge_desktop.domain.catalog import (
    CatalogHead,
    CatalogItem,
    SupplierProduct,
    Unchanged,
)
from podbridge_desktop.domain.fulfilment import (
    Costs,
    Parcel,
    SupplierOrderReading,
    SupplierOrderRequest,
    SupplierStatus,
    Watched,
)
from podbridge_desktop.domain.mockups import Begun, MockupAnswer, MockupStyle, MockupWish
from podbridge_desktop.domain.ports import NO_MARKS, CallFigures, CheckReport, Clock
from podbridge_desktop.errors import NotThere, Refused, Retry, Skip, VendorFault

COST_WAIT = timedelta(seconds=30)
_UNCONFIRMED = frozenset({SupplierStatus.DRAFT, SupplierStatus.FAILED})
_TOO_LATE = {
    SupplierStatus.IN_PRODUCTION: "Printful is already making it",
    SupplierStatus.PARTLY_SHIPPED: "a part of it is already on its way",
    SupplierStatus.SHIPPED: "it is already made",
    SupplierStatus.ON_HOLD: "it is on hold there",
    SupplierStatus.FAILED: "it has failed there",
    SupplierStatus.ACCEPTED: "Printful is checking it just now",
}


class PrintfulSupplier:
    """Implements `ports.Supplier`: orders are made as free drafts, and confirming spends."""

    drafts_are_free = True
    quiet_period = timedelta(
        0
    )  # the name is unique at Printful: sending it again is itself the look-up

    def __init__(
        self,
        api: PrintfulApi,
        *,
        clock: Clock,
        store_id: str,
        store_type: str,
        currency: str,
        sees_templates: bool = False,
    ) -> None:
        self._api, self._clock, self._store_id = api, clock, store_id
        self._store_type, self._currency = store_type, currency
        self._poll = Poll(api, clock)
        self._areas = blanks.Areas(api, clock)
        self._products = ProductReader(api, self._areas, sees_templates=sees_templates)
        self._mockups = MockupMaker(api, clock)
        self._lock = threading.Lock()
        self._known_places: Places | None = None

    def check(self) -> CheckReport:
        return check.check(self._api, self._store_id)

    def figures(self) -> CallFigures:
        return self._api.figures()

    def abort(self) -> None:
        """End what is under way at once: the program stops."""
        self._api.abort()

    def close(self) -> None:
        self._api.close()

    def vendor_now(self) -> datetime | None:
        """Not needed: no waiting time is measured here."""
        return None

    def products(
        self, marks: Mapping[str, str] = NO_MARKS
    ) -> Iterator[SupplierProduct | Unchanged]:
        """What it costs in calls: see `products`."""
        return self._products.all(marks, self._kind, native=self._is_native)

    def mockup_styles(self, remote_id: str) -> tuple[MockupStyle, ...]:
        return self._mockups.styles(remote_id, native=self._is_native)

    def begin_mockups(self, wishes: Sequence[MockupWish]) -> tuple[Begun, ...]:
        return self._mockups.begin(wishes, native=self._is_native)

    def made_mockups(self, tasks: Sequence[str]) -> dict[str, MockupAnswer]:
        return self._mockups.made(tasks)

    def catalog(self) -> tuple[CatalogHead, ...]:
        return tuple(blanks.head(each) for each in self._api.catalog())

    def catalog_item(self, remote_id: str) -> CatalogItem:
        if not remote_id.isdecimal():
            raise NotThere(f"Printful has no blank product with the number “{remote_id}”.")
        told = self._api.catalog_product(int(remote_id))
        return blanks.item(told, self._areas.of(told))

    def unlock_product(self, remote_id: str) -> None:
        raise Skip("Printful locks no product", details=remote_id)

    def quote(self, request: SupplierOrderRequest) -> Costs:
        raise Skip("a draft is free and tells the cost itself", details=request.external_id)

    def find_order(
        self,
        external_id: str,
        since: datetime | None = None,  # noqa: ARG002 - Printful finds by name
    ) -> SupplierOrderReading | None:
        try:
            order, answer = self._api.order(f"@{external_id}")
        except NotThere:
            return None
        if word(order.external_id) != external_id:
            raise VendorFault(
                "Printful answered with another order than the one asked for.",
                details=f"asked for {external_id}, got {word(order.external_id)}",
            )
        return self._reading(order, answer)

    def find_orders(
        self, prefix: str, since: datetime | None = None
    ) -> tuple[SupplierOrderReading, ...]:
        found: dict[int, SupplierOrderReading] = {}
        for page, answer in self._api.orders() if since is None else self._poll.back_to(since):
            for order in page:
                if word(order.external_id).startswith(prefix):
                    found[order.id] = self._reading(order, answer)
        return tuple(found.values())

    def create_order(self, request: SupplierOrderRequest) -> SupplierOrderReading:
        body = order_body(request, recipient(request.recipient, self._places()))
        try:
            order, answer = self._api.create_order(body)
        except AlreadyMade as taken:
            with after_the_write():
                found = self.find_order(request.external_id)
            if found is None:  # a name stays taken after its order was deleted
                raise taken.refusal from taken
            return found
        return self._reading(order, answer)

    def read_order(self, remote_id: str) -> SupplierOrderReading:
        return self._reading(*self._api.order(remote_id))

    def confirm_order(self, remote_id: str) -> SupplierOrderReading:
        """Raises `Retry` while Printful still reckons the costs; a confirmed order is read and given back."""
        try:
            order, answer = self._api.confirm_order(remote_id)
        except Refused as refusal:
            now = self.read_order(remote_id)
            if now.status not in _UNCONFIRMED:
                return now
            if still_calculating(refusal) or now.costs is None:
                raise Retry(
                    "Printful is still working out the cost of this order.",
                    wait=COST_WAIT,
                    details=refusal.details,
                ) from refusal
            raise
        return self._reading(order, answer)

    def cancel_order(self, remote_id: str) -> SupplierOrderReading:
        """Raises `Refused` when Printful no longer lets go of it."""
        try:
            order, answer = self._api.cancel_order(remote_id)
        except Refused as refusal:
            now = self.read_order(remote_id)
            if now.status is SupplierStatus.CANCELLED:
                return now
            raise _too_late(now, refusal) from refusal
        reading = self._reading(order, answer)
        if reading.status is not SupplierStatus.CANCELLED:
            raise Retry(
                "Printful took the cancellation, but the order is not cancelled yet.",
                wait=COST_WAIT,
                details=reading.raw_status,
            )
        return reading

    def news(
        self, watched: Sequence[Watched], since: datetime
    ) -> Iterator[tuple[SupplierOrderReading, ...]]:
        """Whole orders from lists, a hundred to a page: see `poll`."""
        ours = {each.remote_id for each in watched}
        for page, answer in self._poll.news(watched, since):
            yield tuple(self._reading(order, answer) for order in page if str(order.id) in ours)

    def book(self, since: datetime, after: str = "") -> BookPage[SupplierOrderReading]:
        """A hundred orders to a page."""
        orders, following = self._api.orders_from(int(after or 0))
        rows = tuple(translate.reading(each, currency=self._currency) for each in orders)
        made = [each.made_at for each in rows]
        if following is None or is_past(made, since):
            return BookPage(rows, back_to=since)
        return BookPage(rows, str(following), min((at for at in made if at), default=None))

    def parcels(self, remote_id: str) -> tuple[Parcel, ...]:
        shipments = self._api.shipments(remote_id)
        names: dict[int, str] = {}
        if translate.lines_missing(shipments):
            order, _ = self._api.order(remote_id)
            names = translate.references(order)
        now = self._clock.now()
        return tuple(translate.parcel(each, names, now) for each in shipments)

    @property
    def _kind(self) -> str:
        """`native`, or the platform that the store belongs to; asked once where nobody knows."""
        if not self._store_type:
            self._store_type = check.store_type(self._api, self._store_id)
        return self._store_type

    @property
    def _is_native(self) -> bool:
        return self._kind == check.NATIVE

    def _reading(self, order: wire.Order, answer: Answer) -> SupplierOrderReading:
        return translate.reading(order, seen_at=answer.vendor_time, currency=self._currency)

    def _places(self) -> Places:
        """Printful's country list, read once."""
        with self._lock:
            if self._known_places is None:
                self._known_places = Places(self._api.countries())
            return self._known_places


def _too_late(now: SupplierOrderReading, refusal: Refused) -> Refused:
    why = _TOO_LATE.get(now.status, f"its state is “{now.raw_status}”")
    return Refused(
        f"Printful did not cancel the order: {why}.",
        reason=refusal.reason,
        hint="Only Printful’s support can stop it now: open the order in Printful and write to them.",
        details=refusal.details,
    )
