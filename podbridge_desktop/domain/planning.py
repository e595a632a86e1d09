"""What becomes of a paid order: which supplier makes which line, and what needs a person before money moves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from podbridge_desktop.domain.ids import part_code
from podbridge_desktop.domain.mapping import LinkKind, VariantLink
from podbridge_desktop.domain.orders import Blocked, StoreLine, StoreOrder

SEEN_LATE = timedelta(days=3)

# Blocked, yet still wanted by the buyer: the store says so by 0 to fulfil now, and the plan must not overlook them.
_STILL_WANTED = {Blocked.HELD, Blocked.SCHEDULED, Blocked.OTHER_APP, Blocked.HIDDEN}


class Mode(StrEnum):
    """Who sends the orders of a store-supplier pair."""

    WATCH = "watch"
    ASSIST = "assist"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Route:
    """A store-supplier pair. Orders paid before `since` stand as *before PodBridge*."""

    store_id: str
    supplier_id: str
    supplier_platform: str
    mode: Mode
    since: datetime


class Standing(StrEnum):
    """What an order is to us before any supplier order exists."""

    OURS = "ours"
    UNPAID = "unpaid"
    BEFORE_PODBRIDGE = "before_podbridge"
    NOT_OURS = "not_ours"
    LATE = "late"  # paid long before it was first seen: waits for *send all* (rulings 5)
    NO_ROUTE = "no_route"
    CANCELLED = "cancelled"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class PlannedLine:
    line: StoreLine
    supplier_variant_id: str


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """The lines one supplier makes (at one print provider). `part` is its stable code within the order."""

    supplier_id: str
    supplier_platform: str
    part: str
    lines: tuple[PlannedLine, ...]
    mode: Mode


@dataclass(frozen=True, slots=True)
class Plan:
    """The outcome. With any of the problem lists filled, `parts` is empty: the whole order stops visibly."""

    standing: Standing
    parts: tuple[PlannedPart, ...] = ()
    unknown_variants: tuple[StoreLine, ...] = ()  # nobody knows who makes them
    gone_variants: tuple[StoreLine, ...] = ()  # deleted at the store, so no link can be found
    held: tuple[StoreLine, ...] = ()  # held back at the store
    other_app: tuple[StoreLine, ...] = ()  # stocked at another app's location
    hidden: tuple[StoreLine, ...] = ()  # the store shows no fulfilment order

    @property
    def stopped(self) -> bool:
        return bool(self.unknown_variants or self.gone_variants or self.held or self.hidden)


def standing_of(order: StoreOrder, routes: Mapping[str, Route], *, picked: bool) -> Standing:
    """What the order is to us, by the store's words, the money and the day-one rule (rulings 5)."""
    if order.cancelled_at is not None:
        return Standing.CANCELLED
    if order.is_test:
        return Standing.TEST
    if not order.payment.may_send:
        return Standing.UNPAID
    if not routes:
        return Standing.NO_ROUTE
    begins = min(route.since for route in routes.values())
    if not picked and (order.paid_at or order.placed_at) < begins:
        return Standing.BEFORE_PODBRIDGE
    return Standing.OURS


def plan(
    order: StoreOrder,
    links: Mapping[str, VariantLink],
    routes: Mapping[str, Route],
    *,
    seen_at: datetime,
    picked: bool = False,
    begun: bool = False,
    line_links: Mapping[str, VariantLink] | None = None,
) -> Plan:
    """Route one order. `links` by the store's variant id, `routes` by supplier id, `line_links` by line id
    (the seller's word for one line whose variant is gone); `seen_at` is when we first saw the order; `begun` says
    that supplier orders stand for some of it, so it stays ours."""
    standing = standing_of(order, routes, picked=picked or begun)
    if standing is not Standing.OURS:
        return Plan(standing)
    wanted = [line for line in order.lines if _is_wanted(line)]
    ours, unknown, gone = _match(wanted, links, line_links or {}, routes)
    if not ours and not unknown and not gone:
        return Plan(Standing.NOT_OURS)
    early = [] if picked else _before_their_route(ours, routes, order.paid_at or order.placed_at)
    if early and not begun:
        return Plan(Standing.BEFORE_PODBRIDGE)
    ours = [pair for pair in ours if pair not in early]
    lines = [planned.line for planned, _ in ours]
    problems = Plan(
        Standing.OURS,
        unknown_variants=tuple(unknown),
        gone_variants=tuple(gone),
        held=_blocked(lines, Blocked.HELD) + _blocked(lines, Blocked.SCHEDULED),
        other_app=_blocked(lines, Blocked.OTHER_APP),
        hidden=_blocked(lines, Blocked.HIDDEN),
    )
    if problems.stopped:
        return problems
    late = seen_at - (order.paid_at or order.placed_at) > SEEN_LATE
    if late and not picked and not begun:
        return Plan(Standing.LATE)
    sendable = [(p, link) for p, link in ours if p.line.blocked is None]
    return Plan(Standing.OURS, _parts(sendable, routes), other_app=problems.other_app)


def _is_wanted(line: StoreLine) -> bool:
    if not line.requires_shipping or line.blocked is Blocked.NOT_SHIPPED:
        return False
    return line.to_fulfil > 0 or (line.quantity > 0 and line.blocked in _STILL_WANTED)


def _before_their_route(
    ours: list[tuple[PlannedLine, VariantLink]], routes: Mapping[str, Route], paid_at: datetime
) -> list[tuple[PlannedLine, VariantLink]]:
    """Lines that were paid before the route to their own supplier was switched on (rulings 5)."""
    return [(line, link) for line, link in ours if paid_at < routes[link.supplier_id].since]


def _match(
    lines: list[StoreLine],
    links: Mapping[str, VariantLink],
    line_links: Mapping[str, VariantLink],
    routes: Mapping[str, Route],
) -> tuple[list[tuple[PlannedLine, VariantLink]], list[StoreLine], list[StoreLine]]:
    ours: list[tuple[PlannedLine, VariantLink]] = []
    unknown: list[StoreLine] = []
    gone: list[StoreLine] = []
    for line in lines:
        link = line_links.get(line.remote_id) or links.get(line.variant_id or "")
        if link is None and line.blocked is Blocked.OTHER_APP:
            continue  # another app's goods that nobody ever linked to us
        if link is None:
            (unknown if line.variant_id else gone).append(line)
        elif link.kind is LinkKind.LINKED:
            if link.supplier_id in routes:
                ours.append((PlannedLine(line, link.supplier_variant_id), link))
            else:
                unknown.append(line)
    return ours, unknown, gone


def _blocked(lines: list[StoreLine], why: Blocked) -> tuple[StoreLine, ...]:
    return tuple(line for line in lines if line.blocked is why)


def _parts(
    ours: list[tuple[PlannedLine, VariantLink]], routes: Mapping[str, Route]
) -> tuple[PlannedPart, ...]:
    """One part for each supplier, and where its parcels name no lines, for each of its print providers."""
    by_maker: dict[tuple[str, str], list[PlannedLine]] = defaultdict(list)
    for planned, link in ours:
        by_maker[link.supplier_id, link.print_provider].append(planned)
    return tuple(
        PlannedPart(
            supplier_id,
            routes[supplier_id].supplier_platform,
            part_code(
                routes[supplier_id].supplier_platform,
                provider or None,
                [p.line.remote_id for p in planned],
            ),
            tuple(planned),
            routes[supplier_id].mode,
        )
        for (supplier_id, provider), planned in sorted(by_maker.items())
    )
