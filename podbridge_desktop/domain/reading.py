"""How screens and the command read: paged, sorted, never whole tables. `storage.read` implements it."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from podbridge_desktop.domain.order_row import OrderRow
    from podbridge_desktop.domain.views import (
        CaseRow,
        ConnectionRow,
        ListingVariantRow,
        OrderDetail,
        Overview,
        ProductLine,
        ProductRow,
        ProductVariantRow,
        RouteRow,
        SupplierOrderRow,
    )


class OrderSort(StrEnum):
    PLACED = "placed"
    NUMBER = "number"
    TOTAL = "total"
    MARGIN = "margin"
    STEP = "step"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class OrderQuery:
    """Which orders. `state` is a step, `on_hold`, `before_podbridge`, `not_ours` or `unpaid`; empty: all."""

    search: str = ""
    state: str = ""
    store_id: str = ""
    sort: OrderSort = OrderSort.PLACED
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What a typed reference means: one order (and one of its supplier orders, if it named that), or candidates."""

    order_id: int | None
    supplier_order_id: int | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """A job that runs or waits, in words' raw material."""

    kind: str
    connection: str
    state: str
    due_at: datetime
    attempts: int
    last_error: str


class Reads(Protocol):
    """Each call is one short read transaction; safe from any thread."""

    def connections(self) -> tuple[ConnectionRow, ...]: ...
    def connection(self, name_or_id: str) -> ConnectionRow | None: ...
    def routes(self) -> tuple[RouteRow, ...]: ...
    def product_lines(self, search: str = "") -> tuple[ProductLine, ...]:
        """All products without their variants, for a list."""
        ...

    def chosen_products(self, product_ids: Collection[int]) -> tuple[ProductRow, ...]:
        """These, by title."""
        ...

    def products(self, supplier_id: str = "", search: str = "") -> tuple[ProductRow, ...]: ...
    def product(self, product_id: int) -> ProductRow | None: ...
    def listing_variants(
        self, store_id: str = "", *, only_unlinked: bool = False
    ) -> tuple[ListingVariantRow, ...]: ...
    def supplier_variants(
        self, supplier_id: str, search: str = ""
    ) -> tuple[ProductVariantRow, ...]: ...
    def order_ids(self, query: OrderQuery) -> array[int]:
        """The ids in order, whole; numbers only, so a million is 8 MB."""
        ...

    def first_orders(self, query: OrderQuery, limit: int) -> tuple[OrderRow, ...]:
        """The first rows by an index, before the id snapshot is there (rulings 22)."""
        ...

    def orders(self, ids: Sequence[int]) -> dict[int, OrderRow]: ...
    def find_order(self, ref: str) -> Found:
        """`#1001`, `1001`, the store's id, our external_id, the supplier's id, or our row id as `order:ID`."""
        ...

    def order(self, order_id: int) -> OrderDetail | None: ...
    def supplier_orders(
        self, order_ids: Sequence[int]
    ) -> dict[int, tuple[SupplierOrderRow, ...]]: ...
    def cases(self, *, closed: bool = False) -> tuple[CaseRow, ...]:
        """Open cases (with `closed` all), On Hold first, then urgency, then oldest and costliest."""
        ...

    def case(self, case_id: int) -> CaseRow | None: ...
    def overview(self) -> Overview: ...
    def late_findings(self) -> int:
        """What the daily comparison of the books found in the last 30 days: should be 0."""
        ...

    def activity(self) -> tuple[ActivityRow, ...]: ...
