"""Printful's orders and shipments in our words. Pure."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

import msgspec

from podbridge_desktop.connectors.printful import wire
from podbridge_desktop.connectors.printful.refusals import kind_of
from podbridge_desktop.connectors.printful.templates import variant_name
from podbridge_desktop.connectors.printful.values import amount, loose, moment, money, url, word
from podbridge_desktop.domain.fulfilment import (
    Costs,
    OrderedLine,
    Parcel,
    SupplierOrderReading,
    SupplierStatus,
)
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.orders import Address

log = logging.getLogger(__name__)

# 'fulfilled' means printed and packed: what has really left is told by the parcels.
STATUSES: Mapping[str, SupplierStatus] = {
    "draft": SupplierStatus.DRAFT,
    "inreview": SupplierStatus.ACCEPTED,
    "pending": SupplierStatus.ACCEPTED,
    "inprocess": SupplierStatus.IN_PRODUCTION,
    "onhold": SupplierStatus.ON_HOLD,
    "failed": SupplierStatus.FAILED,
    "partial": SupplierStatus.PARTLY_SHIPPED,
    "fulfilled": SupplierStatus.SHIPPED,
    "canceled": SupplierStatus.CANCELLED,
    "archived": SupplierStatus.CANCELLED,
}
_TROUBLE = frozenset({SupplierStatus.ON_HOLD, SupplierStatus.FAILED})
# DELETE /orders/{id} of version 1 cancels these; of what waits in review the documents contradict each other
_CANCELLABLE = frozenset({"draft", "pending"})
_NOT_SENT = frozenset({"pending", "onhold", "canceled", "packaged", "outstock"})


class _Error(msgspec.Struct):
    message: str | None = None
    reason: str | None = None


def reading(
    order: wire.Order, *, seen_at: datetime | None = None, currency: str = ""
) -> SupplierOrderReading:
    """An order as Printful has it; `currency` is the store's, for costs that name none."""
    status = STATUSES.get(order.status.lower(), SupplierStatus.UNKNOWN)
    reason, kind = _reason(order, status)
    retail = order.retail_costs.currency if order.retail_costs else None
    return SupplierOrderReading(
        remote_id=str(order.id),
        external_id=word(order.external_id),
        status=status,
        raw_status=order.status,
        can_cancel=order.status.lower() in _CANCELLABLE,
        lines=tuple(_line(item, retail) for item in order.items or ()),
        costs=costs(order.costs, currency),
        reason=reason,
        reason_kind=kind,
        url=url(order.dashboard_url),
        recipient=_address(order.recipient),
        made_at=moment(order.created),
        changed_at=moment(order.updated),
        seen_at=seen_at,
        parcels=() if _is_all_in_the_house(order) else None,
        tracking=tuple(
            number
            for each in order.shipments or ()
            if each.has_left and (number := word(each.tracking_number))
        ),
    )


def _is_all_in_the_house(order: wire.Order) -> bool:
    """Whether it is told that nothing has left yet: packed is not sent, and no call is needed to know more."""
    return bool(order.shipments) and not any(each.has_left for each in order.shipments or ())


def _reason(order: wire.Order, status: SupplierStatus) -> tuple[str, str]:
    """Printful's sentence on a hold or failure, and its kind. Undocumented fields: often there is nothing."""
    inner = loose(order.error, _Error) or _Error()
    text = (loose(order.error, str) or inner.message or inner.reason or "").strip()
    if status not in _TROUBLE:
        return text, ""
    if status is SupplierStatus.ON_HOLD and order.needs_approval:
        return text, "approval"
    return text, kind_of(text)


def costs(told: wire.Costs | None, currency: str = "") -> Costs | None:
    """None while Printful still reckons. `items` holds all that is neither postage nor tax: fees and discounts too."""
    total = amount(told.total) if told else None
    unit = (told.currency if told else None) or currency
    if told is None or total is None or not unit:
        return None
    shipping = Money.of(amount(told.shipping) or Decimal(0), unit)
    tax = Money.of(
        sum((amount(raw) or Decimal(0) for raw in (told.tax, told.vat)), Decimal(0)), unit
    )
    whole = Money.of(total, unit)
    return Costs(items=whole - shipping - tax, shipping=shipping, tax=tax, total=whole)


def _line(item: wire.Item, currency: str | None) -> OrderedLine:
    return OrderedLine(
        reference=word(item.external_id),
        variant_id=_made_as(item),
        quantity=item.quantity,
        title=item.name or "",
        retail_price=money(item.retail_price, currency),
        sku=word(item.sku),
    )


def _made_as(item: wire.Item) -> str:
    """Our name of what is printed: a variant of the store, or a template on a blank."""
    if item.product_template_id and item.variant_id and not item.sync_variant_id:
        return variant_name(item.product_template_id, item.variant_id)
    return word(item.sync_variant_id)


def _address(told: wire.Recipient | None) -> Address | None:
    if told is None:
        return None
    return Address(
        name=told.name or "",
        company=told.company or "",
        address1=told.address1 or "",
        address2=told.address2 or "",
        city=told.city or "",
        province=told.state_name or "",
        province_code=word(told.state_code),
        zip=word(told.zip),
        country_code=told.country_code or "",
        phone=word(told.phone),
        email=told.email or "",
        tax_number=word(told.tax_number),
    )


def lines_missing(shipments: list[wire.Shipment]) -> bool:
    """Whether a shipment names an item by Printful's number only."""
    return any(
        not word(item.order_item_external_id)
        for shipment in shipments
        for item in shipment.shipment_items or ()
    )


def references(order: wire.Order) -> dict[int, str]:
    """Our line reference by Printful's item number."""
    return {item.id: word(item.external_id) for item in order.items or ()}


def parcel(
    told: wire.Shipment, names: Mapping[int, str], seen_at: datetime | None = None
) -> Parcel:
    """A shipment. It is shipped when Printful says so, never because it has a number or a tracking page."""
    status = (told.shipment_status or "").lower()
    shipped = None if status in _NOT_SENT else moment(told.shipped_at)
    if status == "shipped" and shipped is None:
        shipped = seen_at
    delivered = moment(told.delivered_at)
    if delivered is None and told.delivery_status == "delivered" and shipped:
        delivered = seen_at
    return Parcel(
        remote_id=str(told.id),
        carrier=(told.carrier or "").strip(),
        tracking_number=word(told.tracking_number),
        tracking_url=url(told.tracking_url),
        lines=_parcel_lines(told, names),
        shipped_at=shipped,
        delivered_at=delivered,
        reshipment=bool(told.is_reshipment),
    )


def _parcel_lines(told: wire.Shipment, names: Mapping[int, str]) -> tuple[tuple[str, int], ...]:
    """(our line reference, quantity), summed; empty where one item cannot be told."""
    summed: dict[str, int] = {}
    for item in told.shipment_items or ():
        name = word(item.order_item_external_id) or names.get(item.order_item_id or 0, "")
        if not name:
            log.info("A Printful shipment names an item that its order does not have.")
            return ()
        summed[name] = summed.get(name, 0) + item.quantity
    return tuple(summed.items())
