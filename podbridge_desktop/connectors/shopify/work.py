"""Fulfilment orders: what the store wants sent, and why it may not want it from us now. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from podbridge_desktop.connectors.shopify import wire
from podbridge_desktop.domain.orders import Blocked

_LIVE = frozenset({"OPEN", "IN_PROGRESS"})
_ENDED = frozenset({"CLOSED", "CANCELLED", "INCOMPLETE"})
_FINISHED = frozenset({"FULFILLED", "RESTOCKED", "FULFILLMENT_NOT_REQUIRED"})
_GRAVEST = (Blocked.OTHER_APP, Blocked.HELD, Blocked.SCHEDULED, Blocked.NOT_SHIPPED)

Reason = tuple[Blocked, str]


def needs_work(order: wire.Order) -> bool:
    """Whether the order can have anything left to send: only then its fulfilment orders are asked for."""
    return order.cancelled_at is None and order.display_fulfillment_status not in _FINISHED


def obstacle(work: wire.Work) -> Reason | None:
    """Why we must not send this part now. None: we may."""
    place = work.assigned_location
    if place.location and place.location.is_fulfillment_service:
        return Blocked.OTHER_APP, place.name
    if work.status == "SCHEDULED":
        return Blocked.SCHEDULED, ""
    if work.fulfillment_holds or work.status not in _LIVE:
        held_by = ", ".join(hold.display_reason for hold in work.fulfillment_holds)
        return Blocked.HELD, held_by or work.status
    if work.delivery_method and work.delivery_method.method_type != "SHIPPING":
        return Blocked.NOT_SHIPPED, work.delivery_method.method_type
    if not any(each.action == "CREATE_FULFILLMENT" for each in work.supported_actions):
        return Blocked.OTHER_APP, place.name
    return None


def alive(works: Iterable[wire.Work]) -> list[wire.Work]:
    """Without the left-overs of merges, moves and finished parts."""
    return [work for work in works if work.status not in _ENDED]


class Remaining:
    """What one order still wants, line by line."""

    __slots__ = ("blocked", "ready")

    def __init__(self, works: Iterable[wire.Work]) -> None:
        self.ready: dict[str, int] = {}
        self.blocked: dict[str, Reason] = {}
        for work in alive(works):
            reason = obstacle(work)
            for line in work.line_items.nodes:
                if line.remaining_quantity <= 0:
                    continue
                key = line.line_item.id
                if reason is None:
                    self.ready[key] = self.ready.get(key, 0) + line.remaining_quantity
                elif (known := self.blocked.get(key)) is None or _graver(reason, known):
                    self.blocked[key] = reason


def _graver(one: Reason, other: Reason) -> bool:
    return _GRAVEST.index(one[0]) < _GRAVEST.index(other[0])
