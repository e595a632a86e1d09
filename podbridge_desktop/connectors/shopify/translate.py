"""Shopify's orders as the bridge knows them. Pure, and lean: a first pull runs through here 10,000 times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from podbridge_desktop.connectors.shopify import wire
from podbridge_desktop.connectors.shopify.work import Reason, Remaining, needs_work
from podbridge_desktop.domain.money import Money, total
from podbridge_desktop.domain.orders import (
    Address,
    Blocked,
    LineProperty,
    Payment,
    StoreLine,
    StoreOrder,
)

money = lru_cache(maxsize=65_536)(Money.of)  # the same few amounts come again and again

_PAYMENTS = {
    "PAID": Payment.PAID,
    "PARTIALLY_REFUNDED": Payment.PARTIALLY_REFUNDED,
    "PENDING": Payment.PENDING,
    "AUTHORIZED": Payment.AUTHORIZED,
    "PARTIALLY_PAID": Payment.PARTIALLY_PAID,
    "REFUNDED": Payment.REFUNDED,
    "VOIDED": Payment.VOIDED,
    "EXPIRED": Payment.EXPIRED,
}
_ARRIVED = frozenset({Payment.PAID, Payment.PARTIALLY_REFUNDED, Payment.REFUNDED})
_NOTHING_LEFT: Reason = (Blocked.DONE, "")


@dataclass(slots=True)
class Reading:
    """All parts of one order, gathered from several answers. `works` None: nothing was asked for."""

    order: wire.Order
    works: Sequence[wire.Work] | None = None
    ship_to: wire.ShipTo | None = None
    address_hidden: bool = False


def plain_id(gid: str) -> str:
    """`gid://shopify/Order/123` → `123`."""
    return gid[gid.rfind("/") + 1 :]


def gid(kind: str, remote_id: str) -> str:
    return f"gid://shopify/{kind}/{remote_id}"


def payment_of(status: str | None) -> Payment:
    return _PAYMENTS.get(status or "", Payment.UNKNOWN)


def order(reading: Reading) -> StoreOrder:
    raw, ship = reading.order, reading.ship_to
    currency = raw.currency_code
    payment = payment_of(raw.display_financial_status)
    return StoreOrder(
        remote_id=plain_id(raw.id),
        number=raw.name,
        placed_at=raw.created_at,
        updated_at=raw.updated_at,
        payment=payment,
        lines=lines(reading),
        goods=money(raw.current_subtotal_price_set.shop_money.amount, currency),
        shipping=money(raw.current_shipping_price_set.shop_money.amount, currency),
        tax=money(raw.current_total_tax_set.shop_money.amount, currency),
        refunded=money(raw.total_refunded_set.shop_money.amount, currency),
        total=_total(raw, payment),
        paid_at=paid_at(raw, payment),
        cancelled_at=raw.cancelled_at,
        is_test=raw.test,
        ship_to=None if reading.address_hidden or ship is None else address(ship),
        address_hidden=reading.address_hidden,
        note=raw.note or "",
    )


def _total(raw: wire.Order, payment: Payment) -> Money:
    """What the buyer's payments come to after every refund; before payment, what the order asks for.

    Shopify's own current total knows nothing of money returned without goods, which lowers the income all the same.
    """
    currency = raw.currency_code
    if payment.may_send:
        return money(raw.net_payment_set.shop_money.amount, currency)
    parts = [raw.current_subtotal_price_set, raw.current_shipping_price_set]
    parts += [] if raw.taxes_included else [raw.current_total_tax_set]
    return total((money(part.shop_money.amount, currency) for part in parts), currency)


def paid_at(raw: wire.Order, payment: Payment) -> datetime | None:
    """When the money arrived: the last successful sale or capture, else when the order was processed."""
    moments = [
        each.processed_at
        for each in raw.transactions
        if each.status == "SUCCESS" and each.kind in {"SALE", "CAPTURE"} and each.processed_at
    ]
    if moments:
        return max(moments)
    return raw.processed_at if payment in _ARRIVED else None


def lines(reading: Reading) -> tuple[StoreLine, ...]:
    raw = reading.order
    remaining = Remaining(reading.works or ())
    unseen = reading.works is not None and not reading.works and needs_work(raw)
    nothing: Reason = (Blocked.HIDDEN, "") if unseen else _NOTHING_LEFT
    return tuple(line(each, remaining, nothing, raw.currency_code) for each in raw.line_items.nodes)


def line(raw: wire.Line, remaining: Remaining, nothing: Reason, currency: str) -> StoreLine:
    to_fulfil = remaining.ready.get(raw.id, 0)
    blocked: Blocked | None = None
    blocked_by = ""
    if not to_fulfil:
        if not raw.requires_shipping:
            blocked = Blocked.NOT_SHIPPED
        else:
            last = nothing if raw.current_quantity else _NOTHING_LEFT
            blocked, blocked_by = remaining.blocked.get(raw.id, last)
    return StoreLine(
        remote_id=plain_id(raw.id),
        title=raw.title,
        quantity=raw.current_quantity,
        to_fulfil=to_fulfil,
        unit_price=money(
            raw.discounted_unit_price_after_all_discounts_set.shop_money.amount, currency
        ),
        variant_id=plain_id(raw.variant.id) if raw.variant else None,
        sku=raw.sku or "",
        options="" if raw.variant_title in {None, "Default Title"} else raw.variant_title or "",
        requires_shipping=raw.requires_shipping,
        blocked=blocked,
        blocked_by=blocked_by,
        properties=tuple(
            LineProperty(each.key, each.value or "") for each in raw.custom_attributes
        ),
    )


def address(raw: wire.ShipTo) -> Address | None:
    """None where the order has none (nothing to ship)."""
    place = raw.shipping_address
    if place is None:
        return None
    return Address(
        name=place.name or "",
        company=place.company or "",
        address1=place.address1 or "",
        address2=place.address2 or "",
        city=place.city or "",
        province=place.province or "",
        province_code=place.province_code or "",
        zip=place.zip or "",
        country_code=place.country_code_v2 or "",
        phone=place.phone or raw.phone or "",
        email=raw.email or "",
    )


def is_blanked(raw: wire.ShipTo) -> bool:
    """The store gave the town but not the person: it hides personal data without saying so."""
    place = raw.shipping_address
    return place is not None and not (place.name or place.address1 or raw.email)
