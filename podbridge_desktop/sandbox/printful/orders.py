"""An order's life at the account, as far as the seller moves it: made, changed, confirmed, cancelled, deleted.

    draft ──confirm──> pending ──> inprocess ──> partial ──> fulfilled      (production.py)
      │                   │  └────> onhold ──30 days──> canceled
      └──> canceled <─────┘  └────> failed ──confirm──> pending

Drafts cost nothing; confirming charges; cancelling and failing give the money back.
"""

from __future__ import annotations

from . import costs, production
from .book import Book, Json
from .call import Call
from .endings import cancel, charge, fail
from .errors import Refusal, not_found
from .order_items import recipient_of, shipping_of
from .products import NAME_RULE

EDITABLE = frozenset({"draft", "failed"})
CANCELLABLE = frozenset({"draft", "pending"})


def find_order(book: Book, ident: str, store: int | None = None) -> Json:
    """The order of an id or `@external_id`. Raises 404."""
    number: object = ident
    if ident.startswith("@"):
        stores = [str(store)] if store else list(book.stores)
        number = next(
            (
                book.names[name]
                for each in stores
                if (name := f"o:{each}:{ident[1:]}") in book.names
            ),
            None,
        )
    found: Json | None = book.orders.get(str(number))
    if found is None or (store is not None and found["store"] != store):
        raise not_found()
    return found


def check_name(call: Call, name: str | None) -> None:
    """An external id must keep the rules and be new in this store; a cancelled order keeps its own for ever."""
    if not name:
        return
    if not NAME_RULE.fullmatch(name):
        raise Refusal(
            400,
            "External ID may have up to 32 characters: Latin letters, digits, - and _",
            pointer="/external_id",
        )
    if f"o:{call.store_id}:{name}" in call.book.names:
        raise Refusal(
            400,
            f"Order with External ID {name} already exists.",
            reason="OR-13",
            pointer="/external_id",
        )


def new_order(call: Call, body: Json, items: list[Json]) -> Json:
    """A draft. `items` are already checked."""
    name = body.get("external_id") or None
    check_name(call, name)
    recipient = recipient_of(body["recipient"])
    speed = shipping_of(body.get("shipping"), recipient["country_code"])
    ident = call.book.next_id("order")
    order: Json = {
        "id": ident, "external_id": name, "store": call.store_id, "status": "draft", "error": None, "error_code": None,
        "shipping": speed, "created": call.at, "updated": call.at, "recipient": recipient, "items": items, "notes": None,
        "currency": call.book.stores[str(call.store_id)]["currency"], "retail_costs": body.get("retail_costs"),
        "gift": body.get("gift"), "packing_slip": body.get("packing_slip"), "shipments": [], "parcels": [], "steps": [],
        "charged": None, "confirmed": None, "hold": None, "via": "v2" if "order_items" in body else "v1",
    }  # fmt: skip
    _price(call, order)
    call.book.orders[str(ident)] = order
    if name:
        call.book.names[f"o:{call.store_id}:{name}"] = ident
    call.book.note("draft", call.at, order=ident, external_id=name)
    return order


def estimate(call: Call, body: Json, items: list[Json]) -> Json:
    """An order that is only priced and never kept."""
    recipient = recipient_of(
        {"name": "-", "address1": "-", "city": "-", "zip": "-", **body["recipient"]}
    )
    order: Json = {
        "recipient": recipient, "items": items, "shipping": shipping_of(body.get("shipping"), recipient["country_code"]),
        "retail_costs": body.get("retail_costs"), "currency": call.book.stores[str(call.store_id)]["currency"],
    }  # fmt: skip
    return {"costs": costs.order_costs(order), "retail_costs": costs.retail_costs(order)}


def change_order(call: Call, order: Json, body: Json, items: list[Json] | None) -> None:
    """Write the given fields into a draft or failed order; `items`, when given, is the whole new set."""
    if order["status"] not in EDITABLE:
        raise Refusal(400, "Order is no longer editable.", reason="OR-1")
    name = body.get("external_id") or order["external_id"]
    if name != order["external_id"]:
        check_name(call, name)
    recipient = recipient_of({**order["recipient"], **(body.get("recipient") or {})})
    speed = shipping_of(body.get("shipping") or order["shipping"], recipient["country_code"])
    if name != order["external_id"]:
        call.book.names.pop(f"o:{order['store']}:{order['external_id']}", None)
        call.book.names[f"o:{order['store']}:{name}"] = order["id"]
    order |= {"external_id": name, "recipient": recipient, "shipping": speed, "updated": call.at}
    for field in ("retail_costs", "gift", "packing_slip"):
        if field in body:
            order[field] = body[field]
    if items is not None:
        order["items"] = items
    _price(call, order)
    call.book.note("change", call.at, order=order["id"])


def _price(call: Call, order: Json) -> None:
    order["costs"] = costs.order_costs(order)
    delay = float(call.book.knobs["costs_delay"])
    order["costs_at"] = call.at + delay if delay else None


def costs_are_known(order: Json, at: float) -> bool:
    return order["costs_at"] is None or at >= order["costs_at"]


def confirm(call: Call, order: Json) -> None:
    """Submit a draft or failed order: from here on it costs money."""
    if order["status"] not in EDITABLE:
        if call.book.knobs["confirm_twice_is_fine"] and order["confirmed"] is not None:
            return
        raise Refusal(
            400, f"Only draft or failed orders can be confirmed; this order is {order['status']}."
        )
    if not costs_are_known(order, call.at):
        raise Refusal(400, "Order costs are still being calculated, please try again later.")
    if any(not item["files"] and not item["template"] for item in order["items"]):
        raise Refusal(400, "Order has items without print files.")
    order |= {"error": None, "error_code": None, "updated": call.at, "confirmed": call.at}
    call.book.note("confirm", call.at, order=order["id"], external_id=order["external_id"])
    if not call.book.knobs["payment_works"]:
        fail(call.book, order, "Payment failed: please update your billing method.", call.at)
        return
    charge(call.book, order, call.at)
    order["status"] = "pending"
    production.plan(call.book, order, call.at)


def cancel_by_seller(call: Call, order: Json) -> None:
    if order["status"] not in CANCELLABLE:
        raise Refusal(400, f"Order cannot be cancelled; it is {order['status']}.")
    cancel(call.book, order, call.at)


def delete(call: Call, order: Json) -> None:
    """Version 2 only: forget an order that never cost anything."""
    if order["status"] not in {"draft", "failed", "canceled"} or order["confirmed"] is not None:
        raise Refusal(
            409, "Only draft, failed or canceled orders that were never charged can be deleted."
        )
    call.book.orders.pop(str(order["id"]))
    if order["external_id"]:
        call.book.names.pop(f"o:{order['store']}:{order['external_id']}", None)
    call.book.note("delete", call.at, order=order["id"], external_id=order["external_id"])
