"""What an earlier PodBridge may have sent already: after a reinstall or a restore the suppliers know more than our ledger
(rulings 1).

Parts may be cut otherwise than then, so the names differ; only the order's own prefix is the same.
"""

from __future__ import annotations

from datetime import timedelta

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.fulfilment import SupplierStatus
from podbridge_desktop.domain.ids import order_prefix
from podbridge_desktop.errors import NeedsPerson
from podbridge_desktop.storage import connections, ledger, reconciling
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.storage.orders import Stored
from podbridge_desktop.sync.context import Context, at

OVERLAP = timedelta(days=1)  # no supplier has an order before its buyer made it; clocks differ


def look_before_the_first(ctx: Context, row: LedgerRow, stored: Stored) -> None:
    """Before the first attempt for an order that was paid before its store was connected here, or data was restored."""
    if row.attempt:
        return
    with ctx.database.read() as tx:
        store = connections.find(tx, stored.store_id)
        restored = reconciling.done_at(tx, stored.store_id)
    if store is None:
        return
    ours_since = store.created_at if restored is None else max(store.created_at, restored)
    if (stored.reading.paid_at or stored.reading.placed_at) < ours_since:
        look_at_suppliers(ctx, stored)


def look_at_suppliers(ctx: Context, stored: Stored) -> None:
    """Raises `NeedsPerson` when a supplier has the order under a name that is not in our ledger."""
    with ctx.database.read() as tx:
        store = connections.find(tx, stored.store_id)
        routes = connections.routes_of(tx, stored.store_id)
    if store is None:
        return
    prefix = order_prefix(store.shop_code, stored.reading.remote_id)
    for route in routes:
        with at(route.supplier_id):
            found = ctx.remotes.supplier(route.supplier_id).find_orders(
                prefix, stored.reading.placed_at - OVERLAP
            )
        with ctx.database.read() as tx:
            unknown = [
                reading.external_id
                for reading in found
                if reading.status is not SupplierStatus.CANCELLED
                and ledger.by_external_id(tx, route.supplier_id, reading.external_id) is None
            ]
        if unknown:
            raise NeedsPerson(
                f"The supplier already has order {stored.reading.number} as {unknown[0]}, made by an earlier"
                " PodBridge. It is not sent a second time.",
                case=CaseKind.NOT_AS_SENT,
                hint="Open it at the supplier; cancel it there if it shall be made anew.",
            )
