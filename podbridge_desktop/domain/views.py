"""What screens and the command show: read-only rows, already joined, in the seller's terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from podbridge_desktop.domain.key_end import key_end

if (
    TYPE_CHECKING
):  # shapes only: the first rows are painted before the rules of the shop are imported
    from podbridge_desktop.domain.care import Behind
    from podbridge_desktop.domain.cases import Action, CaseKind, Severity
    from podbridge_desktop.domain.catalog import Availability, Options, PrintArea
    from podbridge_desktop.domain.lifecycle import ShipmentState, SupplierState
    from podbridge_desktop.domain.mockups import Mockup, MockupRow
    from podbridge_desktop.domain.money import Money
    from podbridge_desktop.domain.order_row import OrderRow
    from podbridge_desktop.domain.orders import Address, LineProperty
    from podbridge_desktop.domain.planning import Mode
    from podbridge_desktop.domain.ports import Ability


@dataclass(frozen=True, slots=True)
class RouteRow:
    store_id: str
    store: str
    supplier_id: str
    supplier: str
    mode: Mode
    since: datetime
    min_margin_percent: str | None
    max_cost: Money | None
    guard_answer: str


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """A card. `health`: `healthy`, `needs_you`, `offline`, `broken`, `disconnected`; `health_message` says why."""

    id: str
    platform: str
    kind: str  # store, supplier
    name: str
    account_name: str
    api_url: str | None
    fields: dict[str, str]
    facts: dict[str, str]
    currency: str
    health: str
    health_message: str
    address_access: str
    abilities: tuple[Ability, ...]
    native_links: tuple[str, ...]
    links_visible: bool
    last_ok_at: datetime | None
    calls: int
    failures: int
    calls_left: int | None
    calls_limit: int | None
    routes: tuple[RouteRow, ...] = ()
    follows_stock: bool = False  # a store that takes off sale what its suppliers have not got

    @property
    def key_ends(self) -> datetime | None:
        """When its key ends, where that is known."""
        return key_end(self.fields, self.facts)

    @property
    def success_rate(self) -> float | None:
        """Share of calls that were answered, 0 to 1; None before the first."""
        return None if not self.calls else 1 - self.failures / self.calls


@dataclass(frozen=True, slots=True)
class ListingRow:
    """How a product stands in one store: `not_pushed`, `pushing`, `live`, `draft`, `changed` or `broken`.

    `was_there` tells that the last push changed what stood there before, and so can be undone.
    """

    store_id: str
    store: str
    state: str
    listing_id: str | None
    url: str
    message: str = ""
    was_there: bool = False


@dataclass(frozen=True, slots=True)
class ProductVariantRow:
    remote_id: str
    title: str
    options: Options
    sku: str
    cost: Money | None
    retail: Money | None
    image_url: str
    availability: Availability


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product as the list of all of them has it: its variants are counted, not loaded.

    `unavailable` are how many are out of stock and how many are no longer made; `costs` the lowest and the highest.
    """

    id: int
    title: str
    supplier: str
    thumbnail_url: str
    count: int
    unavailable: tuple[int, int]
    costs: tuple[Money, ...]
    listings: tuple[ListingRow, ...]
    gone: bool


@dataclass(frozen=True, slots=True)
class ProductRow:
    id: int
    remote_id: str
    title: str
    supplier_id: str
    supplier: str
    thumbnail_url: str
    images: tuple[str, ...]
    variants: tuple[ProductVariantRow, ...]
    listings: tuple[ListingRow, ...]
    gone: bool
    print_areas: tuple[PrintArea, ...] = ()
    not_pushable: str = ""
    mockups: tuple[Mockup, ...] = ()
    mockup_wish: MockupRow | None = None

    @property
    def count(self) -> int:
        """How many variants it has."""
        return len(self.variants)

    @property
    def unavailable(self) -> tuple[int, int]:
        """How many variants are out of stock, and how many are no longer made."""
        states = [v.availability.value for v in self.variants]
        return states.count("out_of_stock"), states.count("discontinued")

    @property
    def costs(self) -> tuple[Money, ...]:
        """The known costs, lowest first."""
        known = [v.cost for v in self.variants if v.cost is not None]
        return tuple(sorted(known, key=lambda money: money.minor))


@dataclass(frozen=True, slots=True)
class ListingVariantRow:
    """A listing variant and its link: `link` is `linked`, `not_ours` or None (nobody knows yet)."""

    store_id: str
    store: str
    listing_id: int
    listing_variant_id: str
    listing: str
    options: str
    sku: str
    link: str | None
    supplier: str
    supplier_variant_id: str
    supplier_variant: str


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    id: int
    carrier: str
    tracking_number: str
    tracking_url: str
    shipped_at: datetime | None
    delivered_at: datetime | None
    synced_at: datetime | None
    state: ShipmentState
    reshipment: bool


@dataclass(frozen=True, slots=True)
class SupplierOrderLineRow:
    title: str
    options: str
    quantity: int
    supplier_variant_id: str


@dataclass(frozen=True, slots=True)
class SupplierOrderRow:
    id: int
    supplier_id: str
    supplier: str
    state: SupplierState
    external_id: str
    remote_id: str | None
    url: str
    vendor_status: str
    cost: Money | None
    cost_items: Money | None
    cost_shipping: Money | None
    cost_tax: Money | None
    approved_by: str | None
    approved_at: datetime | None
    held_by_seller: str | None
    lines: tuple[SupplierOrderLineRow, ...]
    shipments: tuple[ShipmentRow, ...]


@dataclass(frozen=True, slots=True)
class OrderLineRow:
    remote_id: str
    title: str
    options: str
    sku: str
    quantity: int
    to_fulfil: int
    unit_price: Money
    variant_id: str | None
    properties: tuple[LineProperty, ...]
    route: str  # the supplier's name, 'not ours', or '' while nobody knows
    blocked: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    at: datetime
    actor: str
    event: str
    facts: dict[str, object]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A row of the Exceptions tab. `subject_ref` is the supplier order's or shipment's name, `store` its store."""

    id: int
    kind: CaseKind
    severity: Severity
    title: str
    message: str
    remedy: str
    actions: tuple[Action, ...]
    details: str
    facts: dict[str, str]
    opened_at: datetime
    closed_at: datetime | None
    holds: bool
    order_id: int | None
    order_number: str | None
    store: str | None
    supplier_order_id: int | None
    ref: str | None
    connection_id: str | None
    connection: str | None
    at_stake: Money | None
    url: str
    customer: str = ""


@dataclass(frozen=True, slots=True)
class OrderDetail:
    row: OrderRow
    ship_to: Address | None
    address_corrected: bool
    address_hidden: bool
    note: str
    lines: tuple[OrderLineRow, ...]
    supplier_orders: tuple[SupplierOrderRow, ...]
    cases: tuple[CaseRow, ...]
    history: tuple[HistoryRow, ...]
    store_url: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The big numbers. `at_stake` sums what the held orders bring, one amount per currency."""

    waiting: int  # open cases
    on_hold: int
    orders: int
    in_production: int
    at_stake: tuple[Money, ...]
    oldest_case: datetime | None
    last_sync: datetime | None
    steps: dict[str, int]
    behind: Behind | None = None  # nothing is sent: the data was restored
    backup_trouble: str = ""  # why the last daily backup failed
