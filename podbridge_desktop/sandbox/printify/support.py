"""Requests to Printify's support about an order: a reprint, a refund, another address. Only opened here; the
control port answers them."""

from __future__ import annotations

from . import fields
from .addresses import address_of, address_view
from .book import Book, Json, stamp
from .call import Call, Reply, Route
from .endings import IN_HAND
from .errors import FIELDS, failed, invalid, not_found
from .orders import order_or_404

REASONS = frozenset({
    "image_quality", "incorrect_item", "shipping_issues", "stained_or_damaged_item", "wrong_color_or_size", "wrong_design",
})  # fmt: skip
MOST_TEXT, MOST_PICTURES = 400, 5


def view(request: Json) -> Json:
    return {
        "id": request["id"], "order_id": request["order"], "type": request["type"], "status": request["status"],
        "status_details": None, "outcome": request["outcome"], "line_item_ids": request["lines"],
        "created_at": stamp(request["at"]), "updated_at": stamp(request["updated"]),
    }  # fmt: skip


def listing(call: Call) -> Reply:
    order = order_or_404(call)
    rows = [view(each) for each in call.book.supports.values() if each["order"] == order["id"]]
    return Reply({"data": rows})


def get(call: Call) -> Reply:
    order = order_or_404(call)
    found = call.book.supports.get(call.args["request"])
    if found is None or found["order"] != order["id"]:
        raise not_found()
    return Reply({"data": view(found)})


def reprint(call: Call) -> Reply:
    return _open(call, "order_reprint")


def refund(call: Call) -> Reply:
    return _open(call, "order_refund")


def _open(call: Call, kind: str) -> Reply:
    order = order_or_404(call)
    body = fields.check(call.body(), fields.SUPPORT)
    if body["reason"] not in REASONS:
        raise invalid(FIELDS, "reason", "The selected reason is invalid.")
    if (
        len(body.get("description", "")) > MOST_TEXT
        or len(body.get("image_urls", [])) > MOST_PICTURES
    ):
        raise invalid(
            FIELDS, "description", f"Up to {MOST_TEXT} characters and {MOST_PICTURES} pictures."
        )
    if order["sent_at"] is None:
        raise failed(FIELDS, "Order is not in production yet.", 422)
    lines = [each["line_item_id"] for each in body["line_items"]]
    unknown = set(lines) - {
        name for line in order["lines"] for name in (line["id"], line["external_id"])
    }
    if unknown:
        raise invalid(FIELDS, "line_items", "The selected line item is invalid.")
    return Reply(view(_new(call.book, order, kind, lines, call.at)), 201)


def _new(book: Book, order: Json, kind: str, lines: list[str], at: int) -> Json:
    made: Json = {
        "id": book.new_id(at), "order": order["id"], "type": kind, "status": "open", "outcome": None, "lines": lines,
        "at": at, "updated": at,
    }  # fmt: skip
    book.supports[made["id"]] = made
    book.note("support", at, order=order["id"], request=made["id"], type=kind)
    return made


def change_address(call: Call) -> Reply:
    """At once while nothing is made yet, else by a request."""
    order = order_or_404(call)
    address = address_of(fields.check(call.body(), fields.ADDRESS))
    if order["status"] in IN_HAND:
        order["address"] = address
        told = {
            "resolution": "updated_directly",
            "order_id": order["id"],
            "address_to": address_view(call.book, address),
        }
        return Reply(told)
    _new(call.book, order, "order_address_editing", [], call.at)
    return Reply({"resolution": "support_request_created", "order_id": order["id"]}, 201)


BASE = "/v1/shops/{shop}/orders/{order}/support-requests"
READ, WRITE = "orders.read", "orders.write"
ROUTES = (
    Route("GET", BASE, listing, READ),
    Route("POST", f"{BASE}/reprint", reprint, WRITE),
    Route("POST", f"{BASE}/refund", refund, WRITE),
    Route("POST", f"{BASE}/address-change", change_address, WRITE),
    Route("GET", f"{BASE}/{{request}}", get, READ),
)
