"""What an order's items and recipient must be, in both versions, and how they are kept."""

from __future__ import annotations

from podbridge_desktop.sandbox.countries import COUNTRIES

from . import costs
from .blanks import BY_ID, VARIANTS
from .book import Json
from .call import Call
from .catalog1 import stock_of
from .errors import Refusal
from .files import add_file
from .places import STATE_NEEDED, STATES
from .product_calls import find_template
from .products import find_variant, money, used_files

MAX_QUANTITY = 1000
RECIPIENT = (
    "name", "company", "address1", "address2", "city", "state_code", "state_name", "country_code", "country_name", "zip",
    "phone", "email", "tax_number",
)  # fmt: skip
NO_ZIP = frozenset({"HK", "AE", "QA", "IE", "PA"})
SOURCES = (
    "variant_id", "sync_variant_id", "external_variant_id", "product_template_id", "external_product_id",
    "warehouse_product_variant_id",
)  # fmt: skip


def recipient_of(given: Json) -> Json:
    """The address, checked and filled up with the names of country and state."""
    kept: Json = {name: given.get(name) or None for name in RECIPIENT}
    country = str(kept["country_code"] or "").upper()
    if country not in COUNTRIES:
        raise Refusal(
            400,
            "Recipient: Country code is missing or invalid.",
            reason="SH-1",
            pointer="/recipient/country_code",
        )
    for name, label in (("name", "Name"), ("address1", "Address"), ("city", "City")):
        if not str(kept[name] or "").strip():
            raise Refusal(400, f"Recipient: {label} cannot be blank.", pointer=f"/recipient/{name}")
    if not kept["zip"] and country not in NO_ZIP:
        raise Refusal(400, "Recipient: ZIP code cannot be blank.", pointer="/recipient/zip")
    state = str(kept["state_code"] or "").upper()
    if country in STATE_NEEDED and not state:
        raise Refusal(400, "Recipient: State code is missing.", pointer="/recipient/state_code")
    if state and country in STATES and state not in STATES[country]:
        raise Refusal(
            400, f"Recipient: State code {state} is invalid.", pointer="/recipient/state_code"
        )
    if country == "BR" and not kept["tax_number"]:
        raise Refusal(
            400, "Recipient: Tax number is required for Brazil.", pointer="/recipient/tax_number"
        )
    kept |= {
        "country_code": country,
        "country_name": COUNTRIES[country],
        "state_code": state or None,
    }
    kept["state_name"] = STATES.get(country, {}).get(state) or kept["state_name"]
    return kept


def shipping_of(given: str | None, country: str) -> str:
    speed = given or "STANDARD"
    if speed not in costs.speeds_to(country):
        raise Refusal(400, f"Invalid shipping method: {speed}", reason="OR-4", pointer="/shipping")
    return speed


def items1(call: Call, given: list[Json]) -> list[Json]:
    """Items of version 1. Every item must have something to print."""
    if not given:
        raise Refusal(400, "At least one item is needed.", pointer="/items")
    items = [_item1(call, each, number) for number, each in enumerate(given)]
    _distinct(items)
    return items


def items2(call: Call, given: list[Json]) -> list[Json]:
    """Items of version 2: catalog variants with placements, or product templates."""
    if not given:
        raise Refusal(400, "At least one item is needed.", pointer="/order_items")
    items = [_item2(call, each, number) for number, each in enumerate(given)]
    _distinct(items)
    return items


def _distinct(items: list[Json]) -> None:
    names = [item["external_id"] for item in items if item["external_id"]]
    if len(set(names)) != len(names):
        raise Refusal(400, "Item external IDs must be unique within the order.")


def _item1(call: Call, given: Json, number: int) -> Json:
    where = f"Item {number}"
    if not any(given.get(name) for name in SOURCES):
        raise Refusal(400, f"{where}: a variant must be given.", reason="PR-1")
    if given.get("warehouse_product_variant_id"):
        raise Refusal(
            400, f"{where}: warehouse products are not set up for this account.", reason="OR-5"
        )
    item = _common(call, given, where)
    if given.get("sync_variant_id") or given.get("external_variant_id"):
        _from_sync_variant(call, item, given, where)
    else:
        _from_catalog(call, item, given, where)
    if not item["files"] and not item["template"]:
        raise Refusal(
            400,
            f"{where}: item cannot be submitted without any print files.",
            pointer=f"/items/{number}/files",
        )
    return _priced(call, item, where)


def _common(call: Call, given: Json, where: str) -> Json:
    quantity = given.get("quantity", 1)
    if not 1 <= quantity <= MAX_QUANTITY:
        raise Refusal(400, f"{where}: quantity must be between 1 and {MAX_QUANTITY}.")
    name = given.get("external_id") or None
    return {
        "id": call.book.next_id("item"), "external_id": name, "quantity": quantity, "name": given.get("name"),
        "retail_price": money(given.get("retail_price")), "sku": given.get("sku"), "options": given.get("options") or [],
        "sync_variant_id": None, "external_variant_id": None, "template": None, "files": [], "preview": None,
        "placements": given.get("placements"),
    }  # fmt: skip


def _from_sync_variant(call: Call, item: Json, given: Json, where: str) -> None:
    number = given.get("sync_variant_id")
    if number is None:
        number = call.book.names.get(f"v:{call.store_id}:{given['external_variant_id']}")
    found = find_variant(call.book, number)
    if found is None or found[0]["store"] != call.store_id:
        raise Refusal(400, f"{where}: sync variant not found.", reason="OR-5")
    product, variant = found
    if not variant.get("files"):
        raise Refusal(400, f"{where}: item cannot be submitted without any print files.")
    own = [part for part in given.get("files") or [] if part.get("type") != "preview"]
    kind = VARIANTS[variant["variant_id"]]
    label = " / ".join(part for part in (kind.color, kind.size) if part)
    item |= {
        "variant_id": kind.id, "sync_variant_id": variant["id"], "external_variant_id": variant["external_id"],
        "files": used_files(call, own, kind.product_id, where) if own else variant["files"], "preview": variant.get("preview"),
        "name": item["name"] or f"{product['name']} - {label}", "sku": item["sku"] or variant["sku"],
        "options": item["options"] or variant["options"], "retail_price": item["retail_price"] or variant["retail_price"],
    }  # fmt: skip


def _from_catalog(call: Call, item: Json, given: Json, where: str) -> None:
    kind = VARIANTS.get(given.get("variant_id") or 0)
    if kind is None:
        raise Refusal(400, f"{where}: Variant not found.", reason="PR-1")
    template = given.get("product_template_id") or given.get("external_product_id")
    if template is not None:
        named = f"@{template}" if given.get("external_product_id") else str(template)
        item["template"] = find_template(call, named)["id"]
    prints = [part for part in given.get("files") or [] if part.get("type") != "preview"]
    item["files"] = used_files(call, prints, kind.product_id, where)
    item |= {"variant_id": kind.id, "name": item["name"] or BY_ID[kind.product_id].name_of(kind)}


def _item2(call: Call, given: Json, number: int) -> Json:
    where = f"/order_items/{number}"
    item = _common(call, given, f"Item {number}")
    kind = VARIANTS.get(given["catalog_variant_id"])
    if kind is None:
        raise Refusal(400, "Catalog variant not found.", pointer=f"{where}/catalog_variant_id")
    item |= {"variant_id": kind.id, "name": item["name"] or BY_ID[kind.product_id].name_of(kind)}
    if given["source"] == "product_template":
        item["template"] = find_template(call, str(given.get("product_template_id")))["id"]
    elif given["source"] == "catalog":
        if not given.get("placements"):
            raise Refusal(
                400, "Placements are required for catalog items.", pointer=f"{where}/placements"
            )
        item["files"] = [
            _layer_file(call, each, kind.product_id, where) for each in given["placements"]
        ]
    else:
        raise Refusal(400, f"Unknown source: {given['source']}", pointer=f"{where}/source")
    return _priced(call, item, f"Item {number}")


def _layer_file(call: Call, placement: Json, product_id: int, where: str) -> Json:
    blank = BY_ID[product_id]
    legal = [(area.placement, blank.technique) for area in blank.areas]
    if (placement["placement"], placement["technique"]) not in legal:
        raise Refusal(
            400, "Placement and technique do not fit the product.", pointer=f"{where}/placements"
        )
    if not placement["layers"]:
        raise Refusal(400, "A placement needs at least one layer.", pointer=f"{where}/placements")
    file = add_file(call, placement["layers"][0], visible=False)
    return {"id": file["id"], "type": placement["placement"], "options": []}


def _priced(call: Call, item: Json, where: str) -> Json:
    stock = stock_of(call, VARIANTS[item["variant_id"]])
    item["discontinued"], item["out_of_stock"] = (
        stock == "discontinued",
        stock.endswith("out_of_stock"),
    )
    if item["discontinued"]:
        raise Refusal(400, f"{where}: this variant is discontinued.", reason="OR-6")
    placements = [used["type"] for used in item["files"]]
    item["price"] = f"{costs.item_price(call.book.prices, item['variant_id'], placements):.2f}"
    return item
