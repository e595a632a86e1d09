"""The account's own books, in the same words as the other suppliers' where they mean the same."""

from __future__ import annotations

from collections import Counter

from .book import Book, Json


def ledger(book: Book) -> Json:
    """Orders, money, parcels, calls. `confirms` are approvals by whomever, each of which charged."""
    kinds = Counter(event["event"] for event in book.events)
    paid = {ident: order["charged"] for ident, order in book.orders.items() if order["charged"]}
    share = book.errors / book.requests if book.requests else 0.0
    return {
        "drafts": kinds["submit"], "confirms": kinds["confirm"], "cancels": kinds["cancel"], "fails": kinds["fail"],
        "charges": book.charges, "paid": paid, "orders": [_row(order) for order in book.orders.values()],
        "uploads": [{"id": each["id"], "sha256": each["sha256"]} for each in book.uploads.values()],
        "events": book.events, "calls": book.calls, "requests": book.requests, "errors": book.errors,
        "error_share": round(share, 4),
    }  # fmt: skip


def _row(order: Json) -> Json:
    return {
        "id": order["id"], "external_id": order["external_id"], "label": order["label"], "shop": order["shop"],
        "type": order["type"], "status": order["status"], "charged": order["charged"], "part": order["part"],
        "reprint": bool(order["reprint_of"]), "items": [_item(line) for line in order["lines"]],
        "recipient": order["address"], "method": order["method"], "shipments": order["shipments"],
    }  # fmt: skip


def _item(line: Json) -> Json:
    names = (
        "id",
        "external_id",
        "product_id",
        "variant_id",
        "provider",
        "quantity",
        "sku",
        "status",
        "personal",
    )
    return {name: line[name] for name in names}
