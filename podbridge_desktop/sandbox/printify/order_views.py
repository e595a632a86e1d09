"""How an order is told: little at first, more once it is in production."""

from __future__ import annotations

import hashlib

from .addresses import address_view
from .book import Json, stamp
from .call import Call
from .lines import ECONOMY, EXPRESS
from .providers import BY_ID

NEVER = "1970-01-01 00:00:00+00:00"  # what the account writes for a fulfilment in the store that it knows nothing of


def order_view(call: Call, order: Json) -> Json:
    knobs = call.book.knobs
    made = order["sent_at"] is not None
    view: Json = {
        "id": order["id"], "app_order_id": order["number"], "address_to": address_view(call.book, order["address"]),
        "line_items": [line_view(call, line) for line in order["lines"]], "metadata": _metadata(call, order),
        "total_price": order["total_price"], "total_shipping": order["total_shipping"],
        "total_tax": 0 if knobs["tax_late"] and not made else order["total_tax"], "status": order["status"],
        "shipping_method": order["method"], "is_printify_express": order["method"] == EXPRESS,
        "is_economy_shipping": order["method"] == ECONOMY, "created_at": stamp(order["created"]),
    }  # fmt: skip
    if knobs["top_external_id"]:
        view["external_id"] = order["external_id"]
    if made:
        view["sent_to_production_at"] = stamp(order["sent_at"])
    if order["fulfilled_at"] is not None:
        view["fulfilled_at"] = stamp(order["fulfilled_at"])
    if order["shipments"] or knobs["empty_shipments"]:
        view["shipments"] = [_shipment_view(call, each) for each in order["shipments"]]
    if order["shipments"]:
        mark = hashlib.md5(order["id"].encode(), usedforsecurity=False).hexdigest()
        view["printify_connect"] = {"url": call.address(f"connect/{mark}"), "id": mark}
    return view


def _metadata(call: Call, order: Json) -> Json:
    label = order["label"] if call.book.knobs["label_comes_back"] else ""
    told: Json = {
        "order_type": order["type"], "shop_order_id": order["external_id"],
        "shop_order_label": label or str(order["external_id"]), "shop_fulfilled_at": NEVER,
    }  # fmt: skip
    if order["sent_at"] is not None or order["reprint_of"]:
        told |= {
            "is_reprint": bool(order["reprint_of"]), "reprinted_order_ids": order["reprint_of"],
            "child_reprinted_order_ids": order["reprints"],
        }  # fmt: skip
    return told


def line_view(call: Call, line: Json) -> Json:
    metadata = {
        "title": line["title"], "price": line["price"], "variant_label": line["label"], "sku": line["sku"],
        "country": BY_ID[line["provider"]].country,
    }  # fmt: skip
    if line["external_id"] is not None:
        metadata["external_id"] = line["external_id"]
    pieces = line["quantity"] if call.book.knobs["cost_per_line"] else 1
    return {
        "product_id": line["product_id"], "quantity": line["quantity"], "variant_id": line["variant_id"],
        "print_provider_id": line["provider"], "cost": line["cost"] * pieces, "shipping_cost": line["shipping_cost"],
        "status": line["status"], "metadata": metadata, "sent_to_production_at": stamp(line["sent_at"]),
        "fulfilled_at": stamp(line["fulfilled_at"]),
    }  # fmt: skip


def _shipment_view(call: Call, shipment: Json) -> Json:
    """A parcel, without a word of what is in it."""
    number = shipment["number"]
    url = call.address(f"track/{number}") if number else None
    return {
        "carrier": shipment["carrier"],
        "number": number,
        "url": url,
        "delivered_at": stamp(shipment["delivered_at"]),
    }
