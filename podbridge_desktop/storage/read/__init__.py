"""What screens and the command read: joined rows, sorted and paged. Nothing here writes."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence

from podbridge_desktop.domain.order_row import OrderRow
from podbridge_desktop.domain.reading import ActivityRow, Found, OrderQuery
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
from podbridge_desktop.storage import findings, order_rows
from podbridge_desktop.storage.database import Database
from podbridge_desktop.storage.read import (
    cases,
    connections,
    find_order,
    order_detail,
    orders,
    overview,
    products,
    supplier_orders,
    variants,
)


class ReadModels:
    """`domain.reading.Reads` over one database; each call is a transaction of its own, from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def connections(self) -> tuple[ConnectionRow, ...]:
        with self._database.read() as tx:
            return connections.every(tx)

    def connection(self, name_or_id: str) -> ConnectionRow | None:
        with self._database.read() as tx:
            return connections.one(tx, name_or_id)

    def routes(self) -> tuple[RouteRow, ...]:
        with self._database.read() as tx:
            return connections.every_route(tx)

    def products(self, supplier_id: str = "", search: str = "") -> tuple[ProductRow, ...]:
        with self._database.read() as tx:
            return products.every(tx, supplier_id, search)

    def product_lines(self, search: str = "") -> tuple[ProductLine, ...]:
        """All products without their variants, for a list."""
        with self._database.read() as tx:
            return products.lines(tx, search)

    def chosen_products(self, product_ids: Collection[int]) -> tuple[ProductRow, ...]:
        with self._database.read() as tx:
            return products.chosen(tx, product_ids)

    def product(self, product_id: int) -> ProductRow | None:
        with self._database.read() as tx:
            return products.one(tx, product_id)

    def listing_variants(
        self, store_id: str = "", *, only_unlinked: bool = False
    ) -> tuple[ListingVariantRow, ...]:
        with self._database.read() as tx:
            return variants.of_stores(tx, store_id, only_unlinked=only_unlinked)

    def supplier_variants(
        self, supplier_id: str, search: str = ""
    ) -> tuple[ProductVariantRow, ...]:
        with self._database.read() as tx:
            return variants.of_supplier(tx, supplier_id, search)

    def order_ids(self, query: OrderQuery) -> array[int]:
        with self._database.read() as tx:
            return orders.ids(tx, query)

    def first_orders(self, query: OrderQuery, limit: int) -> tuple[OrderRow, ...]:
        with self._database.read() as tx:
            return orders.first(tx, query, limit)

    def orders(self, ids: Sequence[int]) -> dict[int, OrderRow]:
        with self._database.read() as tx:
            return order_rows.rows(tx.cursor(), ids)

    def find_order(self, ref: str) -> Found:
        with self._database.read() as tx:
            return find_order.find(tx, ref)

    def order(self, order_id: int) -> OrderDetail | None:
        with self._database.read() as tx:
            return order_detail.one(tx, order_id)

    def supplier_orders(self, order_ids: Sequence[int]) -> dict[int, tuple[SupplierOrderRow, ...]]:
        with self._database.read() as tx:
            return supplier_orders.of_orders(tx, order_ids)

    def cases(self, *, closed: bool = False) -> tuple[CaseRow, ...]:
        with self._database.read() as tx:
            return cases.every(tx, closed=closed)

    def case(self, case_id: int) -> CaseRow | None:
        with self._database.read() as tx:
            return cases.one(tx, case_id)

    def overview(self) -> Overview:
        with self._database.read() as tx:
            return overview.overview(tx)

    def late_findings(self) -> int:
        with self._database.read() as tx:
            return findings.count_lately(tx)

    def activity(self) -> tuple[ActivityRow, ...]:
        with self._database.read() as tx:
            return overview.activity(tx)
