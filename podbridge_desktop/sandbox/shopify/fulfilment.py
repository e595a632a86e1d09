"""Fulfilment orders (what a location has to send) and fulfilments (what was sent)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

OPEN_STATES = frozenset({"OPEN", "IN_PROGRESS"})
ENDED_STATES = frozenset({"CLOSED", "CANCELLED", "INCOMPLETE"})


@dataclass(slots=True)
class Hold:
    """A reason not to send yet. `ours` tells whether the calling app placed it."""

    typename: ClassVar[str] = "FulfillmentHold"
    id: str
    reason: str
    handle: str | None
    reason_notes: str | None
    ours: bool

    @property
    def display_reason(self) -> str:
        return self.reason.replace("_", " ").capitalize()


@dataclass(slots=True)
class WorkLine:
    """A part of an order line at one location."""

    typename: ClassVar[str] = "FulfillmentOrderLineItem"
    id: str
    order_id: str
    line_item_id: str
    total_quantity: int
    remaining_quantity: int


@dataclass(slots=True)
class MerchantRequest:
    """What the merchant asked a fulfilment service to do."""

    typename: ClassVar[str] = "FulfillmentOrderMerchantRequest"
    id: str
    kind: str
    message: str | None
    sent_at: str


@dataclass(slots=True)
class FulfillmentOrder:
    """The part of an order that one location has to send.

    OPEN -> IN_PROGRESS -> CLOSED; ON_HOLD and SCHEDULED go back to OPEN; a cancelled order ends in CANCELLED.
    """

    typename: ClassVar[str] = "FulfillmentOrder"
    id: str
    order_id: str
    location_id: str
    created_at: str
    updated_at: str
    lines: list[WorkLine]
    status: str = "OPEN"
    request_status: str = "UNSUBMITTED"
    method_type: str = "SHIPPING"
    fulfill_at: str | None = None
    fulfill_by: str | None = None
    holds: list[Hold] = field(default_factory=list)
    requests: list[MerchantRequest] = field(default_factory=list)

    @property
    def remaining(self) -> int:
        return sum(line.remaining_quantity for line in self.lines)

    @property
    def is_partly_sent(self) -> bool:
        return any(line.remaining_quantity < line.total_quantity for line in self.lines)

    def line(self, line_id: str) -> WorkLine | None:
        return next((line for line in self.lines if line.id == line_id), None)


@dataclass(slots=True)
class SentLine:
    """A quantity of an order line inside a parcel, and where it was taken from."""

    typename: ClassVar[str] = "FulfillmentLineItem"
    id: str
    order_id: str
    line_item_id: str
    work_line_id: str
    quantity: int


@dataclass(slots=True)
class Tracking:
    """One tracking number with its carrier and link."""

    typename: ClassVar[str] = "FulfillmentTrackingInfo"
    company: str | None
    number: str | None
    url: str | None


@dataclass(slots=True)
class Event:
    """A step of a parcel on its way."""

    typename: ClassVar[str] = "FulfillmentEvent"
    id: str
    status: str
    happened_at: str
    created_at: str
    message: str | None = None
    city: str | None = None
    country: str | None = None


@dataclass(slots=True)
class Fulfillment:
    """A parcel that the store was told about."""

    typename: ClassVar[str] = "Fulfillment"
    id: str
    order_id: str
    name: str
    location_id: str
    created_at: str
    updated_at: str
    lines: list[SentLine]
    fulfillment_order_ids: list[str]
    tracking: list[Tracking] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    status: str = "SUCCESS"
    display_status: str = "FULFILLED"
    in_transit_at: str | None = None
    delivered_at: str | None = None

    @property
    def total_quantity(self) -> int:
        return sum(line.quantity for line in self.lines)


@dataclass(slots=True)
class Mail:
    """A message that the store sent to a buyer."""

    order_id: str
    fulfillment_id: str
    kind: str
    to: str | None
    sent_at: str
    numbers: list[str]
