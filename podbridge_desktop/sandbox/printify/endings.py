"""Money and ends: what charges the seller, and what ends an order with the money given back."""

from __future__ import annotations

from . import costs
from .book import Book, Json

IN_HAND = frozenset({"pending", "cost-calculation", "on-hold", "payment-not-received"})


def charge(book: Book, order: Json, at: int) -> None:
    """Take the money: the account's own ledger gets a line."""
    order["charged"] = costs.total_of(order)
    book.charges.append(_entry("charge", order, order["charged"], at))


def refund(book: Book, order: Json, at: int) -> None:
    """Give back what was charged, if anything was."""
    if order["charged"] is not None:
        book.charges.append(_entry("refund", order, order["charged"], at))
        order["charged"] = None


def _entry(kind: str, order: Json, cents: int, at: int) -> Json:
    named = {"order": order["id"], "external_id": order["external_id"]}
    return {"kind": kind, **named, "amount": cents, "currency": "USD", "at": at}


def cancel(book: Book, order: Json, at: int, why: str = "by the seller") -> None:
    """End an order; it costs nothing any more."""
    refund(book, order, at)
    for line in order["lines"]:
        stays = book.knobs["keeps_sent_lines"] and line["status"] == "fulfilled"
        line |= {"status": line["status"] if stays else "canceled", "cost": 0}
    order |= {"total_price": 0, "total_shipping": 0, "total_tax": 0}
    _stop(book, order, "canceled")
    book.note("cancel", at, order=order["id"], external_id=order["external_id"], why=why)


def fail(book: Book, order: Json, status: str, reason: str, at: int) -> None:
    """An order that cannot be made: `unfulfillable` gives the money back, `source-check-failed` never took it."""
    refund(book, order, at)
    for line in order["lines"]:
        if line["status"] != "fulfilled":
            line["status"] = "has-issues"
    _stop(book, order, status)
    book.note("fail", at, order=order["id"], external_id=order["external_id"], reason=reason)


def _stop(book: Book, order: Json, status: str) -> None:
    order |= {"steps": [], "due": None, "hold": None, "block": ""}
    book.index.restate(order, status)
