"""Printify behind the port of a supplier: no draft is free, and no name is kept unique there for certain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from podbridge_desktop.connectors.answer import Answer
from podbridge_desktop.connectors.printify import catalog, check, translate, wire
from podbridge_desktop.connectors.printify.api import PrintifyApi
from podbridge_desktop.connectors.printify.blanks import FRESH, Blanks, Browser
from podbridge_desktop.connectors.printify.pictures import Pictures
from podbridge_desktop.connectors.printify.poll import Poll, is_past
from podbridge_desktop.connectors.printify.prices import Prices
from podbridge_desktop.connectors.printify.refusals import NOT_NOW, NameTaken
from podbridge_desktop.connectors.printify.request import (
    method_of,
    order_body,
    quote_body,
)
from podbridge_desktop.connectors.printify.values import moment
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
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.ports import NO_MARKS, CallFigures, CheckReport, Clock
from podbridge_desktop.errors import (
    Refused,
    Retry,
    Skip,
)

PICTURES_WAIT = timedelta(minutes=5)
_UNCONFIRMED = frozenset({SupplierStatus.DRAFT, SupplierStatus.FAILED})
_TOO_LATE = {
    SupplierStatus.IN_PRODUCTION: "it is already being made",
    SupplierStatus.ACCEPTED: "it was already sent to production",
    SupplierStatus.PARTLY_SHIPPED: "a part of it is already on its way",
    SupplierStatus.SHIPPED: "it is already made",
    SupplierStatus.ON_HOLD: "it is on hold there",
    SupplierStatus.FAILED: "it has failed there",
}


@dataclass(frozen=True, slots=True)
class Shop:
    """What the seller said of her shop; the token is read from the keyring when it is needed."""

    id: str
    currency: str
    given_currency: str  # empty: the connection test finds it out
    approval: str
    native: bool  # Printify serves its channel by itself
    token: Callable[[], str]


class PrintifySupplier:
    """Implements `ports.Supplier`: an order is real as soon as it is there. Safe for several threads."""

    drafts_are_free = False
    quiet_period = timedelta(minutes=15)  # a late commit and the lag of the list together

    def __init__(self, api: PrintifyApi, *, shop: Shop, clock: Clock) -> None:
        self._api, self._shop, self._clock = api, shop, clock
        self._prices = Prices(api, clock)
        self._poll = Poll(api, clock)
        self._pictures = Pictures(api)
        self._blanks = Blanks(api, clock)
        self._browser = Browser(api)

    def check(self) -> CheckReport:
        return check.check(
            self._api,
            token=self._shop.token(),
            approval=self._shop.approval,
            currency=self._shop.given_currency,
            clock=self._clock,
        )

    def figures(self) -> CallFigures:
        return self._api.figures()

    def abort(self) -> None:
        """End what is under way at once: the program stops."""
        self._api.abort()

    def close(self) -> None:
        self._api.close()

    def vendor_now(self) -> datetime | None:
        return self._api.vendor_now

    # products

    def products(
        self, marks: Mapping[str, str] = NO_MARKS
    ) -> Iterator[SupplierProduct | Unchanged]:
        """One call for fifty products, which are told whole: an unchanged one costs no call of its own.

        Besides one call per blank and print provider, once a day; where something of it cannot be had, once a pull.
        """
        begun = self._clock.now()
        for told in self._api.products():
            self._prices.learn(told)
            key = (told.blueprint_id or 0, told.print_provider_id or 0)
            since = begun if catalog.is_in_doubt(told) else begun - FRESH
            listed = self._blanks.listed(key, since)
            product = catalog.product(told, self._shop.currency, listed, native=self._shop.native)
            if product is not None and product.mark == marks.get(product.remote_id):
                yield Unchanged(product.remote_id)
            elif product is not None:
                yield product

    def catalog(self) -> tuple[CatalogHead, ...]:
        return self._browser.heads()

    def catalog_item(self, remote_id: str) -> CatalogItem:
        return self._browser.item(remote_id)

    def mockup_styles(self, remote_id: str) -> tuple[MockupStyle, ...]:  # noqa: ARG002
        """None to choose: Printify makes all pictures of a product by itself."""
        return ()

    def begin_mockups(self, wishes: Sequence[MockupWish]) -> tuple[Begun, ...]:
        raise Skip("Printify makes all pictures by itself", details=f"{len(wishes)}")

    def made_mockups(self, tasks: Sequence[str]) -> dict[str, MockupAnswer]:
        return {task: MockupAnswer(lost=True) for task in tasks}

    def unlock_product(self, remote_id: str) -> None:
        self._api.unlock_product(remote_id, "The publishing was not finished.")

    def upload_picture(self, name: str, content: bytes) -> str:
        """Printify's id of a picture in the account's library; the same bytes go up once."""
        return self._pictures.upload(name, content)

    def archive_picture(self, ident: str) -> None:
        """Take a picture out of the library."""
        self._pictures.archive(ident)

    # orders

    def quote(self, request: SupplierOrderRequest) -> Costs:
        """The products' costs and the postage to this address. Taxes are told only with the order itself."""
        body, method = quote_body(request), method_of(request)
        items = self._prices.of(request.lines)
        shipping = translate.shipping_cost(self._api.quote(body), method)
        if shipping is None:
            raise Refused(
                "Printify does not ship this order to this address by the chosen method.",
                case="address",
                reason=request.shipping_method,
                hint="Correct the address, or make it at another supplier.",
            )
        unit = self._shop.currency
        return Costs(
            items=Money(items, unit),
            shipping=Money(shipping, unit),
            tax=Money.zero(unit),
            total=Money(items + shipping, unit),
        )

    def find_order(
        self, external_id: str, since: datetime | None = None
    ) -> SupplierOrderReading | None:
        """Read the list from the newest order back to `since`. A live order of this name goes before a cancelled one.

        The list tells orders whole: one call more could fail, and an order that was seen would count as not found.
        """
        ended: SupplierOrderReading | None = None
        for page in self._api.orders():
            for order in page.orders:
                if translate.name_of(order) != external_id:
                    continue
                found = self._reading(order, page.answer)
                if found.status is not SupplierStatus.CANCELLED:
                    return found
                ended = ended or found
            if since is not None and is_past(page.orders, since):
                break
        return ended

    def find_orders(
        self, prefix: str, since: datetime | None = None
    ) -> tuple[SupplierOrderReading, ...]:
        found: dict[str, SupplierOrderReading] = {}
        for page in self._api.orders():
            for order in page.orders:
                if translate.name_of(order).startswith(prefix) and order.id not in found:
                    found[order.id] = self.read_order(order.id)
            if since is not None and is_past(page.orders, since):
                break
        return tuple(found.values())

    def create_order(self, request: SupplierOrderRequest) -> SupplierOrderReading:
        """Sent once. Printify answers no more than the new order's id."""
        try:
            remote_id = self._api.submit(order_body(request))
        except AlreadyMade as taken:
            return self._adopt(request, taken.refusal)
        return SupplierOrderReading(
            remote_id=remote_id,
            external_id=request.external_id,
            status=SupplierStatus.DRAFT,
            raw_status="pending",
            lines=request.lines,
            recipient=request.recipient,
            seen_at=self._api.vendor_now,
        )

    def _adopt(self, request: SupplierOrderRequest, taken: Refused) -> SupplierOrderReading:
        """The name is taken by an order that we made without hearing of it."""
        order_id = taken.order_id if isinstance(taken, NameTaken) else ""
        with after_the_write():
            found = self.read_order(order_id) if order_id else self.find_order(request.external_id)
        if found is None:
            raise taken
        return found

    def read_order(self, remote_id: str) -> SupplierOrderReading:
        return self._reading(*self._api.order(remote_id))

    def confirm_order(self, remote_id: str) -> SupplierOrderReading:
        """Send it to production: this charges. Raises `Retry` while Printify still works on its pictures."""
        try:
            self._api.send_to_production(remote_id)
        except Refused as refusal:
            now = self.read_order(remote_id)
            if now.status not in _UNCONFIRMED:
                return now
            if refusal.reason == str(NOT_NOW):
                raise Retry(
                    "Printify is still working on the pictures of this order.",
                    wait=PICTURES_WAIT,
                    details=refusal.details,
                ) from refusal
            raise
        return SupplierOrderReading(  # not read afresh: a read that fails would make the charge doubtful
            remote_id=remote_id,
            external_id="",
            status=SupplierStatus.ACCEPTED,
            raw_status="sending-to-production",
            seen_at=self._api.vendor_now,
        )

    def cancel_order(self, remote_id: str) -> SupplierOrderReading:
        """Raises `Refused` when Printify no longer lets go of it."""
        try:
            order = self._api.cancel(remote_id)
        except Refused as refusal:
            now = self.read_order(remote_id)
            if now.status is SupplierStatus.CANCELLED:
                return now
            raise _too_late(now, refusal) from refusal
        reading = translate.reading(order, currency=self._shop.currency)
        if reading.status is not SupplierStatus.CANCELLED:
            raise Retry(
                "Printify took the cancellation, but the order is not cancelled yet.",
                details=reading.raw_status,
            )
        return reading

    def news(
        self, watched: Sequence[Watched], since: datetime
    ) -> Iterator[tuple[SupplierOrderReading, ...]]:
        """Tiered: see `poll`."""
        for found in self._poll.news(watched, since):
            if isinstance(found, str):
                yield (_gone(found),)
            else:
                yield (self._reading(*found),)

    def book(self, since: datetime, after: str = "") -> BookPage[SupplierOrderReading]:
        """Ten orders to a page; a row of the list bears our name in its metadata."""
        number = int(after or 1)
        page = self._api.order_page(number)
        told = [each for each in page.orders if not translate.is_reprint(each)]
        rows = tuple(self._reading(each, page.answer) for each in told)
        if page.is_last or is_past(page.orders, since):
            return BookPage(rows, back_to=since)
        made = [at for each in page.orders if (at := moment(each.created_at))]
        return BookPage(rows, str(number + 1), min(made, default=None))

    def parcels(self, remote_id: str) -> tuple[Parcel, ...]:
        """The parcels of an order, and those of the orders by which Printify made it anew."""
        order, answer = self._api.order(remote_id)
        seen_at = answer.vendor_time or self._clock.now()
        found = list(translate.parcels(order, seen_at))
        for ident in translate.reprints(order):
            again, _ = self._api.order(ident)
            found += translate.parcels(again, seen_at, reshipment=True)
        return tuple(found)

    def _reading(self, order: wire.Order, answer: Answer) -> SupplierOrderReading:
        return translate.reading(
            order,
            currency=self._shop.currency,
            seen_at=answer.vendor_time or self._clock.now(),
            piece=self._prices.piece,
        )


def _gone(remote_id: str) -> SupplierOrderReading:
    return SupplierOrderReading(
        remote_id=remote_id,
        external_id="",
        status=SupplierStatus.UNKNOWN,
        raw_status="not found",
    )


def _too_late(now: SupplierOrderReading, refusal: Refused) -> Refused:
    why = _TOO_LATE.get(now.status, f"its state is “{now.raw_status}”")
    return Refused(
        f"Printify did not cancel the order: {why}.",
        reason=refusal.reason,
        hint="Only Printify’s support can stop it now: open the order in Printify and write to them.",
        details=refusal.details,
    )
