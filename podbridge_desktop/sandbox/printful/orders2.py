"""The order calls of version 2, and how it tells orders, shipments and costs. It cannot cancel; it deletes."""

from __future__ import annotations

from . import fields
from .blanks import BY_ID, VARIANTS
from .book import Json
from .call import Call, Reply, Route, cut, iso, ok2
from .costs import retail_costs
from .errors import not_found
from .files import file_of, file_url
from .order_items import items2
from .orders import change_order, confirm, costs_are_known, delete, find_order, new_order
from .orders1 import number_is_told, tracking_url

SLIP = ("email", "phone", "message", "logo_url", "store_name", "custom_order_id")


def item_view(call: Call, order: Json, item: Json) -> Json:
    return {
        "id": item["id"], "type": "order_item", "source": "catalog", "catalog_variant_id": item["variant_id"],
        "external_id": item["external_id"], "quantity": item["quantity"], "name": item["name"], "price": item["price"],
        "retail_price": item["retail_price"] or "0.00", "currency": order["costs"]["currency"],
        "retail_currency": retail_costs(order)["currency"],
        "_links": {"self": call.link(f"/v2/orders/{order['id']}/order-items/{item['id']}")},
    }  # fmt: skip


def _state(order: Json, at: int) -> str:
    return "done" if costs_are_known(order, at) else "calculating"


def _costs(order: Json, at: int) -> Json:
    known = costs_are_known(order, at)
    paid = order["costs"] if known else dict.fromkeys(order["costs"])
    return {"calculation_status": _state(order, at), **paid}


def retail2_view(told: dict[str, str | None]) -> Json:
    always = {name: told[name] or "0.00" for name in ("discount", "shipping", "vat", "tax")}
    return {"calculation_status": "done", **told, **always}


def order_view(call: Call, order: Json) -> Json:
    here = f"/v2/orders/{order['id']}"
    links = {"order_confirmation": "confirmation", "order_invoices": "invoices", "order_items": "order-items",
             "shipments": "shipments"}  # fmt: skip
    return {
        "id": order["id"], "external_id": order["external_id"], "store_id": order["store"], "shipping": order["shipping"],
        "status": order["status"], "created_at": iso(order["created"]), "updated_at": iso(order["updated"]),
        "recipient": {name: value or "" for name, value in order["recipient"].items()},
        "costs": _costs(order, call.at), "retail_costs": retail2_view(retail_costs(order)),
        "order_items": [item_view(call, order, item) for item in order["items"]],
        "customization": {"gift": order["gift"] or {"subject": "", "message": ""},
                          "packing_slip": {name: (order["packing_slip"] or {}).get(name) or "" for name in SLIP}},
        "_links": {"self": call.link(here), **{name: call.link(f"{here}/{part}") for name, part in links.items()}},
    }  # fmt: skip


def shipment_view(call: Call, order: Json, shipment: Json) -> Json:
    items = {item["id"]: item for item in order["items"]}
    here = f"/v2/orders/{order['id']}"
    parts = [
        {
            "id": part["id"], "order_item_id": part["item"],
            "order_item_external_id": items.get(part["item"], {}).get("external_id"),
            "order_item_name": items.get(part["item"], {}).get("name"), "quantity": part["quantity"],
            "_links": {"order_item": call.link(f"{here}/order-items/{part['item']}")},
        }
        for part in shipment["items"]
    ]  # fmt: skip
    shown = number_is_told(call, shipment)
    place = {"LV": ("Latvia", "LV", ""), "US": ("United States", "US", "NC")}[shipment["from"]]
    return {
        "id": shipment["id"], "order_id": order["id"], "order_external_id": order["external_id"],
        "carrier": shipment["carrier"] if shown else None, "service": shipment["service"] if shown else None,
        "shipment_status": shipment["status"], "shipped_at": iso(shipment["shipped_at"]),
        "delivery_status": shipment["delivery"], "delivered_at": iso(shipment["delivered_at"]),
        "departure_address": dict(zip(("country_name", "country_code", "state_code"), place, strict=True)),
        "is_reshipment": shipment["reshipment"], "tracking_number": shipment["number"] if shown else None,
        "tracking_url": tracking_url(call, shipment),
        "tracking_events": [{"triggered_at": iso(each["at"]), "description": each["text"]} for each in shipment["events"]],
        "estimated_delivery": _expected(shipment["shipped_at"]), "shipment_items": parts,
        "_links": {"self": call.link(f"/v2/shipments/{shipment['id']}"), "order": call.link(here)},
    }  # fmt: skip


def _expected(shipped: int | None) -> Json | None:
    if shipped is None:
        return None
    first, last = (str(iso(shipped + days * 86400))[:10] for days in (3, 8))
    return {"from_date": first, "to_date": last, "calculated_at": iso(shipped)}


def _asked(call: Call) -> Json:
    return find_order(call.book, call.args["id"], call.store_id)


def listing(call: Call) -> Reply:
    rows = [
        order for order in reversed(call.book.orders.values()) if order["store"] == call.store_id
    ]
    page, paging = cut(call, rows)
    return ok2(call, [order_view(call, order) for order in page], paging=paging)


def get(call: Call) -> Reply:
    return ok2(call, order_view(call, _asked(call)))


def _older(body: Json) -> Json:
    """The two customizations where version 1 has them."""
    extra = body.get("customization") or {}
    return {**body, **{name: extra[name] for name in ("gift", "packing_slip") if name in extra}}


def create(call: Call) -> Reply:
    body = _older(fields.check(call.body(), fields.ORDER2))
    return ok2(call, order_view(call, new_order(call, body, items2(call, body["order_items"]))))


def patch(call: Call) -> Reply:
    """Merge the given fields; an array that is given replaces the old one whole."""
    order = _asked(call)
    body = _older(fields.check(call.body(), fields.ORDER2_CHANGE))
    items = None if body.get("order_items") is None else items2(call, body["order_items"])
    change_order(call, order, body, items)
    return ok2(call, order_view(call, order))


def remove(call: Call) -> Reply:
    delete(call, _asked(call))
    return Reply(None, 204)


def confirm_order(call: Call) -> Reply:
    order = _asked(call)
    confirm(call, order)
    return ok2(call, order_view(call, order), links=_around(call, order))


def _around(call: Call, order: Json) -> Json:
    here = f"/v2/orders/{order['id']}"
    parts = {
        "order_items": call.link(f"{here}/order-items"),
        "shipments": call.link(f"{here}/shipments"),
    }
    return {"order": call.link(here), **parts}


def whole_item_view(call: Call, order: Json, item: Json) -> Json:
    """An item on its own page: with what is printed where."""
    blank = BY_ID[VARIANTS[item["variant_id"]].product_id]
    first = blank.areas[0].placement
    placements = item["placements"] or [
        {
            "placement": first if used["type"] == "default" else used["type"], "technique": blank.technique,
            "print_area_type": "simple",
            "layers": [{"type": "file", "url": file_url(call, file_of(call.book, used["id"])) or ""}],
        }
        for used in item["files"]
    ]  # fmt: skip
    told = [{"status": "ok", "status_explanation": "", **placement} for placement in placements]
    return {
        **item_view(call, order, item),
        "placements": told,
        "product_options": [],
        "orientation": "any",
    }


def items(call: Call) -> Reply:
    order = _asked(call)
    page, paging = cut(call, [whole_item_view(call, order, item) for item in order["items"]])
    return ok2(call, list(page), paging=paging, links={"order": _around(call, order)["order"]})


def item(call: Call) -> Reply:
    order = _asked(call)
    for each in order["items"]:
        if str(each["id"]) == call.args["item"] or f"@{each['external_id']}" == call.args["item"]:
            return ok2(
                call,
                whole_item_view(call, order, each),
                links={"order": _around(call, order)["order"]},
            )
    raise not_found()


def shipments(call: Call) -> Reply:
    order = _asked(call)
    page, paging = cut(
        call, [shipment_view(call, order, shipment) for shipment in order["shipments"]]
    )
    return ok2(call, list(page), paging=paging)


READ, WRITE = "orders/read", "orders"
ROUTES = (
    Route("GET", "/v2/orders", listing, READ),
    Route("POST", "/v2/orders", create, WRITE),
    Route("GET", "/v2/orders/{id}", get, READ),
    Route("PATCH", "/v2/orders/{id}", patch, WRITE),
    Route("DELETE", "/v2/orders/{id}", remove, WRITE),
    Route("POST", "/v2/orders/{id}/confirmation", confirm_order, WRITE),
    Route("GET", "/v2/orders/{id}/order-items", items, READ),
    Route("GET", "/v2/orders/{id}/order-items/{item}", item, READ),
    Route("GET", "/v2/orders/{id}/shipments", shipments, READ),
)
