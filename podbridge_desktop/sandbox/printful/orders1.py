"""The order calls of version 1, and how it tells an order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from . import costs, fields
from .blanks import VARIANTS
from .book import Json
from .call import Call, Reply, Route, cut, ok1
from .errors import Refusal, not_found
from .files import file1_view, file_of, status_of
from .order_items import items1
from .orders import (
    EDITABLE,
    cancel_by_seller,
    change_order,
    confirm,
    costs_are_known,
    estimate,
    find_order,
    new_order,
)
from .products import catalog_part

STATUSES = frozenset({
    "draft", "pending", "failed", "canceled", "inprocess", "onhold", "partial", "fulfilled", "inreview", "archived",
})  # fmt: skip


def item_view(call: Call, item: Json) -> Json:
    files = [file1_view(call, file_of(call.book, used["id"]), used) for used in item["files"]]
    preview = call.book.files.get(str(item["preview"]))
    if preview is not None and status_of(preview, call.at) == "ok":
        files.append(file1_view(call, preview, {"type": "preview"}))
    return {
        "id": item["id"], "external_id": item["external_id"], "variant_id": item["variant_id"],
        "sync_variant_id": item["sync_variant_id"], "external_variant_id": item["external_variant_id"],
        "warehouse_product_variant_id": None, **_template(item), "quantity": item["quantity"],
        "price": item["price"], "retail_price": item["retail_price"], "name": item["name"],
        "product": catalog_part(call, item["variant_id"]), "files": files, "options": item["options"],
        "sku": item["sku"], "discontinued": item["discontinued"], "out_of_stock": item["out_of_stock"],
    }  # fmt: skip


def _template(item: Json) -> Json:
    return {"product_template_id": item["template"]} if item["template"] else {}


def shipment_view(call: Call, order: Json, shipment: Json) -> Json:
    started = order["status"] not in {"pending", "onhold"}
    done = shipment["status"] in {"packaged", "shipped"}
    items = [
        {"item_id": part["item"], "quantity": part["quantity"], "picked": int(started), "printed": int(done),
         "is_started": started}
        for part in shipment["items"]
    ]  # fmt: skip
    shipped = shipment["shipped_at"]
    return {
        "id": shipment["id"], "status": shipment["status"], "carrier": shipment["carrier"], "service": shipment["service"],
        "tracking_number": shipment["number"] if number_is_told(call, shipment) else None,
        "tracking_url": tracking_url(call, shipment), "created": shipment["created"],
        "ship_date": _day(shipped) if shipped else None, "shipped_at": shipped, "reshipment": shipment["reshipment"],
        "location": shipment["from"], "estimated_delivery_dates": _expected(shipped), "items": items,
        "packing_slip_url": None,
    }  # fmt: skip


def number_is_told(call: Call, shipment: Json) -> bool:
    """A carrier may name a parcel long after it has left."""
    return bool(shipment["number_shown"] and call.book.knobs.get("numbers_named", True))


def tracking_url(call: Call, shipment: Json) -> str:
    """Printful's own tracking page; it exists before anything ships."""
    return f"{call.base_url}/myorders/tracking/{shipment['id']}"


def tracking_page(call: Call) -> Reply:
    """The page behind a tracking address, for a curious person."""
    for order in call.book.orders.values():
        for shipment in order["shipments"]:
            if str(shipment["id"]) == call.args["id"]:
                steps = (
                    "".join(f"<li>{each['text']}</li>" for each in shipment["events"])
                    or "<li>Not shipped yet</li>"
                )
                page = f"<!DOCTYPE html><meta charset=utf-8><title>Practice parcel</title><h1>Practice parcel</h1><ul>{steps}</ul>"
                return Reply(raw=page.encode(), media="text/html; charset=utf-8")
    raise not_found()


def _day(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()


def _expected(shipped: int | None) -> Json | None:
    return None if shipped is None else {"from": shipped + 3 * 86400, "to": shipped + 8 * 86400}


def order_view(call: Call, order: Json) -> Json:
    known = costs_are_known(order, call.at)
    paid = order["costs"] if known else dict.fromkeys(order["costs"])
    retail = costs.retail_costs(order)
    return {
        "id": order["id"], "external_id": order["external_id"], "store": order["store"], "status": order["status"],
        "error": order["error"], "errorCode": order["error_code"] or 0, "shipping": order["shipping"],
        "shipping_service_name": costs.NAMES[order["shipping"]], "created": order["created"], "updated": order["updated"],
        "recipient": order["recipient"], "estimated_fulfillment": None, "notes": order["notes"],
        "items": [item_view(call, item) for item in order["items"]], "branding_items": [], "incomplete_items": [],
        "is_sample": False, "needs_approval": _waits_for_seller(call, order), "not_synced": False,
        "has_discontinued_items": any(item["discontinued"] for item in order["items"]),
        "can_change_hold": order["status"] in {"draft", "onhold"}, "costs": paid, "retail_costs": retail,
        "pricing_breakdown": _breakdown(order, retail), "shipments": [
            shipment_view(call, order, shipment) for shipment in order["shipments"]
        ],
        "gift": order["gift"], "packing_slip": order["packing_slip"],
        "dashboard_url": f"https://www.printful.com/dashboard?order_id={order['id']}",
    }  # fmt: skip


def _waits_for_seller(call: Call, order: Json) -> bool:
    return any(
        sheet["order"] == order["id"] and sheet["status"] == "waiting_for_action"
        for sheet in call.book.sheets.values()
    )


def _breakdown(order: Json, retail: dict[str, str | None]) -> list[Json]:
    if retail["total"] is None:
        return []
    ours = Decimal(order["costs"]["total"])
    paid = Decimal(retail["total"])
    return [
        {"customer_pays": f"{paid:.2f}", "printful_price": f"{ours:.2f}", "profit": f"{paid - ours:.2f}",
         "currency_symbol": "USD"}
    ]  # fmt: skip


def _asked(call: Call) -> Json:
    return find_order(call.book, call.args["id"], call.store_id)


def listing(call: Call) -> Reply:
    """Newest first, by status if asked."""
    status = call.params.get("status", "")
    if status and status not in STATUSES:
        raise Refusal(400, f"Unknown order status: {status}")
    rows = [
        order
        for order in reversed(call.book.orders.values())
        if order["store"] == call.store_id and status in {"", order["status"]}
    ]
    page, paging = cut(call, rows)
    return ok1([order_view(call, order) for order in page], paging)


def get(call: Call) -> Reply:
    return ok1(order_view(call, _asked(call)))


def create(call: Call) -> Reply:
    body = fields.check(call.body(), fields.ORDER)
    name = body.get("external_id")
    if call.flag("update_existing") and name and f"o:{call.store_id}:{name}" in call.book.names:
        order = find_order(call.book, f"@{name}", call.store_id)
        if order["status"] not in EDITABLE:
            raise Refusal(400, "Order is no longer editable.", reason="OR-1")
        change_order(call, order, body, items1(call, body["items"]))
    else:
        order = new_order(call, body, items1(call, body["items"]))
    if call.flag("confirm"):
        confirm(call, order)
    return ok1(order_view(call, order))


def update(call: Call) -> Reply:
    order = _asked(call)
    if order["status"] not in EDITABLE:
        raise Refusal(400, "Order is no longer editable.", reason="OR-1")
    body = fields.check(call.body(), fields.ORDER_CHANGE)
    items = None if body.get("items") is None else _changed_items(call, order, body["items"])
    change_order(call, order, body, items)
    if call.flag("confirm"):
        confirm(call, order)
    return ok1(order_view(call, order))


def _changed_items(call: Call, order: Json, given: list[Json]) -> list[Json]:
    """The new set of items: one that names an id keeps what it does not change; ids not listed are gone."""
    known = {item["id"]: item for item in order["items"]}
    whole = []
    for part in given:
        old = known.get(part.get("id"))
        if part.get("id") and old is None:
            raise Refusal(400, f"Item not found: {part['id']}")
        whole.append({**_as_given(old), **part} if old else part)
    items = items1(call, whole)
    for item, part in zip(items, given, strict=True):
        item["id"] = part.get("id") or item["id"]
    return items


def _as_given(item: Json) -> Json:
    """An item in the words of a request."""
    base: Json = {
        name: item[name]
        for name in ("external_id", "quantity", "retail_price", "name", "sku", "options")
    }
    if item["sync_variant_id"]:
        return {**base, "sync_variant_id": item["sync_variant_id"], "files": item["files"]}
    template = {"product_template_id": item["template"]} if item["template"] else {}
    return {**base, "variant_id": item["variant_id"], "files": item["files"], **template}


def cancel_order(call: Call) -> Reply:
    order = _asked(call)
    cancel_by_seller(call, order)
    return ok1(order_view(call, order))


def confirm_order(call: Call) -> Reply:
    order = _asked(call)
    confirm(call, order)
    return ok1(order_view(call, order))


def estimate_costs(call: Call) -> Reply:
    """Like an order that is not kept; amounts are numbers here."""
    body = fields.check(call.body(), fields.ORDER)
    told = estimate(call, body, items1(call, body["items"]))
    return ok1(
        {
            part: {name: _number(value) for name, value in values.items()}
            for part, values in told.items()
        }
    )


def _number(value: str | None) -> float | str | None:
    try:
        return None if value is None else float(value)
    except ValueError:
        return value


def rates(call: Call) -> Reply:
    body = fields.check(call.body(), fields.RATES)
    country = str(body["recipient"]["country_code"]).upper()
    wanted = [(_rated_variant(call, item), item["quantity"]) for item in body["items"]]
    return ok1([_rate(call, wanted, country, speed) for speed in costs.speeds_to(country)])


def _rated_variant(call: Call, item: Json) -> int:
    number = item.get("variant_id")
    if number is None:
        named = call.book.names.get(f"v:{call.store_id}:{item.get('external_variant_id')}")
        product = call.book.products.get(str(call.book.variants.get(str(named))), {"variants": []})
        number = next(
            (each["variant_id"] for each in product["variants"] if each["id"] == named), 0
        )
    return known_variant(number)


def known_variant(number: object) -> int:
    """A catalog variant's number, checked."""
    text = str(number)
    if not text.isdigit() or int(text) not in VARIANTS:
        raise Refusal(400, "Variant not found.", reason="PR-1")
    return int(text)


def _rate(call: Call, wanted: list[tuple[int, int]], country: str, speed: str) -> Json:
    soon, late = rate_days(speed)
    return {
        "id": speed, "name": costs.NAMES[speed], "rate": f"{costs.postage(wanted, country, speed):.2f}", "currency": "USD",
        "minDeliveryDays": soon, "maxDeliveryDays": late, "minDeliveryDate": rate_date(call, soon),
        "maxDeliveryDate": rate_date(call, late),
    }  # fmt: skip


def rate_days(speed: str) -> tuple[int, int]:
    return {"STANDARD": (5, 9), "PRINTFUL_FAST": (3, 5), "PRINTFUL_OVERNIGHT": (2, 3)}[speed]


def rate_date(call: Call, days: int) -> str:
    return (call.now + timedelta(days=days)).date().isoformat()


READ, WRITE = "orders/read", "orders"
ROUTES = (
    Route("GET", "/orders", listing, READ),
    Route("POST", "/orders", create, WRITE),
    Route("POST", "/orders/estimate-costs", estimate_costs, WRITE),
    Route("GET", "/orders/{id}", get, READ),
    Route("PUT", "/orders/{id}", update, WRITE),
    Route("DELETE", "/orders/{id}", cancel_order, WRITE),
    Route("POST", "/orders/{id}/confirm", confirm_order, WRITE),
    Route("POST", "/shipping/rates", rates, READ),
    Route("GET", "/myorders/tracking/{id}", tracking_page, public=True, limit="pictures"),
)
