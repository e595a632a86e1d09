"""Etsy's orders as the bridge knows them. Pure.

Etsy tells of a whole order that it was sent, never of a line; so a sent order leaves nothing to fulfil, and says so in
`blocked_by`: who knows which parcels are ours can tell the lines apart again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal

from podbridge_desktop.connectors.etsy import wire
from podbridge_desktop.connectors.etsy.identity import PERSONALIZATION, bought_variant, plain
from podbridge_desktop.domain.books import StoreEntry
from podbridge_desktop.domain.fulfilment import StoreParcel, StoreShipping
from podbridge_desktop.domain.money import Money, total
from podbridge_desktop.domain.orders import (
    WHOLE_ORDER_SENT,
    Address,
    Blocked,
    LineProperty,
    Payment,
    StoreLine,
    StoreOrder,
)
from podbridge_desktop.domain.orders_csv import is_state_code

NO_CURRENCY = "XXX"  # ISO 4217 for *none*: an order of which Etsy told no amount

# Spelled in several ways: the schema is in lower case, the live answers are not.
_PAYMENTS = {
    "paid": Payment.PAID,
    "completed": Payment.PAID,
    "open": Payment.PAID,
    "payment processing": Payment.PENDING,
    "canceled": Payment.VOIDED,
    "cancelled": Payment.VOIDED,
    "fully refunded": Payment.REFUNDED,
    "partially refunded": Payment.PARTIALLY_REFUNDED,
}
_FAILED = ("fail", "cancel", "declin", "error", "reject")


def order(raw: wire.Receipt) -> StoreOrder:
    currency = _currency(raw)
    charged = money(raw.grandtotal, currency)
    refunded = _refunded(raw, currency)
    left = Money(max((charged - refunded).minor, 0), currency)
    hidden = hides_address(raw)
    return StoreOrder(
        remote_id=str(raw.receipt_id),
        number=f"#{raw.receipt_id}",
        placed_at=moment(raw.created),
        updated_at=moment(raw.updated),
        payment=payment(raw),
        lines=tuple(_line(raw, each, currency) for each in raw.transactions or ()),
        goods=money(raw.subtotal, currency),
        shipping=money(raw.total_shipping_cost, currency),
        tax=_tax(raw, charged, left),
        refunded=refunded,
        total=left,
        paid_at=moment(raw.created) if raw.is_paid else None,  # Etsy tells no time of payment
        cancelled_at=_cancelled_at(raw),
        ship_to=None if hidden else address(raw),
        address_hidden=hidden,
        note=_note(raw),
    )


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def money(amount: wire.Amount | None, currency: str) -> Money:
    """Etsy's fraction in the order's currency; nothing told is nothing."""
    if amount is None:
        return Money.zero(currency)
    return Money.of(Decimal(amount.amount) / Decimal(amount.divisor or 1), currency)


def _currency(raw: wire.Receipt) -> str:
    prices = [each.price for each in raw.transactions or ()]
    told = (each for each in (raw.grandtotal, raw.subtotal, *prices) if each is not None)
    return next((each.currency_code for each in told if each.currency_code), NO_CURRENCY)


def payment(raw: wire.Receipt) -> Payment:
    """By status, whatever its letters; money that Etsy does not call paid has not arrived."""
    found = _PAYMENTS.get(_word(raw.status), Payment.UNKNOWN)
    return Payment.PENDING if found is Payment.PAID and not raw.is_paid else found


def _word(text: str | None) -> str:
    return (text or "").strip().casefold()


def _cancelled_at(raw: wire.Receipt) -> datetime | None:
    """Etsy does not say when: the first refund, else the last change."""
    if _word(raw.status) not in {"canceled", "cancelled"}:
        return None
    refunds = [each.created_timestamp for each in raw.refunds or () if each.created_timestamp]
    return moment(min(refunds, default=raw.updated))


def _refunded(raw: wire.Receipt, currency: str) -> Money:
    """What was given back; refunds that failed were not."""
    done = [
        each
        for each in raw.refunds or ()
        if not any(word in _word(each.status) for word in _FAILED)
    ]
    return total((money(each.amount, currency) for each in done), currency)


def _tax(raw: wire.Receipt, charged: Money, left: Money) -> Money:
    """Sales tax and VAT stand on top of the goods and go to the state, by Etsy or by the seller: never income.

    A refund gives back its part of them.
    """
    currency = charged.currency
    whole = money(raw.total_tax_cost, currency) + money(raw.total_vat_cost, currency)
    if charged.minor <= 0:
        return Money.zero(currency)
    return Money((whole.minor * left.minor + charged.minor // 2) // charged.minor, currency)


def _line(raw: wire.Receipt, line: wire.Transaction, currency: str) -> StoreLine:
    blocked, blocked_by = _obstacle(raw, line)
    return StoreLine(
        remote_id=str(line.transaction_id),
        title=plain(line.title),
        quantity=line.quantity,
        to_fulfil=0 if blocked else line.quantity,
        unit_price=money(line.price, currency),
        variant_id=bought_variant(line),
        sku=plain(line.sku).strip(),
        options=" / ".join(plain(each.formatted_value) for each in _options(line)),
        requires_shipping=not line.is_digital,
        blocked=blocked,
        blocked_by=blocked_by,
        properties=_properties(line),
    )


def _obstacle(raw: wire.Receipt, line: wire.Transaction) -> tuple[Blocked | None, str]:
    if line.is_digital:
        return Blocked.NOT_SHIPPED, ""
    if raw.is_shipped:
        return Blocked.DONE, WHOLE_ORDER_SENT
    if _cancelled_at(raw) or payment(raw) is Payment.REFUNDED:
        return Blocked.DONE, ""
    return None, ""


def _options(line: wire.Transaction) -> list[wire.Variation]:
    return [each for each in line.variations or () if not _is_personal(each)]


def _is_personal(variation: wire.Variation) -> bool:
    return variation.property_id == PERSONALIZATION or bool(variation.question_id)


def _properties(line: wire.Transaction) -> tuple[LineProperty, ...]:
    """What the buyer wrote, question by question; a question asked twice is numbered."""
    asked: Counter[str] = Counter()
    found = []
    for each in filter(_is_personal, line.variations or ()):
        question = plain(each.formatted_name) or "Personalization"
        asked[question] += 1
        again = f" ({asked[question]})" if asked[question] > 1 else ""
        found.append(LineProperty(question + again, plain(each.formatted_value)))
    return tuple(found)


def hides_address(raw: wire.Receipt) -> bool:
    """Etsy shows this key no address; an order of files alone has none to show."""
    to_be_sent = any(not each.is_digital for each in raw.transactions or ())
    return to_be_sent and not (raw.first_line or raw.city or raw.zip)


def address(raw: wire.Receipt) -> Address | None:
    """None where the order has none (files alone)."""
    if not (raw.first_line or raw.city or raw.zip):
        return None
    state = plain(raw.state).strip()
    return Address(
        name=plain(raw.name).strip(),
        address1=plain(raw.first_line).strip(),
        address2=plain(raw.second_line).strip(),
        city=plain(raw.city).strip(),
        province=state,
        province_code=state if is_state_code(state) else "",
        zip=plain(raw.zip).strip(),
        country_code=(raw.country_iso or "").strip().upper(),
        email=(raw.buyer_email or "").strip(),
    )


def _note(raw: wire.Receipt) -> str:
    parts = [plain(raw.message_from_buyer).strip()]
    if raw.is_gift:
        said_by = plain(raw.gift_sender).strip()
        parts.append(f"Gift from {said_by}" if said_by else "Gift")
        parts.append(plain(raw.gift_message).strip())
    return "\n".join(part for part in parts if part)


# --- parcels --------------------------------------------------------------------------------------------------------


def entry(raw: wire.Receipt) -> StoreEntry:
    """What the list of receipts says for the comparison of the books."""
    return StoreEntry(
        remote_id=str(raw.receipt_id),
        number=f"#{raw.receipt_id}",
        is_paid=payment(raw).may_send and _cancelled_at(raw) is None,
        tracking=tuple(number for each in raw.shipments or () if (number := number_of(each))),
    )


def shipping(raw: wire.Receipt) -> StoreShipping:
    """Parcels with a number, and what may still be sent: all, until somebody told the buyer a number."""
    parcels = tuple(parcel(each) for each in raw.shipments or () if number_of(each))
    open_lines = () if parcels else tuple(_still_open(raw.transactions or ()))
    return StoreShipping(parcels, open_lines)


def _still_open(lines: Iterable[wire.Transaction]) -> Iterable[tuple[str, int]]:
    return ((str(line.transaction_id), line.quantity) for line in lines if not line.is_digital)


def parcel(raw: wire.Shipment) -> StoreParcel:
    number = number_of(raw)
    return StoreParcel(str(raw.receipt_shipping_id or number), (number,), lines=())


def number_of(raw: wire.Shipment) -> str:
    return plain(raw.tracking_code).strip()


def carrying(raw: wire.Receipt, number: str) -> StoreParcel | None:
    """The parcel under this number, however the store spaces it."""
    wanted = folded(number)
    found = (each for each in raw.shipments or () if folded(number_of(each)) == wanted)
    return next((parcel(each) for each in found), None)


def folded(number: str) -> str:
    return "".join(number.split()).casefold()
