"""Printify's orders, costs and shipments in our words. Pure.

`on-hold` stands for two things that the API does not tell apart: an order that was never sent to production waits
for approval, one that was sent waits for something else. A shipment names no lines: what it holds is what is
fulfilled so far, and the store takes of it what it does not have yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from podbridge_desktop.connectors.printify import wire
from podbridge_desktop.connectors.printify.recipient import NO_LAST_NAME, NO_ZIP, NO_ZIP_WORD
from podbridge_desktop.connectors.printify.request import variant_name
from podbridge_desktop.connectors.printify.values import cents, moment, page, word
from podbridge_desktop.domain.fulfilment import (
    Costs,
    OrderedLine,
    Parcel,
    SupplierOrderReading,
    SupplierStatus,
)
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.orders import Address

S = SupplierStatus
STATUSES: Mapping[str, SupplierStatus] = {
    "pending": S.DRAFT,
    "cost-calculation": S.DRAFT,
    "on-hold": S.DRAFT,
    "payment-not-received": S.FAILED,
    "source-check-failed": S.FAILED,
    "sending-to-production": S.ACCEPTED,
    "sending_to_production_delegate": S.ACCEPTED,
    "sending_to_production_delegate_sync": S.ACCEPTED,
    "in-production": S.IN_PRODUCTION,
    "callback-received": S.IN_PRODUCTION,
    "partially-fulfilled": S.PARTLY_SHIPPED,
    "fulfilled": S.SHIPPED,
    "has-issues": S.ON_HOLD,
    "unfulfillable": S.ON_HOLD,
    "canceled": S.CANCELLED,
}
_KINDS = {
    "payment-not-received": "payment",
    "source-check-failed": "artwork",
    "unfulfillable": "stock",
}
_RECKONING = frozenset({"pending", "cost-calculation"})
_IN_TROUBLE = frozenset({"on-hold", "has-issues", "unfulfillable"})
_CANCELLABLE = frozenset({"on-hold", "payment-not-received"})  # POST cancel.json takes only these
_SENT_OUT = "fulfilled"
_CANCELLED = "canceled"
Piece = Callable[[str], int | None]  # what one piece costs in cents, by our name of the variant


def reading(
    order: wire.Order,
    *,
    currency: str,
    seen_at: datetime | None = None,
    piece: Piece = lambda _variant: None,
) -> SupplierOrderReading:
    """An order as Printify has it."""
    status = status_of(order)
    left = parcels(order, seen_at)
    return SupplierOrderReading(
        remote_id=order.id,
        external_id=name_of(order),
        status=status,
        raw_status=order.status,
        can_cancel=order.status in _CANCELLABLE,
        lines=tuple(_line(line) for line in order.line_items or ()),
        costs=costs(order, currency, piece),
        reason=_reason(order) if status in {S.ON_HOLD, S.FAILED} else "",
        reason_kind=_KINDS.get(order.status, ""),
        recipient=_address(order.address_to),
        made_at=moment(order.created_at),
        changed_at=_changed_at(order),
        seen_at=seen_at,
        parcels=None if reprints(order) else left,
        tracking=tuple(each.tracking_number for each in left),
        replaced=bool(reprints(order)),
    )


def status_of(order: wire.Order) -> SupplierStatus:
    """Trouble with an order that was sent to production is a hold; before that nothing is made or paid of it."""
    status = STATUSES.get(order.status, S.UNKNOWN)
    if order.status == "on-hold" and was_sent(order):
        return S.ON_HOLD
    return S.FAILED if status is S.ON_HOLD and not was_sent(order) else status


def was_sent(order: wire.Order) -> bool:
    """Whether it was ever sent to production."""
    times = [
        order.sent_to_production_at,
        *(x.sent_to_production_at for x in order.line_items or ()),
    ]
    return any(moment(each) for each in times)


def name_of(order: wire.Order) -> str:
    """The name that we gave it."""
    return word(order.external_id) or word(_metadata(order).shop_order_id)


def reprints(order: wire.Order) -> list[str]:
    """The orders by which Printify made this one anew."""
    return _metadata(order).child_reprinted_order_ids or []


def is_reprint(order: wire.Order) -> bool:
    """Whether Printify made it by itself, in place of another, whose name it bears."""
    return bool(_metadata(order).is_reprint)


def has_arrived(order: wire.Order) -> bool:
    """Whether all its parcels were delivered."""
    return bool(order.shipments) and all(
        moment(each.delivered_at) for each in order.shipments or ()
    )


def costs(order: wire.Order, currency: str, piece: Piece) -> Costs | None:
    """None while Printify still reckons. Its `total_price` is what the buyer pays, so the sum is made here."""
    shipping, tax = cents(order.total_shipping), cents(order.total_tax)
    lines = [_line_cost(line, piece) for line in order.line_items or ()]
    known = [cost for cost in lines if cost is not None]
    if order.status in _RECKONING or shipping is None or not lines or len(known) < len(lines):
        return None
    items = sum(known)
    whole = items + shipping + (tax or 0)
    return Costs(
        items=Money(items, currency),
        shipping=Money(shipping, currency),
        tax=Money(tax or 0, currency),
        total=Money(whole, currency),
    )


def _line_cost(line: wire.OrderLine, piece: Piece) -> int | None:
    """Nowhere is said whether a line's cost is for one piece or for all: the nearer one by the product's own cost.

    A product that is not known counts as told by the piece: the dearer of the two.
    """
    cost = cents(line.cost)
    if cost is None:
        return None
    one = piece(variant_name(line.product_id or "", line.variant_id))
    for_all = one is not None and 2 * cost >= one * (1 + line.quantity)
    return cost if for_all else cost * line.quantity


def _reason(order: wire.Order) -> str:
    """The lines in trouble with Printify's word on each; it gives no sentence."""
    told = []
    for line in order.line_items or ():
        if order.status in _IN_TROUBLE and line.status in _IN_TROUBLE:
            about = _line_metadata(line)
            what = " · ".join(filter(None, [about.title, about.variant_label]))
            told.append(f"{what}: {line.status}" if what else str(line.status))
    return "; ".join(told) or order.status


def _line(line: wire.OrderLine) -> OrderedLine:
    about = _line_metadata(line)
    return OrderedLine(
        reference=word(about.external_id),
        variant_id=variant_name(line.product_id or "", line.variant_id),
        quantity=line.quantity,
        title=about.title or "",
        sku=word(about.sku),
    )


def _metadata(order: wire.Order) -> wire.OrderMetadata:
    told = order.metadata
    return told if isinstance(told, wire.OrderMetadata) else wire.OrderMetadata()


def _line_metadata(line: wire.OrderLine) -> wire.LineMetadata:
    told = line.metadata
    return told if isinstance(told, wire.LineMetadata) else wire.LineMetadata()


def _address(told: wire.AddressTo | list[object] | None) -> Address | None:
    """Where it goes. A country's full name says less than its code, so it counts as not shown."""
    if not isinstance(told, wire.AddressTo):
        return None
    country = (told.country or "").strip()
    code = country.upper() if len(country) == 2 else ""
    last = "" if told.last_name == NO_LAST_NAME else told.last_name or ""
    postcode = word(told.zip)
    return Address(
        name=f"{told.first_name or ''} {last}".strip(),
        company=told.company or "",
        address1=told.address1 or "",
        address2=told.address2 or "",
        city=told.city or "",
        province=told.region or "",
        zip="" if postcode == NO_ZIP_WORD and code in {"", *NO_ZIP} else postcode,
        country_code=code,
        phone=word(told.phone),
        email=told.email or "",
    )


def _changed_at(order: wire.Order) -> datetime | None:
    """The newest time that it tells: it has no time of its last change."""
    times = [order.created_at, order.sent_to_production_at, order.fulfilled_at]
    for line in order.line_items or ():
        times += [line.sent_to_production_at, line.fulfilled_at]
    times += [shipment.delivered_at for shipment in order.shipments or ()]
    return max((found for each in times if (found := moment(each))), default=None)


def parcels(
    order: wire.Order, seen_at: datetime | None, *, reshipment: bool = False
) -> tuple[Parcel, ...]:
    """The parcels of an order; with part of it on the way, only once its lines tell which part.

    Of a cancelled order no line turns fulfilled any more, though pieces of one may have left before.
    """
    sent = [line for line in order.line_items or () if line.status == _SENT_OUT]
    if not sent and order.status not in {_SENT_OUT, _CANCELLED}:
        return ()
    inside = _one_piece_each(order) if order.status == _CANCELLED and not sent else _pieces(sent)
    times = [order.fulfilled_at, *(line.fulfilled_at for line in sent)]
    shipped = max((found for each in times if (found := moment(each))), default=seen_at)
    return tuple(
        Parcel(
            remote_id=word(shipment.number),
            carrier=(shipment.carrier or "").strip(),
            tracking_number=word(shipment.number),
            tracking_url=page(shipment.url),
            lines=inside,
            shipped_at=shipped,
            delivered_at=moment(shipment.delivered_at),
            reshipment=reshipment,
        )
        for shipment in order.shipments or ()
        if word(shipment.number)
    )


def _one_piece_each(order: wire.Order) -> tuple[tuple[str, int], ...]:
    """What each parcel of an order holds that was cancelled before a line was whole; empty where that is not certain.

    Something is in each, and not all has left: of two pieces one parcel holds one. Where it is not certain, all
    counts as sent, so that nothing is made twice.
    """
    asked = _pieces(order.line_items or ())
    numbered = [each for each in order.shipments or () if word(each.number)]
    if len(asked) == 1 and asked[0][1] == len(numbered) + 1:
        return ((asked[0][0], 1),)
    return ()


def _pieces(lines: Iterable[wire.OrderLine]) -> tuple[tuple[str, int], ...]:
    """(our line reference, quantity); empty where one line does not tell its reference."""
    summed: dict[str, int] = {}
    for line in lines:
        name = word(_line_metadata(line).external_id)
        if not name:
            return ()
        summed[name] = summed.get(name, 0) + line.quantity
    return tuple(summed.items())


def shipping_cost(quote: Mapping[str, wire.Cents], method: int) -> int | None:
    """What a method costs in cents; None where it is not offered for this order.

    `express` is moving: where `priority` stands beside it, it means Printify Express, else what is now priority.
    """
    match method:
        case 2 if "priority" not in quote:
            key = "express"
        case 3 if "printify_express" not in quote:
            key = "express" if "priority" in quote else ""
        case _:
            key = {1: "standard", 2: "priority", 3: "printify_express", 4: "economy"}[method]
    return cents(quote.get(key))
