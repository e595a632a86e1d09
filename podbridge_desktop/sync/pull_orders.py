"""Pull a store's changed orders: cursor with overlap, each bite and its cursor in one transaction."""

from __future__ import annotations

from datetime import timedelta

from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.domain.ports import OrderPage
from podbridge_desktop.storage import connections
from podbridge_desktop.sync import guard
from podbridge_desktop.sync.context import Context

CURSOR = "orders"
OVERLAP = timedelta(minutes=10)  # the store's search index lags behind its orders
FIRST_LOOK = timedelta(days=60)  # older orders are hidden from programs anyway


def pull_orders(job: Job, ctx: Context) -> None:
    """The round of one store."""
    pull(ctx, job.connection_id)


def pull(ctx: Context, store_id: str, *, thorough: bool = False) -> None:
    """Take everything changed since the last pull; if `thorough`, also what an earlier one gave or left out. Seen twice
    changes nothing."""
    with ctx.database.read() as tx:
        cursor = connections.get_cursor(tx, store_id, CURSOR)
    since = ctx.clock.now() - FIRST_LOOK if cursor is None else cursor - OVERLAP
    for page in ctx.remotes.channel(store_id).changed_orders(
        since, repeat=thorough, thorough=thorough
    ):
        if page.orders or cursor is None or page.through > cursor:
            _take(ctx, store_id, page)


def _take(ctx: Context, store_id: str, page: OrderPage) -> None:
    for bite in ctx.bites(page.orders) if page.orders else ((),):
        with ctx.database.write() as tx:
            taken = guard.take(tx, store_id, OrderPage(tuple(bite), page.through))
            if not bite or bite[-1] is page.orders[-1]:
                connections.set_cursor(tx, store_id, CURSOR, page.through)
        ctx.tally["pulled"] += len(taken.new)
