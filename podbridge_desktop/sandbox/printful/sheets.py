"""Approval sheets: the one kind of hold that the seller ends through the API."""

from __future__ import annotations

from . import fields, production
from .book import Book, Json
from .call import Call, Reply, Route, ok1, ok2
from .errors import Refusal, not_found
from .orders import find_order


def open_sheet(book: Book, order: Json, at: int) -> Json:
    """Ask the seller about the first item of an order."""
    ident = book.next_id("sheet")
    sheet: Json = {
        "id": ident, "order": order["id"], "item": order["items"][0]["id"], "status": "waiting_for_action", "at": at,
        "hash": f"{book.chance('sheet', ident).getrandbits(128):032x}",
    }  # fmt: skip
    book.sheets[str(ident)] = sheet
    return sheet


def _pictures(call: Call) -> Json:
    return {
        "submitted_design": call.address("pictures/art-sunrise.png"),
        "recommended_design": call.address("pictures/art-bloom.png"),
        "approval_sheet": call.address("pictures/art-wave.png"),
    }


def _mine(call: Call) -> list[Json]:
    orders = call.book.orders
    return [
        sheet
        for sheet in call.book.sheets.values()
        if str(sheet["order"]) in orders and orders[str(sheet["order"])]["store"] == call.store_id
    ]


def list1(call: Call) -> Reply:
    rows = [
        {
            "id": sheet["id"],
            "status": sheet["status"],
            "confirm_hash": sheet["hash"],
            **_pictures(call),
        }
        for sheet in _mine(call)
        if sheet["status"] in {"waiting_for_action", "approved"}
    ]
    return ok1(rows)


def list2(call: Call) -> Reply:
    wanted = call.params.get("order_id")
    if wanted:
        wanted = str(find_order(call.book, wanted, call.store_id)["id"])
    rows = [_view2(call, sheet) for sheet in _mine(call) if wanted in {None, str(sheet["order"])}]
    return ok2(call, rows)


def _view2(call: Call, sheet: Json) -> Json:
    order = f"/v2/orders/{sheet['order']}"
    links = {
        "order": call.link(order),
        "order_item": call.link(f"{order}/order-items/{sheet['item']}"),
    }
    return {
        "confirm_hash": sheet["hash"], "status": sheet["status"], **_pictures(call), "order_id": sheet["order"],
        "order_item_id": sheet["item"], "_links": links,
    }  # fmt: skip


def _asked(call: Call) -> Json:
    for sheet in _mine(call):
        if sheet["hash"] == call.params.get("confirm_hash"):
            return sheet
    raise not_found()


def approve(call: Call) -> Reply:
    """The seller's yes: the order goes on."""
    body = fields.check(call.body(), {"status*": str})
    sheet = _asked(call)
    if body["status"] != "approved" or sheet["status"] != "waiting_for_action":
        raise Refusal(400, "Only a waiting approval sheet can be approved")
    sheet["status"] = "approved"
    order = call.book.orders[str(sheet["order"])]
    if order["hold"]:
        production.release(call.book, order, call.at)
    return ok1({"message": "Design approval submitted successfully"})


def ask_changes(call: Call) -> Reply:
    body = fields.check(call.body(), {"message*": str, "files": [fields.FILE]})
    sheet = _asked(call)
    sheet["status"] = "changes_requested"
    sheet["message"] = body["message"]
    return ok1(
        {
            "id": sheet["id"],
            "confirm_hash": sheet["hash"],
            "status": "waiting_for_action",
            **_pictures(call),
        }
    )


ROUTES = (
    Route("GET", "/approval-sheets", list1, "orders/read"),
    Route("POST", "/approval-sheets", approve, "orders"),
    Route("POST", "/approval-sheets/changes", ask_changes, "orders"),
    Route("GET", "/v2/approval-sheets", list2, "orders/read"),
)
