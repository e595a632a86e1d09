"""Which fulfilment-order lines a parcel takes, location by location. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from podbridge_desktop.connectors.shopify import wire
from podbridge_desktop.connectors.shopify.translate import plain_id
from podbridge_desktop.connectors.shopify.work import alive, obstacle


@dataclass(slots=True)
class Share:
    """What one location sends of a parcel: quantities by fulfilment-order line, by fulfilment order."""

    location: str
    lines: dict[str, dict[str, int]] = field(default_factory=dict)

    def as_input(self) -> list[dict[str, object]]:
        """Always with explicit lines: without them Shopify would fulfil all that is left."""
        return [
            {
                "fulfillmentOrderId": work_id,
                "fulfillmentOrderLineItems": [
                    {"id": line_id, "quantity": quantity} for line_id, quantity in lines.items()
                ],
            }
            for work_id, lines in self.lines.items()
        ]


def wanted_of(works: Iterable[wire.Work]) -> dict[str, int]:
    """Everything that is left, by store line id."""
    wanted: dict[str, int] = {}
    for work in _ready(works):
        for line in work.line_items.nodes:
            key = plain_id(line.line_item.id)
            wanted[key] = wanted.get(key, 0) + line.remaining_quantity
    return wanted


def shares(works: Iterable[wire.Work], wanted: dict[str, int]) -> tuple[Share, ...]:
    """One share per location, from fresh readings: one call may name one location only."""
    left = dict(wanted)
    found: dict[str, Share] = {}
    for work in _ready(works):
        place = _place(work)
        for line in work.line_items.nodes:
            key = plain_id(line.line_item.id)
            take = min(left.get(key, 0), line.remaining_quantity)
            if take > 0:
                left[key] -= take
                share = found.setdefault(place, Share(place))
                share.lines.setdefault(work.id, {})[line.id] = take
    return tuple(found.values())


def _ready(works: Iterable[wire.Work]) -> list[wire.Work]:
    return [work for work in alive(works) if obstacle(work) is None]


def _place(work: wire.Work) -> str:
    location = work.assigned_location.location
    return location.id if location else work.assigned_location.name
