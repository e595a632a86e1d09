"""A route that another hand makes us leave: it only watches from now on, and the seller is told once (rulings 8)."""

from __future__ import annotations

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.storage import cases, connections
from podbridge_desktop.storage.connections import watched_subject
from podbridge_desktop.storage.database import Tx


def turn_to_watch(tx: Tx, store_id: str, supplier_id: str, order_number: str) -> None:
    """Somebody else fulfilled one of our orders: two bridges would mean two orders."""
    store, supplier = connections.find(tx, store_id), connections.find(tx, supplier_id)
    connections.watch_only(tx, store_id, supplier_id, "foreign fulfilment")
    if store is None or supplier is None:
        return
    cases.open_case(
        tx,
        NewCase(
            CaseKind.FOREIGN_FULFILMENT,
            watched_subject(store_id, supplier_id),
            f"Order {order_number} was sent by somebody else, so “{supplier.name}” gets nothing more from"
            f" “{store.name}” for now. Orders that are paid meanwhile wait. Find out who sent it, then choose how"
            " this route works; to ignore this leaves it watching.",
            connection_id=store_id,
        ),
    )
