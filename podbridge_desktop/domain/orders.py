"""What a customer bought, as the store says it. A `StoreOrder` is a reading of the store, not our row."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from podbridge_desktop.domain.money import Money


class Payment(StrEnum):
    """The store's word on the money, told apart as far as sending needs it."""

    PAID = "paid"
    PARTIALLY_REFUNDED = "partially_refunded"
    PENDING = "pending"
    AUTHORIZED = "authorized"
    PARTIALLY_PAID = "partially_paid"
    REFUNDED = "refunded"
    VOIDED = "voided"
    EXPIRED = "expired"
    UNKNOWN = "unknown"

    @property
    def may_send(self) -> bool:
        """Only money that has arrived sends an order to a supplier."""
        return self in {Payment.PAID, Payment.PARTIALLY_REFUNDED}


class Blocked(StrEnum):
    """Why the store itself does not want a line fulfilled by us now."""

    HELD = "held"  # a hold at the store; often an upsell app's, gone in minutes
    OTHER_APP = "other_app"  # stocked at another app's location: that app fulfils it
    NOT_SHIPPED = "not_shipped"  # pickup, local delivery, digital
    SCHEDULED = "scheduled"
    DONE = "done"  # nothing left to fulfil
    HIDDEN = "hidden"  # the store shows no fulfilment order: a right is missing


# `blocked_by` of a line that is done only because its store marks whole orders as sent (Etsy): which of them our own
# parcels account for, the store cannot say.
WHOLE_ORDER_SENT = "the store marks whole orders as sent"


@dataclass(frozen=True, slots=True)
class Address:
    """A ship-to address as the store gives it; empty strings where a part is missing."""

    name: str = ""
    company: str = ""
    address1: str = ""
    address2: str = ""
    city: str = ""
    province: str = ""
    province_code: str = ""
    zip: str = ""
    country_code: str = ""
    phone: str = ""
    email: str = ""
    tax_number: str = ""

    def fingerprint(self) -> str:
        """A hash by which two readings of an address are compared without keeping either."""
        text = json.dumps([getattr(self, part) for part in self.__slots__])
        return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class LineProperty:
    """One personalization value or option a buyer's page attached to a line."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class StoreLine:
    """One line of an order. `to_fulfil` is what the store still wants from us, after refunds and edits."""

    remote_id: str
    title: str
    quantity: int  # what the order wants now (after edits and refunds)
    to_fulfil: int
    unit_price: Money
    variant_id: str | None = None  # None: the variant was deleted at the store since
    sku: str = ""
    options: str = ""
    requires_shipping: bool = True
    blocked: Blocked | None = None
    blocked_by: str = ""  # the other app's name, or the hold's reason, in the store's words
    properties: tuple[LineProperty, ...] = ()


@dataclass(frozen=True, slots=True)
class StoreOrder:
    """One order. `remote_id` is the store's numeric order id, `number` what people call it (`#1001`)."""

    remote_id: str
    number: str
    placed_at: datetime
    updated_at: datetime
    payment: Payment
    lines: tuple[StoreLine, ...]
    goods: Money  # lines after discounts, before tax shown apart
    shipping: Money
    tax: Money  # tax inside the amounts or on top of them
    refunded: Money
    total: Money  # what the buyer paid or owes now
    paid_at: datetime | None = None
    cancelled_at: datetime | None = None
    is_test: bool = False
    ship_to: Address | None = None
    address_hidden: bool = (
        False  # the store refuses personal data to this key: not the same as 'no address'
    )
    note: str = ""

    @property
    def income(self) -> Money:
        """What the seller keeps before costs and fees (rulings 15): total without tax and refunds."""
        return self.total - self.tax
