"""Which picture belongs to which value of one property. Every write replaces them all."""

from __future__ import annotations

from .bodies import check, json_body
from .book import Json
from .call import Call, Reply, Route, listed
from .errors import bad
from .listing_views import live_products
from .listings import find_listing, touch_listing

ENTRY = {"property_id*": int, "value_id*": int, "image_id*": int}
BODY = {"variation_images*": [ENTRY]}


def _values(listing: Json) -> dict[tuple[int, int], str]:
    return {
        (part["property_id"], part["value_ids"][0]): part["values"][0]
        for each in live_products(listing)
        for part in each["properties"]
    }


def _listed(listing: Json) -> Reply:
    values = _values(listing)
    return listed([
        {**each, "value": values.get((each["property_id"], each["value_id"]))} for each in listing["variation_images"]
    ])  # fmt: skip


def read(call: Call) -> Reply:
    return _listed(find_listing(call))


def replace(call: Call) -> Reply:
    listing = find_listing(call)
    rows = check(json_body(call, "variation_images"), BODY, "body")["variation_images"]
    values = _values(listing)
    if len({each["property_id"] for each in rows}) > 1:
        raise bad("Variation images can be associated with one property only.")
    if len({(each["property_id"], each["value_id"]) for each in rows}) < len(rows):
        raise bad("variation_images must not contain duplicates.")
    for each in rows:
        if (each["property_id"], each["value_id"]) not in values:
            raise bad(
                f"Invalid property_id and value_id: {each['property_id']}, {each['value_id']}"
            )
        if each["image_id"] not in listing["images"]:
            raise bad(f"Invalid image_id: {each['image_id']} is no image of this listing")
    listing["variation_images"] = [dict(each) for each in rows]
    touch_listing(listing, call.at)
    return _listed(listing)


_PATH = "/shops/{shop_id}/listings/{listing_id}/variation-images"

ROUTES = (
    Route("GET", _PATH, "getListingVariationImages", read),
    Route("POST", _PATH, "updateVariationImages", replace, ("listings_w",)),
)
