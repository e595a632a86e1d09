"""After a restore: what the vendors did since the backup comes into our ledger before anything is sent (rulings 1, 18).

    1. suppliers   all their orders since the backup are read, and adopted by their names; how ours stand is polled
    2. stores      parcels that they were told of already; then their orders are read and planned
    3.             what was read in 1 is adopted for the orders that came with 2; polls and parcels as before
    4.             all is known: the jobs run again

The stores' orders come after the suppliers', or what we sent ourselves would look as if another hand had. Nothing here
writes to a vendor. What fails ends the round for all; the next one begins again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta

from podbridge_desktop.domain.fulfilment import SupplierOrderReading
from podbridge_desktop.domain.ids import order_of, shop_prefix
from podbridge_desktop.errors import (
    PodBridgeError,
    SignInFailed,
    Stopped,
    StoreTrouble,
    Superseded,
    Unreachable,
)
from podbridge_desktop.storage import (
    adoption,
    connections,
    jobs,
    orders,
    reconciling,
    shipments,
    wishes,
)
from podbridge_desktop.storage.connections import StoredConnection
from podbridge_desktop.sync import settle
from podbridge_desktop.sync.adopt import take
from podbridge_desktop.sync.context import Context
from podbridge_desktop.sync.poll_supplier import poll
from podbridge_desktop.sync.pull_orders import pull
from podbridge_desktop.sync.push_tracking import find_in_store

OVERLAP = timedelta(days=1)  # our clock against theirs, and what lists show late


def catch_up(ctx: Context) -> dict[str, str]:
    """Compare what is pending. Returns why a connection could not be used, by its id; then the rest waits, too."""
    with ctx.database.read() as tx:
        behind = () if reconciling.asked_since(tx) is not None else reconciling.pending(tx)
    if not behind:
        return {}
    try:
        failed = _Round(ctx, behind).go()
    except Superseded:
        raise
    except Stopped:
        return {}
    if not failed:
        with ctx.database.write() as tx:
            for known in behind:
                reconciling.done(tx, known.id)
    return failed


class _Round:
    """One comparison of some connections with their vendors."""

    def __init__(self, ctx: Context, behind: Sequence[StoredConnection]) -> None:
        self._ctx = ctx
        self._stores = [known for known in behind if known.is_store]
        self._suppliers = [known for known in behind if not known.is_store]
        self._made: list[tuple[str, str, SupplierOrderReading]] = []  # supplier id, store id

    def go(self) -> dict[str, str]:
        """Returns why connections could not be used; empty when all is known."""
        stores, suppliers = self._stores, self._suppliers
        for connected, step in (
            (
                suppliers,
                self._read,
            ),  # all of them before one is adopted: an order's parts may have moved
            (suppliers, self._poll),
            (stores, self._look_for_parcels),
            (stores, self._pull),
            (suppliers, self._poll),
            (stores, self._look_for_parcels),
        ):
            if failed := self._each(connected, step):
                return failed
            self._adopt()
        return {}

    def _each(
        self, connected: Sequence[StoredConnection], step: Callable[[StoredConnection], None]
    ) -> dict[str, str]:
        """Take the step with each; what keeps one from it stands on its card."""
        failed: dict[str, str] = {}
        for known in connected:
            try:
                step(known)
            except (StoreTrouble, Stopped):
                raise
            except PodBridgeError as error:
                failed[known.id] = error.message
                self._note(known, error)
        return failed

    def _note(self, known: StoredConnection, error: PodBridgeError) -> None:
        with self._ctx.database.write() as tx:
            if isinstance(error, SignInFailed):
                settle.key_refused(tx, known.id, error)
            else:
                health = "offline" if isinstance(error, Unreachable) else "needs_you"
                connections.note_health(tx, known.id, health, error.message)

    # --- suppliers ----------------------------------------------------------------------------------------------

    def _read(self, known: StoredConnection) -> None:
        """All that may have been made there since the backup."""
        with self._ctx.database.read() as tx:
            since = reconciling.behind_since(tx, known.id)
            since = min(since, adoption.under_way_since(tx, known.id) or since)
            stores = [each for each in connections.every(tx) if each.is_store]
        supplier = self._ctx.remotes.supplier(known.id)
        for store in stores:
            found = supplier.find_orders(shop_prefix(store.shop_code), since - OVERLAP)
            self._made += [(known.id, store.id, reading) for reading in found]

    def _adopt(self) -> None:
        """Write to the ledger what was read; what is of an order that we do not know yet stays until it comes."""
        by_order = defaultdict(list)
        left = []
        with self._ctx.database.read() as tx:
            for supplier_id, store_id, reading in self._made:
                order_id = orders.find(tx, store_id, order_of(reading.external_id))
                if order_id is None:
                    left.append((supplier_id, store_id, reading))
                else:
                    by_order[order_id].append((supplier_id, reading))
        self._made = left
        for order_id, made in by_order.items():
            with self._ctx.database.write() as tx:
                self._ctx.tally["adopted"] += take(tx, order_id, made)

    def _poll(self, known: StoredConnection) -> None:
        poll(self._ctx, known.id)

    # --- stores -------------------------------------------------------------------------------------------------

    def _pull(self, known: StoredConnection) -> None:
        pull(self._ctx, known.id)

    def _look_for_parcels(self, known: StoredConnection) -> None:
        """A parcel that the store has is not told to it again; what is left of its order is then read anew."""
        with self._ctx.database.read() as tx:
            untold = shipments.untold(tx, known.id)
        for record in untold:
            if find_in_store(self._ctx, record):
                with self._ctx.database.write() as tx:
                    jobs.add(tx, wishes.recheck(known.id, record.order_id))
