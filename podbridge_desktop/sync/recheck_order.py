"""Read one order at the store again and plan it anew; a picked one is looked for at every supplier first."""

from __future__ import annotations

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.fulfilment import SupplierStatus
from podbridge_desktop.domain.ids import order_prefix
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.domain.ports import OrderPage
from podbridge_desktop.errors import NeedsPerson, NotThere
from podbridge_desktop.storage import connections, ledger, orders
from podbridge_desktop.storage.intake import Intake
from podbridge_desktop.storage.orders import Stored
from podbridge_desktop.sync import guard
from podbridge_desktop.sync.context import Context, at


def recheck_order(job: Job, ctx: Context) -> None:
    """Raises `NeedsPerson` when a supplier already has the order under a name that is not in our ledger."""
    order_id = job.number("order")
    with ctx.database.read() as tx:
        stored = orders.load(tx, order_id)
    channel = ctx.remotes.channel(stored.store_id)
    fresh = channel.read_orders((stored.reading.remote_id,))
    if not fresh:
        raise NotThere("The order is no longer in the store.", case=CaseKind.CHANGED_AT_STORE)
    picked = stored.picked or bool(job.payload.get("picked"))
    if picked:
        _look_at_suppliers(ctx, stored)
    with ctx.database.write() as tx:
        orders.set_picked(
            tx, order_id, picked=picked
        )  # not before: any other planning would skip the look-up
        guard.take(tx, stored.store_id, OrderPage(fresh, fresh[0].updated_at))
        Intake(tx, stored.store_id).replan(order_id)


def _look_at_suppliers(ctx: Context, stored: Stored) -> None:
    with ctx.database.read() as tx:
        store = connections.find(tx, stored.store_id)
        routes = connections.routes_of(tx, stored.store_id)
    if store is None:
        return
    prefix = order_prefix(store.shop_code, stored.reading.remote_id)
    for route in routes:
        with at(route.supplier_id):
            found = ctx.remotes.supplier(route.supplier_id).find_orders(prefix)
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
