"""The supplier's side of an order: what we ask for, what the supplier says, and the parcels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.orders import Address


class SupplierStatus(StrEnum):
    """A supplier's own status of an order, told apart as far as our steps need it."""

    DRAFT = "draft"
    ACCEPTED = "accepted"  # submitted, being checked or charged
    IN_PRODUCTION = "in_production"
    ON_HOLD = "on_hold"
    FAILED = "failed"  # submitted and bounced: address, files, payment
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"  # a word we do not know: shown as it is, never acted upon


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """One line of a supplier order. `reference` is the store's line id, which comes back with parcels."""

    reference: str
    variant_id: str
    quantity: int
    title: str = ""
    retail_price: Money | None = None  # printed on customs papers instead of the supplier's price
    sku: str = ""


@dataclass(frozen=True, slots=True)
class SupplierOrderRequest:
    """What we ask a supplier to make. `external_id` is our name for it, unique for ever."""

    external_id: str
    recipient: Address
    lines: tuple[OrderedLine, ...]
    shipping_method: str = ""
    store_order_number: str = ""
    retail_shipping: Money | None = None


@dataclass(frozen=True, slots=True)
class Costs:
    """What the supplier charges for one order; all in one currency."""

    items: Money
    shipping: Money
    tax: Money
    total: Money


@dataclass(frozen=True, slots=True)
class SupplierOrderReading:
    """A supplier order as the supplier has it now.

    `costs` is None while the supplier still reckons. `reason` is its own sentence on a hold or failure, often
    empty. `raw_status` is its word, kept for the log and for statuses we do not know.
    """

    remote_id: str
    external_id: str
    status: SupplierStatus
    raw_status: str
    lines: tuple[OrderedLine, ...] = ()
    costs: Costs | None = None
    reason: str = ""
    reason_kind: str = (
        ""  # 'payment', 'address', 'artwork', 'stock', 'approval', or '' where it does not tell
    )
    url: str = ""
    recipient: Address | None = None
    made_at: datetime | None = None
    changed_at: datetime | None = None
    seen_at: datetime | None = None  # the vendor's own clock when it answered
    parcels: tuple[Parcel, ...] | None = (
        None  # None: the supplier tells them by a call of their own
    )
    tracking: tuple[str, ...] = ()  # numbers of what has left, where lists tell them
    can_cancel: bool = False  # by a program, as far as the supplier's word for its state tells
    replaced: bool = False  # made anew under another number, which may bring parcels of its own


@dataclass(frozen=True, slots=True)
class Watched:
    """One of our orders that the supplier may have news of, and what we know of it."""

    remote_id: str
    raw_status: str  # the supplier's word that we know; empty: whatever it says is news
    sent_at: datetime | None = None
    looked_at: datetime | None = None  # when its parcels were last read
    delivered: bool = False  # only a replacement may still come
    changed_at: datetime | None = None  # the supplier's latest change that we know
    tracked: bool = False  # a parcel of it is known


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel at the supplier. It counts as shipped when `shipped_at` is set, not when it has a number."""

    remote_id: str
    carrier: str
    tracking_number: str
    tracking_url: str
    lines: tuple[
        tuple[str, int], ...
    ]  # (store line id, quantity); empty: the supplier does not say
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    reshipment: bool = False


@dataclass(frozen=True, slots=True)
class TrackingPush:
    """One parcel to be written to the store order. `lines` empty means: all that is left of `fallback_lines`."""

    order_remote_id: str
    carrier: str
    tracking_number: str
    tracking_url: str
    lines: tuple[tuple[str, int], ...]
    notify_customer: bool = True
    beside_remote_id: str = ""  # a reshipment: add to this fulfilment instead of making one


@dataclass(frozen=True, slots=True)
class StoreParcel:
    """A fulfilment as the store has it."""

    remote_id: str
    tracking_numbers: tuple[str, ...]
    lines: tuple[tuple[str, int], ...]
    ours: bool = True  # False: made by another app's location


@dataclass(frozen=True, slots=True)
class StoreShipping:
    """What the store has of an order's parcels, and what it still wants, read in one call."""

    parcels: tuple[StoreParcel, ...]
    remaining: tuple[tuple[str, int], ...]  # (store line id, quantity) that we may still fulfil
