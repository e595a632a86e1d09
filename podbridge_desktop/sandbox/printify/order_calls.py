"""The calls about orders: list, read, submit, quote, approve, cancel."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from . import costs, fields
from .addresses import address_of
from .book import Json
from .call import Call, Reply, Route, page_of
from .errors import ADDRESS, invalid, not_found
from .lines import EXPRESS, quoted
from .order_views import line_view, order_view
from .orders import approve, cancel_by_seller, order_or_404, submit
from .providers import BY_PAIR, METHODS

MOST = 10


def listing(call: Call) -> Reply:
    """The newest first, by status and SKU if asked. A new order may stand here only after a while."""
    params = call.request.params
    limit = call.number("limit", MOST, most=MOST)
    status, sku = params.get("status", ""), params.get("sku", "")
    rows = call.book.index.orders(call.shop, status)
    if sku:
        rows = [
            seq
            for seq in call.book.index.orders_with(call.shop, sku)
            if status in {"", call.book.index.order(seq)["status"]}
        ]
    count = _visible(call, rows)
    page, envelope = page_of(call, count, limit)
    end = count - (page - 1) * limit
    found = [
        call.book.index.order(seq) for seq in reversed(rows[max(0, end - limit) : max(0, end)])
    ]
    told = envelope if call.book.knobs["order_totals"] else {"current_page": page}
    return Reply({**told, "data": [order_view(call, order) for order in found]})


def _visible(call: Call, rows: Sequence[int]) -> int:
    """How many of the rows the list knows already: what was made a moment ago is missing."""
    lag = float(call.book.knobs["list_lag"])
    if not lag:
        return len(rows)
    return bisect_right(
        rows, call.at - lag, key=lambda seq: int(call.book.index.order(seq)["created"])
    )


def get(call: Call) -> Reply:
    return Reply(order_view(call, order_or_404(call)))


def create(call: Call) -> Reply:
    order = submit(call, fields.check(call.body(), fields.ORDER, ADDRESS))
    return Reply({"id": order["id"]})


def create_express(call: Call) -> Reply:
    """Splits the order in two where not all of it can go by Printify Express."""
    body = fields.check(call.body(), fields.ORDER, ADDRESS)
    address_of(body["address_to"], express=True)
    fast, slow = _sorted_lines(call, body["line_items"])
    made: list[Json] = []
    for kind, lines, method in (("express", fast, EXPRESS), ("ordinary", slow, 1)):
        if lines:
            part = {
                **body,
                "line_items": lines,
                "shipping_method": method,
                "is_printify_express": method == EXPRESS,
            }
            order = submit(call, part, second=bool(made))
            made.append(_express_part(call, order, kind, first=not made))
    return Reply({"data": made})


def _sorted_lines(call: Call, given: list[Json]) -> tuple[list[Json], list[Json]]:
    fast: list[Json] = []
    slow: list[Json] = []
    for number, each in enumerate(given):
        if "blueprint_id" in each:
            raise invalid(ADDRESS, f"line_items.{number}", "Express orders need existing products.")
        product = call.book.products.get(str(each.get("product_id")))
        if product is None and "sku" in each:
            product = (call.book.index.by_sku(call.shop, each["sku"]) or (None,))[0]
        can = product is not None and BY_PAIR[product["blueprint"], product["provider"]].express
        (fast if can else slow).append(each)
    return fast, slow


def _express_part(call: Call, order: Json, kind: str, *, first: bool) -> Json:
    order["part"] = kind
    number = {"app_order_id": order["number"]} if first else {}
    lines = [line_view(call, line) for line in order["lines"]]
    attributes = {**number, "fulfilment_type": kind, "line_items": lines}
    return {"type": "order", "id": order["id"], "attributes": attributes}


def send_to_production(call: Call) -> Reply:
    order = order_or_404(call)
    approve(call, order)
    return Reply({"id": order["id"]})


def cancel(call: Call) -> Reply:
    order = order_or_404(call)
    cancel_by_seller(call, order)
    return Reply(order_view(call, order))


def quote(call: Call) -> Reply:
    """Postage in cents by method; changes nothing."""
    body = fields.check(call.body(), fields.QUOTE, ADDRESS)
    address = address_of(body["address_to"])
    lines = quoted(call, body["line_items"])
    found = {
        name: sum(postage)
        for number, name in METHODS.items()
        if (number < EXPRESS or not any(line["on_the_fly"] for line in lines))
        and (postage := costs.postage_of(lines, address["country"], number)) is not None
    }
    return Reply(_named(call, found))


def _named(call: Call, found: dict[str, int]) -> dict[str, int]:
    """The keys are being renamed: once `express` was what is `priority` now."""
    if call.book.knobs["new_quote_keys"]:
        return found
    told = {"standard": found["standard"]}
    if "priority" in found:
        told |= {"express": found["priority"], "priority": found["priority"]}
    if "express" in found:
        told["printify_express"] = found["express"]
    return told | {name: found[name] for name in ("economy",) if name in found}


def tracking_page(call: Call) -> Reply:
    """The page behind a tracking address, for a curious person."""
    number = call.args["number"]
    if not number.isdigit():
        raise not_found()
    page = f"<!DOCTYPE html><meta charset=utf-8><title>Practice parcel</title><h1>Practice parcel {number}</h1>"
    return Reply(raw=page.encode(), media="text/html; charset=utf-8")


def buyers_page(_call: Call) -> Reply:
    """Where Printify sends buyers who want to follow their order."""
    page = "<!DOCTYPE html><meta charset=utf-8><title>Practice order</title><h1>Practice order</h1>"
    return Reply(raw=page.encode(), media="text/html; charset=utf-8")


READ, WRITE = "orders.read", "orders.write"
BASE = "/v1/shops/{shop}/orders"
ROUTES = (
    Route("GET", f"{BASE}.json", listing, READ),
    Route("POST", f"{BASE}.json", create, WRITE),
    Route("POST", f"{BASE}/express.json", create_express, WRITE),
    Route("POST", f"{BASE}/shipping.json", quote, READ),
    Route("GET", f"{BASE}/{{order}}.json", get, READ),
    Route("POST", f"{BASE}/{{order}}/send_to_production.json", send_to_production, WRITE),
    Route("POST", f"{BASE}/{{order}}/cancel.json", cancel, WRITE),
    Route("GET", "/track/{number}", tracking_page, public=True),
    Route("GET", "/connect/{mark}", buyers_page, public=True),
)
