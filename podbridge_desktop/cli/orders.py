"""orders, order: what there is and where it stands."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from podbridge_desktop.cli import output
from podbridge_desktop.cli.cases import sentences
from podbridge_desktop.cli.order_steps import one_order
from podbridge_desktop.cli.output import Json
from podbridge_desktop.cli.session import connection_named, session_of
from podbridge_desktop.cli.shapes import case_shape, order_shape, supplier_order_shape
from podbridge_desktop.domain.lifecycle import JOURNEY, Step
from podbridge_desktop.domain.order_row import OrderRow
from podbridge_desktop.domain.reading import OrderQuery
from podbridge_desktop.domain.views import HistoryRow, OrderDetail

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.container import Container


class State(StrEnum):
    """What `--state` takes."""

    PLACED = "placed"
    APPROVAL = "approval"
    PRODUCTION = "production"
    SHIPPED = "shipped"
    TRACKING_SYNCED = "tracking_synced"
    CANCELLED = "cancelled"
    ON_HOLD = "on_hold"
    BEFORE_PODBRIDGE = "before_podbridge"
    NOT_OURS = "not_ours"
    UNPAID = "unpaid"


def register(app: typer.Typer) -> None:
    app.command("orders")(list_orders)
    app.command()(order)


def list_orders(
    context: typer.Context,
    state: Annotated[State | None, typer.Option(help="A step, or one of the others.")] = None,
    search: Annotated[str, typer.Option(help="Number, customer, tracking number, title.")] = "",
    store: Annotated[str | None, typer.Option(help="Only this store's.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most, newest first.")] = 50,
) -> None:
    """Orders, newest first, with their supplier orders and parcels."""
    session = session_of(context)
    with session.workspace() as container:
        store_id = connection_named(container, store, "store").id if store else ""
        query = OrderQuery(
            search=search, state="" if state is None else state.value, store_id=store_id
        )
        rows = container.reads.first_orders(query, limit)
        made = container.reads.supplier_orders([row.id for row in rows])
    session.show(
        [order_shape(row, made.get(row.id, ())) for row in rows], lambda: _orders_table(rows)
    )


def order(context: typer.Context, ref: str) -> None:
    """One order with its journey, lines, supplier orders, parcels, costs and history."""
    session = session_of(context)
    with session.workspace() as container:
        found = _detail(container, ref)
    session.show(_detail_shape(found), lambda: _detail_words(found))


def _detail(container: Container, ref: str) -> OrderDetail:
    order_id, _ = one_order(container, ref)
    found = container.reads.order(order_id)
    if found is None:  # it went away since it was found
        raise LookupError(ref)
    return found


def _detail_shape(found: OrderDetail) -> Json:
    row = found.row
    reached = -1 if row.step is Step.CANCELLED else JOURNEY.index(row.step)
    return {
        **order_shape(row, found.supplier_orders),
        "standing": row.standing,
        "journey": [
            {"step": step, "reached": place <= reached} for place, step in enumerate(JOURNEY)
        ],
        "ship_to": _address(found),
        "address_corrected": found.address_corrected,
        "address_hidden": found.address_hidden,
        "note": found.note,
        "lines": [
            {
                "id": line.remote_id,
                "title": line.title,
                "options": line.options,
                "sku": line.sku,
                "quantity": line.quantity,
                "to_fulfil": line.to_fulfil,
                "price": line.unit_price,
                "variant": line.variant_id,
                "made_by": line.route or None,
                "properties": {p.key: p.value for p in line.properties},
            }
            for line in found.lines
        ],
        "supplier_orders": [
            {
                **supplier_order_shape(made),
                "vendor_status": made.vendor_status,
                "cost_items": made.cost_items,
                "cost_shipping": made.cost_shipping,
                "cost_tax": made.cost_tax,
                "approved_by": made.approved_by,
                "approved_at": made.approved_at,
                "held_by_seller": made.held_by_seller,
                "url": made.url,
                "lines": [
                    {"title": x.title, "options": x.options, "quantity": x.quantity}
                    for x in made.lines
                ],
            }
            for made in found.supplier_orders
        ],
        "exceptions": [case_shape(case) for case in found.cases],
        "history": [
            {"at": h.at, "by": h.actor, "event": h.event, "facts": h.facts} for h in found.history
        ],
        "url": found.store_url,
    }


def _address(found: OrderDetail) -> Json | None:
    to = found.ship_to
    if to is None:
        return None
    return {name: getattr(to, name) for name in to.__slots__}


def _orders_table(rows: tuple[OrderRow, ...]) -> str:
    if not rows:
        return "There are no such orders."
    cells = [
        (
            row.number,
            row.store,
            output.moment(row.placed_at),
            row.customer,
            str(row.total),
            output.amount(row.cost),
            output.amount(row.margin),
            _standing(row),
        )
        for row in rows
    ]
    head = ("ORDER", "STORE", "PLACED", "CUSTOMER", "TOTAL", "COST", "MARGIN", "STEP")
    return output.table(head, cells)


def _standing(row: OrderRow) -> str:
    step = row.step.value.replace("_", " ")
    if row.on_hold and row.hold_reason is not None:
        return f"{step}, ON HOLD ({row.hold_reason.value.replace('_', ' ')})"
    if row.step is Step.PLACED and row.standing.value != "ours":
        return row.standing.value.replace("_", " ")
    return step


def _detail_words(found: OrderDetail) -> str:
    row = found.row
    lines = [
        f"Order {row.number} of {row.store}, {row.customer or 'no name'}, {output.moment(row.placed_at)}",
        f"  {_standing(row)}",
        f"  total {row.total}, cost {output.amount(row.cost)}, margin {output.amount(row.margin)}",
    ]
    lines += [
        f"  {line.quantity} x {line.title} {line.options}: {line.route or 'not linked'}"
        for line in found.lines
    ]
    for made in found.supplier_orders:
        lines.append(f"  {made.supplier}: {made.external_id} {made.state.value.replace('_', ' ')}")
        lines += [
            f"    {p.carrier} {p.tracking_number}, synced {output.moment(p.synced_at)}"
            for p in made.shipments
        ]
    lines += [f"  Case {case.id}: {sentences(case)}" for case in found.cases]
    lines.append("  History:")
    lines += [f"    {output.moment(h.at)} {h.actor}: {_happened(h)}" for h in found.history]
    return "\n".join(output.printable(line) for line in lines)


def _happened(entry: HistoryRow) -> str:
    """The event with what it is about, and from where to where something moved."""
    said = {key: str(entry.facts.get(key) or "").replace("_", " ") for key in ("from", "to")}
    about = entry.facts.get("external_id") or entry.facts.get("kind") or ""
    moved = f"{said['from']} → {said['to']}" if said["from"] else said["to"]
    words = f"{entry.event.replace('_', ' ')} {about}".strip()
    return f"{words}: {moved}" if moved else words
