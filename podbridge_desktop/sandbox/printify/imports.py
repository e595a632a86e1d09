"""Orders that nobody submitted: imported from a shop that Printify serves itself, and reprints at its own cost."""

from __future__ import annotations

from collections.abc import Mapping

from . import costs, production
from .blueprints import VARIANTS
from .book import SHOP_ID, Book, Json
from .orders import blank_order, keep_order

BUYER = {
    "first_name": "Harper", "last_name": "Quillfeather", "email": "harper.q@example.com", "phone": "", "country": "US",
    "region": "CO", "address1": "12 Aspen Ledger St", "address2": "", "city": "Denver", "zip": "80205",
}  # fmt: skip


def import_order(
    book: Book, shop: int, store_order: int | str, skus: Mapping[str, int], label: str, at: int
) -> Json:
    """A paid order of the shop's channel, its lines found by SKU among the account's own products."""
    lines = []
    for sku, quantity in skus.items():
        found = book.index.by_sku(shop, sku) or book.index.by_sku(SHOP_ID, sku)
        if found is not None:
            lines.append(_line(book, *found, quantity, at))
    if not lines:
        raise ValueError(f"none of these SKUs is known at Printify: {', '.join(skus)}")
    order = blank_order(
        book, shop, at, external_id=str(store_order), address=dict(BUYER), lines=lines
    )
    order |= {"type": "external", "external_id": store_order, "label": label or f"#{store_order}"}
    costs.set_costs(order)
    keep_order(book, order, at)
    return order


def _line(book: Book, product: Json, variant: Json, quantity: int, at: int) -> Json:
    kind = VARIANTS[variant["id"]]
    return {
        "id": book.new_id(at), "product_id": product["id"], "variant_id": kind.id, "blueprint": product["blueprint"],
        "provider": product["provider"], "quantity": quantity, "external_id": None, "sku": variant["sku"],
        "title": product["title"], "label": kind.title, "price": variant["price"], "cost": 0, "shipping_cost": 0,
        "status": "pending", "sent_at": None, "fulfilled_at": None, "sent": 0, "on_the_fly": False, "personal": None,
        "stock": "in_stock",
    }  # fmt: skip


def reprint(book: Book, order: Json, at: int) -> Json:
    """The same lines once more, free of charge, at once in production. It keeps the store's names (believed)."""
    lines = [
        {**line, "id": book.new_id(at), "cost": 0, "shipping_cost": 0, "status": "sending-to-production", "sent_at": at,
         "fulfilled_at": None, "sent": 0}
        for line in order["lines"]
    ]  # fmt: skip
    made = blank_order(
        book,
        order["shop"],
        at,
        external_id=order["external_id"],
        address=order["address"],
        lines=lines,
    )
    made |= {
        "label": order["label"], "type": order["type"], "method": order["method"], "status": "sending-to-production",
        "sent_at": at, "reprint_of": [order["id"]],
    }  # fmt: skip
    order["reprints"].append(made["id"])
    book.orders[made["id"]] = made
    book.index.add_order(made)
    book.note("reprint", at, order=made["id"], of=order["id"])
    production.plan(book, made, at)
    return made
