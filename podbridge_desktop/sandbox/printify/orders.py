"""An order's life at the account, as far as the seller moves it: submitted, approved, cancelled. There are no drafts."""

from __future__ import annotations

from . import costs, production
from .addresses import address_of
from .book import Book, Json
from .call import Call
from .endings import cancel
from .errors import (
    ADDRESS,
    DUPLICATE,
    NOT_NOW,
    WRONG_STATE,
    Refusal,
    failed,
    invalid,
    missing,
    not_found,
)
from .lines import ECONOMY, EXPRESS, lines_of
from .providers import METHODS
from .shops import APPROVALS

CANCELLABLE = frozenset({"on-hold", "payment-not-received"})
ACCOUNT_NUMBER = 215_014


def order_or_404(call: Call) -> Json:
    """The order of the call's shop that its path names."""
    found: Json | None = call.book.orders.get(call.args["order"])
    if found is None or found["shop"] != call.shop:
        raise not_found()
    return found


def submit(call: Call, body: Json, *, second: bool = False) -> Json:
    """A new order of a checked body (`second`: the rest of one that is split). It costs money as soon as anybody, or the shop's own setting, approves it."""
    name, method = _name_of(body), _method_of(body)
    address = address_of(body["address_to"], express=method == EXPRESS)
    if not second:
        _refuse_duplicate(call, name)
    full_name = f"{address['first_name']} {address['last_name']}"
    lines = lines_of(call, body["line_items"], method, f"API {name} {full_name}")
    order = blank_order(
        call.book, call.shop, call.at, external_id=name, address=address, lines=lines
    )
    order |= {
        "label": body.get("label") or "", "method": method, "notify": bool(body.get("send_shipping_notification")),
    }  # fmt: skip
    costs.set_costs(order, cents_more=int(call.book.knobs["cents_more"]))
    keep_order(call.book, order, call.at)
    return order


def _name_of(body: Json) -> str:
    if not body["external_id"].strip():
        raise missing(ADDRESS, "external_id")
    return str(body["external_id"])


def _method_of(body: Json) -> int:
    method = body["shipping_method"]
    if method not in METHODS:
        raise invalid(ADDRESS, "shipping_method", "The selected shipping method is invalid.")
    if body.get("is_printify_express") and method != EXPRESS:
        raise invalid(ADDRESS, "is_printify_express", "Printify Express is shipping method 3.")
    if body.get("is_economy_shipping") and method != ECONOMY:
        raise invalid(ADDRESS, "is_economy_shipping", "Economy is shipping method 4.")
    return int(method)


def _refuse_duplicate(call: Call, name: str) -> None:
    """Where the account keeps names apart, a second order of one is a conflict; a cancelled one keeps its own."""
    known = call.book.index.named(call.shop, name)
    if known and call.book.knobs["enforce_external_id"]:
        reason = "Order already exists for the given external_id."
        extra = {"order": {"id": known[0]["id"], "external_id": name}}
        raise Refusal(409, "Operation failed.", code=DUPLICATE, reason=reason, extra=extra)


def blank_order(
    book: Book, shop: int, at: int, *, external_id: str, address: Json, lines: list[Json]
) -> Json:
    """An order with nothing decided."""
    book.last_order += 1
    made: Json = {
        "id": book.new_id(at), "seq": book.last_order, "shop": shop, "number": f"{ACCOUNT_NUMBER}.{book.last_order}",
        "external_id": external_id, "label": "", "type": "api", "status": "pending", "created": at, "address": address,
        "lines": lines, "method": 1, "notify": False, "total_price": 0, "total_shipping": 0, "total_tax": 0, "charged": None,
        "sent_at": None, "fulfilled_at": None, "shipments": [], "parcels": [], "steps": [], "due": None, "hold": None,
        "block": "", "images_until": at, "reprint_of": [], "reprints": [], "part": "",
    }  # fmt: skip
    return made


def keep_order(book: Book, order: Json, at: int) -> None:
    """Enter a new order, and let its time begin. What cannot be made or sent, or waits for the seller, is blocked."""
    order["block"] = _why_blocked(order)
    book.orders[order["id"]] = order
    book.index.add_order(order)
    book.note("submit", at, order=order["id"], external_id=order["external_id"])
    production.begin(book, order, at, APPROVALS[book.shops[str(order["shop"])]["approval"]])


def _why_blocked(order: Json) -> str:
    if any(line["stock"] != "in_stock" for line in order["lines"]):
        return "stock"
    if not costs.is_reached(order):
        return "shipping"
    strategies = [
        (line["personal"] or {}).get("personalisation_strategy") for line in order["lines"]
    ]
    return "personalisation" if "manual" in strategies else ""


def approve(call: Call, order: Json) -> None:
    """Send an order to production, which charges. Refused while it is not ready, or held for something else."""
    status = order["status"]
    if status in {"pending", "cost-calculation"}:
        raise failed(NOT_NOW, "Order is still being processed")
    if status not in CANCELLABLE:
        raise failed(WRONG_STATE, f"Order can not be sent to production. Its status is {status}.")
    if order["block"]:
        raise failed(WRONG_STATE, "Order has line items that can not be sent to production.")
    if call.at < order["images_until"]:
        raise failed(NOT_NOW, "Order images are still being processed")
    production.send(call.book, order, call.at, by="the seller")


def cancel_by_seller(call: Call, order: Json) -> None:
    if order["status"] not in CANCELLABLE:
        raise failed(WRONG_STATE, f"Order can not be canceled. Its status is {order['status']}.")
    cancel(call.book, order, call.at)
