"""Shipping back: a parcel is added to the receipt, and the buyer gets a mail. Every time, also for the same parcel."""

from __future__ import annotations

import json
from datetime import datetime
from urllib.parse import parse_qs

from .bodies import FORM, JSON, check, media_type
from .book import Book, Json
from .call import Call, Reply, Route
from .carriers import name_of
from .errors import Refusal, bad
from .receipt_calls import mark_shipped
from .receipts import find_receipt, receipt_view, total, touch

_NUMBER, _TEXT = (float, int, type(None)), (str, type(None))
CUSTOMS = {"country_of_origin*": _TEXT, "declared_value*": _NUMBER, "HS_code*": _TEXT}
BODY = {
    "tracking_code": str, "carrier_name": str, "send_bcc": bool, "note_to_buyer": str, "mail_class": _TEXT,
    "weight": _NUMBER, "weight_units": _TEXT, "length": _NUMBER, "width": _NUMBER, "height": _NUMBER,
    "dimension_units": _TEXT, "shipping_label_cost": _NUMBER, "shipping_label_currency": _TEXT,
    "revenue_eligibility": _TEXT, "ship_from_country": _TEXT, "ship_to_country": _TEXT, "incoterm": _TEXT,
    "customs_data": [CUSTOMS], "duty_amount": _NUMBER, "duty_currency": _TEXT, "ship_date": _TEXT,
}  # fmt: skip
FREE_BELOW = 1000  # ten dollars
TRACKED_ONLY = {"IN"}


def create(call: Call) -> Reply:
    """POST …/tracking."""
    receipt = find_receipt(call)
    if call.book.knobs["gated"]:
        raise Refusal(403, "Unauthorized")
    given = _given(call)
    if call.book.knobs["tracking_conflicts"] > 0:
        call.book.knobs["tracking_conflicts"] -= 1
        raise Refusal(409, "The receipt is being changed by another request.")
    if receipt["is_canceled"]:
        raise Refusal(409, f"Receipt {receipt['id']} has been canceled.")
    if not receipt["is_paid"]:
        raise bad(f"Receipt {receipt['id']} has not been paid.")
    _check_needed(call.book, receipt, given)
    ship(call.book, receipt, given, call.at)
    return Reply(receipt_view(call, receipt))


def _given(call: Call) -> Json:
    """The fields, read as the header says. A JSON body under a form header has none that could be found."""
    kind = media_type(call)
    if kind == FORM:
        pairs = parse_qs(call.request.body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[-1] for name, values in pairs.items() if name in BODY}
    if kind != JSON:
        raise bad(f"This call takes {JSON}, not {kind or 'a body without a type'}.")
    try:
        body = json.loads(call.request.body or b"{}")
    except ValueError as error:
        raise bad("The request body is not valid JSON.") from error
    if isinstance(body, dict) and body.get("customs_data") is None:
        body.pop("customs_data", None)
    return check(body, BODY, "body")


def _check_needed(book: Book, receipt: Json, given: Json) -> None:
    """Some orders are not shipped without a code and a carrier."""
    country = receipt["address"]["country"]
    is_home = country == "US" == book.shop["country"] and total(receipt) > FREE_BELOW
    has_both = given.get("tracking_code") and given.get("carrier_name")
    if (is_home or country in TRACKED_ONLY) and not has_both:
        raise bad("A tracking number is required")


def ship(book: Book, receipt: Json, given: Json, at: int) -> None:
    """Add the parcel. Without a code, or with a carrier nobody knows, the receipt is marked shipped and no more."""
    slug, code = given.get("carrier_name") or "", (given.get("tracking_code") or "").strip()
    carrier = name_of(slug)
    ident = book.next_id("shipment")
    if carrier and code:
        receipt["shipments"].append({
            "id": ident, "at": at, "slug": slug, "carrier": carrier, "code": code, "ship_date": _date(given.get("ship_date")),
        })  # fmt: skip
    mark_shipped(receipt, at)
    touch(book, receipt, at)
    book.mails.append({
        "kind": "shipped", "receipt_id": receipt["id"], "buyer_user_id": receipt["buyer"], "at": at,
        "carrier": carrier if code else None, "tracking_code": code if carrier else None,
        "note": given.get("note_to_buyer") or "", "to_seller": given.get("send_bcc") in {True, "true", "1"},
    })  # fmt: skip


def _date(text: str | None) -> int | None:
    """A ship date in ISO 8601; a malformed one is passed over in silence."""
    try:
        return int(datetime.fromisoformat(text).timestamp()) if text else None
    except ValueError:
        return None


_PATH = "/shops/{shop_id}/receipts/{receipt_id}/tracking"

ROUTES = (
    Route("POST", _PATH, "createReceiptShipment", create, ("transactions_w",), ("legacy",)),
)  # fmt: skip
