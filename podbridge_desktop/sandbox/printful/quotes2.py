"""Version 2 on money: estimates, shipping rates, invoices."""

from __future__ import annotations

import base64

from . import costs, fields
from .blanks import BY_ID, VARIANTS
from .book import Json
from .call import Call, Reply, Route, ok2
from .errors import Refusal, not_found
from .order_items import items2
from .orders import estimate, find_order
from .orders1 import known_variant, rate_date, rate_days
from .orders2 import retail2_view


def invoices(call: Call) -> Reply:
    order = find_order(call.book, call.args["id"], call.store_id)
    if order["charged"] is None:
        raise not_found("There is no invoice for this order.")
    content = base64.b64encode(
        _pdf(f"Practice invoice for order {order['id']}: {order['charged']} USD")
    ).decode()
    here = f"/v2/orders/{order['id']}"
    links = {"self": call.link(f"{here}/invoices"), "order": call.link(here)}
    return ok2(call, {"media_type": "application/pdf", "content": content, "_links": links})


def _pdf(line: str) -> bytes:
    """A one-line PDF that viewers open."""
    stream = f"BT /F1 14 Tf 60 760 Td ({line}) Tj ET"
    parts = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(parts) + 1}/Root 1 0 R>>\n"
    return f"{out}startxref\n{start}\n%%EOF\n".encode("latin-1")


def new_estimate(call: Call) -> Reply:
    body = fields.check(call.body(), fields.ESTIMATE2)
    told = estimate(call, {**body, "shipping": "STANDARD"}, items2(call, body["order_items"]))
    ident = f"{call.book.chance('estimate', call.book.last_id).getrandbits(128):032x}"
    ident = "-".join((ident[:8], ident[8:12], ident[12:16], ident[16:20], ident[20:]))
    call.book.last_id += 1
    task = {"id": ident, "at": call.at, **told}
    call.book.tasks[ident] = task
    return ok2(call, _estimate_view(task, done=False))


def get_estimate(call: Call) -> Reply:
    task = call.book.tasks.get(call.params.get("id", ""))
    if task is None or "costs" not in task or call.at > task["at"] + 3600:
        raise not_found("Couldn't find order estimation with this UUID.")
    return ok2(call, _estimate_view(task, done=True))


def _estimate_view(task: Json, *, done: bool) -> Json:
    paid = {"calculation_status": "done", **task["costs"]} if done else None
    status = "completed" if done else "pending"
    retail = retail2_view(task["retail_costs"]) if done else None
    return {
        "id": task["id"],
        "status": status,
        "costs": paid,
        "retail_costs": retail,
        "failure_reasons": [],
    }


def rates(call: Call) -> Reply:
    body = fields.check(call.body(), fields.RATES2)
    country = str(body["recipient"]["country_code"]).upper()
    wanted = []
    for number, part in enumerate(body["order_items"]):
        if not 1 <= part["quantity"] <= 1000:
            raise Refusal(
                400,
                "quantity must be between 1 and 1000",
                pointer=f"/order_items/{number}/quantity",
            )
        wanted.append((known_variant(part["catalog_variant_id"]), part["quantity"]))
    return ok2(call, [_rate(call, wanted, country, speed) for speed in costs.speeds_to(country)])


def _rate(call: Call, wanted: list[tuple[int, int]], country: str, speed: str) -> Json:
    soon, late = rate_days(speed)
    leaves = "LV" if country in costs.VAT else "US"
    parts = [{"catalog_variant_id": variant, "quantity": quantity} for variant, quantity in wanted]
    parcels: dict[int, list[Json]] = {}
    for part in parts:  # posters and mugs leave from another room than clothes
        parcels.setdefault(
            int(BY_ID[VARIANTS[part["catalog_variant_id"]].product_id].category in {55, 112}), []
        ).append(part)
    customs = country not in {"US", *costs.VAT} or country == "GB"
    return {
        "shipping": speed, "shipping_method_name": costs.NAMES[speed], "currency": "USD",
        "rate": f"{costs.postage(wanted, country, speed):.2f}", "min_delivery_days": soon, "max_delivery_days": late,
        "min_delivery_date": rate_date(call, soon), "max_delivery_date": rate_date(call, late),
        "shipments": [
            {"departure_country": leaves, "shipment_items": parcel, "customs_fees_possible": customs}
            for parcel in parcels.values()
        ],
    }  # fmt: skip


ROUTES = (
    Route("GET", "/v2/orders/{id}/invoices", invoices, "orders/read"),
    Route("POST", "/v2/order-estimation-tasks", new_estimate, "orders/read"),
    Route("GET", "/v2/order-estimation-tasks", get_estimate, "orders/read"),
    Route("POST", "/v2/shipping-rates", rates, "orders/read"),
)
