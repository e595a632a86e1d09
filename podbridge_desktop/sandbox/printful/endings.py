"""Money and ends: what charges the seller, and what ends an order with the money given back."""

from __future__ import annotations

from .book import Book, Json


def charge(book: Book, order: Json, at: int) -> None:
    """Take the money: the account's own ledger gets a line."""
    order["charged"] = order["costs"]["total"]
    book.charges.append(_line("charge", order, at))


def _line(kind: str, order: Json, at: int) -> Json:
    named = {"order": order["id"], "external_id": order["external_id"]}
    return {"kind": kind, **named, "amount": order["charged"], "currency": "USD", "at": at}


def refund(book: Book, order: Json, at: int) -> None:
    """Give back what was charged, if anything was."""
    if order["charged"] is not None:
        book.charges.append(_line("refund", order, at))
        order["charged"] = None


def cancel(book: Book, order: Json, at: int, why: str = "by the seller") -> None:
    """End an order and give the money back."""
    refund(book, order, at)
    for shipment in order["shipments"]:
        if shipment["status"] in {"pending", "onhold"}:
            shipment["status"] = "canceled"
    order |= {"status": "canceled", "updated": at, "steps": [], "hold": None}
    book.working.pop(str(order["id"]), None)
    book.note("cancel", at, order=order["id"], external_id=order["external_id"], why=why)


def fail(book: Book, order: Json, reason: str, at: int) -> None:
    """Bounce an order: the money goes back, the seller mends it and confirms again."""
    refund(book, order, at)
    order |= {
        "status": "failed",
        "error": reason,
        "error_code": 400,
        "updated": at,
        "steps": [],
        "hold": None,
    }
    order |= {"shipments": [], "parcels": []}
    book.working.pop(str(order["id"]), None)
    book.note("fail", at, order=order["id"], external_id=order["external_id"], reason=reason)
