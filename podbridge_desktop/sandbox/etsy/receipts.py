"""Receipts, which is what the service calls orders: how they stand, and how the API tells them."""

from __future__ import annotations

from podbridge_desktop.sandbox.countries import COUNTRIES

from .book import Book, Json
from .call import Call
from .carriers import SILENT
from .errors import Refusal
from .taxonomy import CUSTOM, PROPERTIES
from .texts import escaped, money, shown

PERSONALIZATION = 54
# As formatted addresses have it.
SPELLED = {**COUNTRIES, "NL": "The Netherlands"}
ADDRESS = ("first_line", "second_line", "city", "state", "zip", "country_iso", "formatted_address")
_DAY = 86_400


def find_receipt(call: Call) -> Json:
    """The receipt of the path, with the service's own sentence when it is not there."""
    ident, shop = call.args["receipt_id"], call.args["shop_id"]
    found: Json | None = call.book.receipts.get(ident)
    if found is None:
        raise Refusal(
            404,
            f"Could not find a Shop Receipt with receipt_id = {ident} associated with shop_id = {shop}.",
        )
    return found


def touch(book: Book, receipt: Json, at: int, *, quiet: bool = False) -> None:
    """The receipt changed. A `quiet` change (a cancellation, a refund) does not move its time, unless told to."""
    if not (quiet and book.knobs["quiet_changes"]):
        receipt["updated"] = max(at, receipt["updated"])
    book.index.put(receipt)


def goods(receipt: Json) -> int:
    """What the things cost before anything is taken off."""
    return sum(int(each["price"] * each["quantity"]) for each in receipt["lines"])


def total(receipt: Json) -> int:
    """What the buyer pays."""
    extra = receipt["shipping"] + receipt["tax"] + receipt["vat"] + receipt["gift_wrap"]
    return goods(receipt) - int(receipt["discount"]) + int(extra)


def refunded(receipt: Json) -> int:
    return sum(int(each["amount"]) for each in receipt["refunds"])


def status(receipt: Json) -> str:
    """The state in words, in the capitals of the live service (the document has small letters)."""
    if receipt["is_canceled"]:
        return "Canceled"
    if refunded(receipt):
        return "Fully Refunded" if refunded(receipt) >= total(receipt) else "Partially Refunded"
    if not receipt["is_paid"]:
        return "Payment Processing" if receipt["processing"] else "Open"
    return "Completed" if receipt["is_shipped"] else "Paid"


def is_delivered(book: Book, receipt: Json, now: float) -> bool:
    """Whether a carrier has told that the parcel arrived."""
    days = book.knobs["delivery_days"]
    return any(
        each["slug"] not in SILENT and now >= each["at"] + days * _DAY for each in receipt["shipments"]
    )  # fmt: skip


def receipt_view(call: Call, receipt: Json) -> Json:
    """A ShopReceipt with its transactions."""
    book, sums = call.book, _sums(receipt)
    created, updated = receipt["created"], receipt["updated"]
    return {
        "receipt_id": receipt["id"], "receipt_type": 0, "seller_user_id": book.user_id,
        "seller_email": book.shop["email"], "buyer_user_id": receipt["buyer"], "buyer_email": None,
        "name": shown(receipt["name"]), **_address(book, receipt), "status": status(receipt), "payment_method": "cc",
        "payment_email": None, "message_from_payment": None, "message_from_seller": "",
        "message_from_buyer": escaped(receipt["message"]), "is_shipped": receipt["is_shipped"],
        "is_paid": receipt["is_paid"], "create_timestamp": created, "created_timestamp": created,
        "update_timestamp": updated, "updated_timestamp": updated, "is_gift": receipt["is_gift"],
        "gift_message": shown(receipt["gift_message"]), "gift_sender": shown(receipt["gift_sender"]),
        **{name: money(book, amount) for name, amount in sums.items()},
        "shipments": [
            {"receipt_shipping_id": each["id"], "shipment_notification_timestamp": each["at"],
             "carrier_name": each["carrier"], "tracking_code": each["code"]}
            for each in receipt["shipments"]
        ],
        "transactions": [transaction_view(call, receipt, each) for each in receipt["lines"]],
        "refunds": [
            {"reason": each["reason"], "note_from_issuer": shown(each["note"]), "status": "SUCCESS",
             "amount": money(book, each["amount"]), "created_timestamp": each["at"]}
            for each in receipt["refunds"]
        ],
    }  # fmt: skip


def _sums(receipt: Json) -> dict[str, int]:
    price = goods(receipt)
    return {
        "grandtotal": total(receipt),
        "subtotal": price - receipt["discount"],
        "total_price": price,
        "total_shipping_cost": receipt["shipping"],
        "total_tax_cost": receipt["tax"],
        "total_vat_cost": receipt["vat"],
        "discount_amt": receipt["discount"],
        "gift_wrap_price": receipt["gift_wrap"],
    }


def _address(book: Book, receipt: Json) -> Json:
    """Where to send it; all of it is hidden from a gated key."""
    if book.knobs["gated"]:
        return dict.fromkeys(ADDRESS)
    place = receipt["address"]
    country = SPELLED.get(place["country"], place["country"])
    town = " ".join(part for part in (place["zip"], (place["city"] or "").upper()) if part)
    lines = (receipt["name"], place["first_line"], place["second_line"], town, country)
    return {
        "first_line": escaped(place["first_line"]),
        # Recorded answers have null in some receipts and an empty text in others.
        "second_line": escaped(place["second_line"]) or (None if receipt["id"] // 7 % 2 else ""),
        "city": escaped(place["city"]),
        "state": place["state"] or None,
        "zip": place["zip"],
        "country_iso": place["country"],
        "formatted_address": shown("\n".join(line for line in lines if line)),
    }


def transaction_view(call: Call, receipt: Json, line: Json) -> Json:
    """A ShopReceiptTransaction, which is a line of the receipt."""
    book = call.book
    listing = book.listings.get(str(line["listing_id"]))
    start = receipt["paid_at"] or receipt["created"]
    due = None if line["days"] is None else start + line["days"][1] * _DAY
    return {
        "transaction_id": line["id"], "title": shown(line["title"]),
        "description": shown(listing["description"]) if listing else "", "seller_user_id": book.user_id,
        "buyer_user_id": receipt["buyer"], "create_timestamp": receipt["created"], "created_timestamp": receipt["created"],
        "paid_timestamp": receipt["paid_at"], "shipped_timestamp": receipt["shipped_at"], "quantity": line["quantity"],
        "listing_image_id": line["image_id"], "receipt_id": receipt["id"], "is_digital": line["is_digital"],
        "file_data": "sample.zip" if line["is_digital"] else "", "listing_id": line["listing_id"], "sku": line["sku"],
        "product_id": line["product_id"], "transaction_type": "listing", "price": money(book, line["price"]),
        "shipping_cost": money(book, line["shipping"]), "variations": _variations(call, line),
        "product_data": [_product_data(each) for each in line["properties"]],
        "shipping_profile_id": line["profile_id"], "min_processing_days": line["days"] and line["days"][0],
        "max_processing_days": line["days"] and line["days"][1], "shipping_method": None, "shipping_upgrade": None,
        "expected_ship_date": due, "buyer_coupon": line["coupon"] / 100, "shop_coupon": line["coupon"] / 100,
    }  # fmt: skip


def _variations(call: Call, line: Json) -> list[Json]:
    """What the buyer chose, in the buyer's words, and her answers to the questions."""
    return [_choice(each) for each in line["properties"]] + [
        {
            "property_id": PERSONALIZATION,
            "value_id": None,
            "formatted_name": shown(each["question"]),
            "formatted_value": call.link(each["path"]) if each["path"] else shown(each["text"]),
            "question_id": each["question_id"],
        }
        for each in line["answers"]
    ]


def _choice(each: Json) -> Json:
    value = each["values"][0] + (f" {each['scale_name']}" if each["scale_name"] else "")
    known = PROPERTIES.get(each["property_id"])
    return {
        "property_id": each["property_id"],
        "value_id": each["value_ids"][0],
        "formatted_name": shown(known.label if known else each["property_name"]),
        "formatted_value": shown(value),
    }


def _product_data(each: Json) -> Json:
    """The same from the inventory's side; the seller's own name of a custom property is not in it."""
    own = each["property_id"] in CUSTOM
    return {
        **each,
        "property_name": "Custom Property" if own else each["property_name"],
        "values": list(map(shown, each["values"])),
    }
