"""The wishes that others leave for the engine: one constructor each, so that keys and lanes are made in one place."""

from __future__ import annotations

from podbridge_desktop.domain.jobs import JobKind, NewJob
from podbridge_desktop.storage.ledger import LedgerRow


def order_lane(order_id: int) -> str:
    """Jobs of one order never run side by side."""
    return f"order:{order_id}"


def send_key(supplier_order_id: int) -> str:
    return f"send:{supplier_order_id}"


def confirm_key(supplier_order_id: int) -> str:
    return f"confirm:{supplier_order_id}"


def cancel_key(supplier_order_id: int) -> str:
    return f"cancel:{supplier_order_id}"


def pick_key(order_id: int) -> str:
    return f"pick:{order_id}"


def send(supplier_id: str, order_id: int, supplier_order_id: int) -> NewJob:
    """Bring a supplier order up to approval."""
    payload: dict[str, int | str] = {"supplier_order": supplier_order_id}
    key = send_key(supplier_order_id)
    return NewJob(JobKind.SEND_ORDER, supplier_id, order_lane(order_id), key, payload)


def confirm(row: LedgerRow) -> NewJob:
    """Release a supplier order to production."""
    payload: dict[str, int | str] = {"supplier_order": row.id}
    lane, key = order_lane(row.order_id), confirm_key(row.id)
    return NewJob(JobKind.CONFIRM_ORDER, row.supplier_id, lane, key, payload)


def cancel(row: LedgerRow, *, replan: bool = False) -> NewJob:
    """Cancel a supplier order; with `replan` its lines are then planned anew."""
    payload: dict[str, int | str] = {"supplier_order": row.id, "replan": int(replan)}
    lane, key = order_lane(row.order_id), cancel_key(row.id)
    return NewJob(JobKind.CANCEL_ORDER, row.supplier_id, lane, key, payload)


def cancel_late(row: LedgerRow) -> NewJob:
    """Look once more for what was dropped after an attempt, and cancel it where it came about after all."""
    payload: dict[str, int | str] = {"supplier_order": row.id, "late": 1}
    lane, key = order_lane(row.order_id), f"late:{row.id}"  # beside a cancel that plans anew
    return NewJob(JobKind.CANCEL_ORDER, row.supplier_id, lane, key, payload)


def track(row: LedgerRow, shipment_id: int) -> NewJob:
    """Write a parcel to the store."""
    payload: dict[str, int | str] = {"shipment": shipment_id}
    lane = order_lane(row.order_id)
    return NewJob(JobKind.PUSH_TRACKING, row.store_id, lane, track_key(shipment_id), payload)


def track_key(shipment_id: int) -> str:
    return f"track:{shipment_id}"


def recheck(store_id: str, order_id: int) -> NewJob:
    """Read an order at the store again and plan it anew."""
    payload: dict[str, int | str] = {"order": order_id}
    lane, key = order_lane(order_id), f"recheck:{order_id}"
    return NewJob(JobKind.RECHECK_ORDER, store_id, lane, key, payload)


def pick(store_id: str, order_id: int) -> NewJob:
    """Look an order up at every supplier, then plan it although it is older than its route."""
    payload: dict[str, int | str] = {"order": order_id, "picked": 1}
    lane, key = order_lane(order_id), pick_key(order_id)
    return NewJob(JobKind.RECHECK_ORDER, store_id, lane, key, payload)


def push(store_id: str, listing_id: int) -> NewJob:
    """Bring a listing to the store."""
    key = f"push:{listing_id}"
    return NewJob(JobKind.PUSH_LISTING, store_id, key, key, {"listing": listing_id})


def follow_stock(store_id: str, listing_id: int) -> NewJob:
    """Bring what can be bought of a listing to what its supplier can make; never beside a push of it."""
    key = f"stock:{listing_id}"
    lane = push(store_id, listing_id).lane
    return NewJob(JobKind.FOLLOW_STOCK, store_id, lane, key, {"listing": listing_id})


def unlock(supplier_id: str, product_remote_id: str) -> NewJob:
    """Unlock a product at its supplier, and read the products again."""
    key = f"unlock:{supplier_id}:{product_remote_id}"
    payload: dict[str, int | str] = {"unlock": product_remote_id}
    return NewJob(JobKind.PULL_PRODUCTS, supplier_id, key, key, payload)


def mockups(supplier_id: str) -> NewJob:
    """Make the pictures that were asked for: one job carries all wishes of a supplier."""
    key = f"{JobKind.MAKE_MOCKUPS}:{supplier_id}"
    return NewJob(JobKind.MAKE_MOCKUPS, supplier_id, key, key)


def check(connection_id: str) -> NewJob:
    """Test a connection."""
    key = f"{JobKind.CHECK_CONNECTION}:{connection_id}"
    return NewJob(JobKind.CHECK_CONNECTION, connection_id, key, key)
