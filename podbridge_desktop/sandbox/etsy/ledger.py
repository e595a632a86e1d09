"""The shop's own books in short: what a test judges by, whatever the client believes."""

from __future__ import annotations

from .book import Book, Json
from .listings import sku_rows
from .receipts import refunded, status, total


def brief(receipt: Json) -> Json:
    """A receipt in the words that the practice world uses for every shop. Ids are texts."""
    return {
        "id": str(receipt["id"]),
        "number": receipt["id"],
        "name": f"#{receipt['id']}",
        "financial": _financial(receipt),
        "cancelled_at": receipt["canceled_at"],
        "lines": [
            {
                "id": str(each["id"]),
                "variant": str(each["product_id"]),
                "sku": each["sku"],
                "quantity": each["quantity"],
            }
            for each in receipt["lines"]
        ],
        "country": receipt["address"]["country"],
    }


def _financial(receipt: Json) -> str:
    if not receipt["is_paid"]:
        return "PENDING"
    back = refunded(receipt)
    if back:
        return "REFUNDED" if back >= total(receipt) else "PARTIALLY_REFUNDED"
    return "PAID"


def _row(receipt: Json) -> Json:
    return {
        **brief(receipt),
        "status": status(receipt),
        "is_paid": receipt["is_paid"],
        "is_shipped": receipt["is_shipped"],
        "total": total(receipt),
        "refunded": refunded(receipt),
        "fulfillments": [
            {"id": each["id"], "at": each["at"], "tracking": [{"number": each["code"], "company": each["carrier"]}]}
            for each in receipt["shipments"]
        ],
    }  # fmt: skip


def ledger(book: Book) -> Json:
    """Receipts (also under the name that the other shops use), mails, parcels, fees, listings, calls and events."""
    rows = [_row(each) for each in book.receipts.values()]
    return {
        "receipts": rows,
        "orders": rows,
        "mails": book.mails,
        "shipments": [
            {"receipt_id": receipt["id"], **each}
            for receipt in book.receipts.values()
            for each in receipt["shipments"]
        ],
        "fees": book.fees,
        "balance": book.entries[-1]["balance"] if book.entries else 0,
        "listings": [
            {
                "listing_id": each["listing_id"],
                "title": each["title"],
                "state": each["state"],
                "images": len(each["images"]),
                "partners": each["partners"],
                "questions": len(each["questions"]),
                "products": sku_rows(each),
            }
            for each in book.listings.values()
        ],
        "calls": book.calls,
        "events": book.events,
    }
