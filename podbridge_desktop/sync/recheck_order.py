"""Read one order at the store again and plan it anew; a picked one is looked for at every supplier first."""

from __future__ import annotations

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.domain.ports import OrderPage
from podbridge_desktop.errors import NotThere
from podbridge_desktop.storage import orders
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.intake import Intake
from podbridge_desktop.sync import guard
from podbridge_desktop.sync.context import Context, Finish
from podbridge_desktop.sync.earlier import look_at_suppliers


def recheck_order(job: Job, ctx: Context) -> Finish:
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
        look_at_suppliers(ctx, stored)

    def finish(tx: Tx) -> None:
        # Not before: any other planning would skip the look-up.
        orders.set_picked(tx, order_id, picked=picked)
        guard.take(tx, stored.store_id, OrderPage(fresh, fresh[0].updated_at))
        Intake(tx, stored.store_id).replan(order_id)

    return finish
