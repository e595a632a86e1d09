"""Inventory: the products of a listing, read as they are and replaced as a whole. What is left out is gone."""

from __future__ import annotations

from .activation import move
from .bodies import check, json_body
from .book import Book, Json
from .call import Call, Reply, Route, listed
from .errors import bad, lost
from .inventory_rules import FIELDS, check_rules, distinct
from .listing_views import for_sale, full_view, listing_view
from .listings import find_listing, listing_of, touch_listing
from .taxonomy import CUSTOM, PROPERTIES, variation
from .texts import cents, money

VALUE = {
    "property_id*": int,
    "property_name": str,
    "scale_id": (int, type(None)),
    "value_ids*": [int],
    "values*": [str],
}
OFFERING = {
    "price*": (float, int), "quantity*": int, "is_enabled*": bool, "readiness_state_id*": (int, type(None)),
}  # fmt: skip
BODY = {
    "products*": [{"sku": (str, type(None)), "property_values": [VALUE], "offerings*": [OFFERING]}],
    "price_on_property": [int], "quantity_on_property": [int], "sku_on_property": [int],
    "readiness_state_on_property": [int],
}  # fmt: skip
MOST_DELETED = 500


def read(call: Call) -> Reply:
    """The inventory, with the deleted products when asked for."""
    listing = find_listing(call)
    view = inventory_view(call, listing, deleted=bool(call.flag("show_deleted")))
    wants = call.one_of("includes", ("", "Listing"), "")
    view["listing"] = listing_view(call, listing) if wants else None
    return Reply(view)


def inventory_view(call: Call, listing: Json, *, deleted: bool = False) -> Json:
    products = [each for each in listing["products"] if deleted or not each["deleted"]]
    view: Json = {"products": [product_view(call.book, each) for each in products]}
    return view | {f"{name}_on_property": listing["on"][name] for name in FIELDS}


def product_view(book: Book, product: Json) -> Json:
    return {
        "product_id": product["product_id"],
        "sku": product["sku"],
        "is_deleted": product["deleted"],
        "offerings": [offering_view(book, product)],
        "property_values": product["properties"],
    }


def offering_view(book: Book, product: Json) -> Json:
    return {
        "offering_id": product["offering_id"],
        "quantity": product["quantity"],
        "is_enabled": product["enabled"],
        "is_deleted": product["deleted"],
        "price": money(book, product["price"]),
        "readiness_state_id": product["readiness_state_id"],
    }


def read_batch(call: Call) -> Reply:
    """The inventories of up to 100 listings. Personalization stays null here, whatever a listing asks."""
    found = [listing_of(call.book, each) for each in call.ids("listing_ids")]
    return listed(
        [{**full_view(call, each), "inventory": inventory_view(call, each)} for each in found]
    )


def _product(call: Call) -> Json:
    for each in find_listing(call)["products"]:
        if str(each["product_id"]) == call.args["product_id"]:
            found: Json = each
            return found
    raise lost("Listing Product", "product_id", call.args["product_id"])


def read_product(call: Call) -> Reply:
    return Reply(product_view(call.book, _product(call)))


def read_offering(call: Call) -> Reply:
    product = _product(call)
    if str(product["offering_id"]) != call.args["product_offering_id"]:
        raise lost("Listing Offering", "product_offering_id", call.args["product_offering_id"])
    return Reply(offering_view(call.book, product))


def replace(call: Call) -> Reply:
    """The whole inventory anew."""
    listing = find_listing(call)
    body = json_body(call, "products")
    _check_shape(body)
    most = int(call.one_of("max_variations_supported", ("2", "3"), "2"))
    if len(_properties_of(listing)) > most:
        raise bad("This listing has 3 variations: max_variations_supported=3 is required.")
    strict = bool(call.flag("enable_scale_validation"))
    wanted = [_planned(call.book, listing, each, strict=strict) for each in body["products"]]
    wanted = distinct(wanted)
    on = {name: body.get(f"{name}_on_property") or [] for name in FIELDS}
    check_rules(call.book, listing, wanted, on, most)
    listing["products"] = _merged(call.book, listing, wanted)
    listing["on"] = on
    _drop_lost_pictures(listing)
    touch_listing(listing, call.at)
    if listing["state"] == "active" and not any(each["quantity"] for each in for_sale(listing)):
        move(call.book, listing, "sold_out", call.at)
    return Reply(inventory_view(call, listing))


def _check_shape(body: Json) -> None:
    if body.get("readiness_state_on_property") is None:  # the one list that may be null
        body.pop("readiness_state_on_property", None)
    check(body, BODY, "body")


def _properties_of(listing: Json) -> list[Json]:
    first = next((each for each in listing["products"] if not each["deleted"]), None)
    found: list[Json] = first["properties"] if first else []
    return found


def _planned(book: Book, listing: Json, given: Json, *, strict: bool) -> Json:
    """A product as it is wanted, before it is known whether it is an old one."""
    if len(given["offerings"]) != 1:
        raise bad("Each product must have exactly one offering.")
    offering = given["offerings"][0]
    return {
        "sku": given.get("sku") or "",
        "price": cents(offering["price"]),
        "quantity": offering["quantity"],
        "enabled": offering["is_enabled"],
        "readiness_state_id": offering["readiness_state_id"],
        "properties": [
            _property(book, listing, each, strict=strict) for each in given.get("property_values") or ()
        ],
    }  # fmt: skip


def _property(book: Book, listing: Json, given: Json, *, strict: bool) -> Json:
    """A property with its one value; the value's id is looked up or made."""
    ident, name = given["property_id"], given.get("property_name") or None
    if len(given["values"]) != 1 or len(given["value_ids"]) > 1:
        raise bad("A property of a product has exactly one value.")
    value = given["values"][0].strip()
    if not value or "(" in value or ")" in value:
        raise bad("Property values must not be empty and must not contain parentheses.")
    known = variation(listing["taxonomy_id"], ident)
    if known is None and ident not in CUSTOM:
        raise bad(
            f"Invalid property_id: {ident} is no variation of taxonomy_id {listing['taxonomy_id']}"
        )
    scale = given.get("scale_id")
    if scale is not None and (known is None or known.scale_name(scale) is None):
        raise bad(f"Invalid scale_id: {scale}")
    if strict and known is not None and known.scales and scale is None:
        raise bad(f"A scale_id is required for property {ident}.")
    if known is None and not name:
        raise bad(f"A property_name is required for property {ident}.")
    return {
        "property_id": ident,
        "property_name": known.name if known else name,
        "scale_id": scale,
        "scale_name": known.scale_name(scale) if known else None,
        "value_ids": [_value_id(book, ident, value, given["value_ids"])],
        "values": [value],
    }


def _value_id(book: Book, property_id: int, value: str, given: list[int]) -> int:
    """Predefined values have the taxonomy's ids; others get one when they are first seen in the shop."""
    from_tree = next(
        (ident for ident, name, _ in _values(property_id) if name.casefold() == value.casefold()),
        None,
    )
    made: dict[str, int] = book.values.setdefault(str(property_id), {})
    known = {ident for ident, _, _ in _values(property_id)} | set(made.values())
    if given and given[0] not in known:
        raise bad(f"Invalid value_id: {given[0]}")
    if from_tree is not None:
        return from_tree
    if value not in made:
        made[value] = book.next_id("value")
    return made[value]


def _values(property_id: int) -> tuple[tuple[int, str, int | None], ...]:
    from_tree = PROPERTIES.get(property_id)
    return from_tree.values if from_tree else ()


def _merged(book: Book, listing: Json, wanted: list[Json]) -> list[Json]:
    """The new products. One that changed gets a new id (open-api issue 432); the old one stays as a deleted one."""
    live = {_key(each): each for each in listing["products"] if not each["deleted"]}
    products, kept = [], set()
    for each in wanted:
        old = live.get(_key(each))
        if old is not None and (_same(old, each) or not book.knobs["new_product_ids"]):
            products.append({**old, **each})
            kept.add(old["product_id"])
        else:
            products.append({
                "product_id": book.next_id("product"), "offering_id": book.next_id("offering"), "deleted": False, **each,
            })  # fmt: skip
    gone = [{**each, "deleted": True} for each in live.values() if each["product_id"] not in kept]
    older = [each for each in listing["products"] if each["deleted"]]
    return products + (gone + older)[:MOST_DELETED]


def _key(product: Json) -> tuple[tuple[int, int], ...]:
    return tuple((each["property_id"], each["value_ids"][0]) for each in product["properties"])


def _same(old: Json, new: Json) -> bool:
    return all(old[name] == value for name, value in new.items() if name != "properties")


def _drop_lost_pictures(listing: Json) -> None:
    """Variation pictures of values that are no longer there go with them."""
    values = {
        (part["property_id"], part["value_ids"][0])
        for each in listing["products"]
        if not each["deleted"]
        for part in each["properties"]
    }
    listing["variation_images"] = [
        each for each in listing["variation_images"] if (each["property_id"], each["value_id"]) in values
    ]  # fmt: skip


_PATH = "/listings/{listing_id}/inventory"
_READ, _WRITE = ("listings_r",), ("listings_w",)

ROUTES = (
    Route("GET", _PATH, "getListingInventory", read, _READ, ("show_deleted", "includes")),
    Route("PUT", _PATH, "updateListingInventory", replace, _WRITE, ("max_variations_supported", "enable_scale_validation")),
    Route("GET", "/listings/batch/inventory", "getListingsInventoryByListingIds", read_batch, _READ, ("listing_ids",)),
    Route("GET", _PATH + "/products/{product_id}", "getListingProduct", read_product, _READ, ("legacy",)),
    Route("GET", "/listings/{listing_id}/products/{product_id}/offerings/{product_offering_id}", "getListingOffering",
          read_offering, query=("legacy",)),
)  # fmt: skip
