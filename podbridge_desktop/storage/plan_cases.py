"""Why lines of an order are not planned, each as a case that the seller can do something about."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.orders import StoreLine, StoreOrder
from podbridge_desktop.domain.planning import Plan, Standing
from podbridge_desktop.storage import cases, tables
from podbridge_desktop.storage.database import Tx

_KINDS = (
    CaseKind.VARIANT_GONE,
    CaseKind.HELD_AT_STORE,
    CaseKind.NATIVE_LINK,
    CaseKind.PERMISSION,
)


def tell(tx: Tx, store_id: str, order_id: int, order: StoreOrder, found: Plan) -> None:
    """A case for all that keeps lines of an order from being planned."""
    for line in found.unknown_variants:
        cases.open_case(tx, _unknown_variant(store_id, order_id, order, line))
    for line in found.gone_variants:
        cases.open_case(
            tx,
            NewCase(
                CaseKind.VARIANT_GONE,
                _line_subject(order_id, line),
                f"“{line.title}” in order {order.number}: its variant was deleted in the store, so nobody"
                " knows who makes it. The whole order waits.",
                order_id=order_id,
                connection_id=store_id,
                facts={"line": line.remote_id},
            ),
        )
    for case in _store_side_cases(store_id, order_id, order, found):
        cases.open_case(tx, case)
    if found.standing is Standing.LATE:
        _late(tx, store_id)


def _late(tx: Tx, store_id: str) -> None:
    o = tables.order
    count = len(
        tx.conn.execute(
            select(o.c.id).where(o.c.store_id == store_id, o.c.standing == Standing.LATE)
        ).all()
    )
    which = "One paid order was" if count == 1 else f"{count} paid orders were"
    cases.open_case(
        tx,
        NewCase(
            CaseKind.LATE_ORDERS,
            f"store:{store_id}",
            f"{which} first seen more than 3 days after payment. Nothing of that was sent.",
            connection_id=store_id,
        ),
    )


def close(tx: Tx, order_id: int, order: StoreOrder) -> None:
    """Cases of the plan, by their own subjects: a job's case of the same kind is the job's."""
    lines = (_line_subject(order_id, line) for line in order.lines)
    for subject in (_order_subject(order_id), *lines):
        cases.close_cases(tx, subject=subject, kinds=_KINDS)


def variant_subject(store_id: str, variant_id: str) -> str:
    """An unknown variant is asked about once, however many orders wait for it (rulings 9)."""
    return f"variant:{store_id}:{variant_id}"


def _order_subject(order_id: int) -> str:
    return f"order:{order_id}"


def _line_subject(order_id: int, line: StoreLine) -> str:
    return f"order:{order_id}:line:{line.remote_id}"


def _unknown_variant(store_id: str, order_id: int, order: StoreOrder, line: StoreLine) -> NewCase:
    sku = f" (SKU {line.sku})" if line.sku else " (no SKU)"
    return NewCase(
        CaseKind.LINK,
        variant_subject(store_id, line.variant_id or ""),
        f"“{line.title}{' · ' + line.options if line.options else ''}”{sku} in order {order.number} is not linked"
        " to any supplier's variant. Orders with it wait as a whole.",
        order_id=order_id,
        connection_id=store_id,
        facts={"variant": line.variant_id or "", "line": line.remote_id, "sku": line.sku},
    )


def _store_side_cases(
    store_id: str, order_id: int, order: StoreOrder, found: Plan
) -> Iterable[NewCase]:
    def case(kind: CaseKind, message: str) -> NewCase:
        return NewCase(
            kind, _order_subject(order_id), message, order_id=order_id, connection_id=store_id
        )

    if found.held:
        by = found.held[0].blocked_by or "the store"
        yield case(
            CaseKind.HELD_AT_STORE,
            f"Order {order.number} is held back at the store ({by}). It goes on by itself when that ends.",
        )
    if found.hidden:
        yield case(
            CaseKind.PERMISSION,
            f"The store shows no fulfilment for order {order.number}: the key lacks the fulfilment-order rights,"
            " or the store marks orders as fulfilled at payment.",
        )
    if found.other_app:
        by = found.other_app[0].blocked_by or "another app"
        yield case(
            CaseKind.NATIVE_LINK,
            f"Lines of order {order.number} are stocked at {by}, which fulfils them itself. PodBridge leaves them.",
        )
