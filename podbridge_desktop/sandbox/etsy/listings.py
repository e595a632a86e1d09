"""Listings: made as drafts, changed field by field, listed by state, deleted."""

from __future__ import annotations

from collections.abc import Sequence

from .activation import FOUR_MONTHS, activate, deactivate
from .bodies import form
from .book import Book, Json
from .call import Call, Refusal, Reply, Route, listed, no_content
from .errors import bad, lost
from .listing_fields import CREATE, IGNORED_IN_UPDATE, UPDATE, check_fields
from .listing_views import SIZES, full_view, listing_view, live_products, with_shipping
from .readiness import find_definition
from .texts import cents

STATES = ("active", "inactive", "sold_out", "draft", "expired", "removed")
_TOGETHER = ("who_made", "when_made", "is_supply")
_RENAMED = {
    "production_partner_ids": "partners",
    "image_ids": "images",
    "should_auto_renew": "auto_renew",
}
INCLUDES = ("Images", "Shop", "User", "Translations", "Videos", "Personalization", "BuyerPrice")
LIST_INCLUDES = (*INCLUDES, "Shipping", "Inventory")


def find_listing(call: Call) -> Json:
    """The listing of the path."""
    return listing_of(call.book, call.args["listing_id"])


def listing_of(book: Book, ident: object) -> Json:
    found: Json | None = book.listings.get(str(ident))
    if found is None:
        raise lost("Listing", "listing_id", ident)
    return found


def touch_listing(listing: Json, at: int) -> None:
    """The listing changed."""
    listing["updated"] = max(at, listing["updated"])


def new_listing(book: Book, given: Json, at: int) -> Json:
    """A draft with one product. Raises 400 for what is missing."""
    check_fields(book, given)
    kind = given.get("type") or "physical"
    if kind == "physical":
        for name in ("shipping_profile_id", "readiness_state_id"):
            if given.get(name) is None:
                raise bad(f"A {name} is required for physical listings.")
    if given.get("readiness_state_id") is not None:
        find_definition(book, given["readiness_state_id"])
    ident = book.next_id("listing")
    listing: Json = {
        "listing_id": ident, "state": "draft", "frozen": False, "created": at, "original": at, "updated": at, "state_at": at,
        "ending": at + FOUR_MONTHS, "title": given["title"], "description": given["description"], "type": kind,
        **{name: given.get(name) for name in (*SIZES, "shipping_profile_id", "return_policy_id", "shop_section_id")},
        "who_made": given["who_made"], "when_made": given["when_made"], "is_supply": bool(given.get("is_supply")),
        "taxonomy_id": given["taxonomy_id"], "tags": given.get("tags") or [], "materials": given.get("materials") or [],
        "styles": given.get("styles") or [], "partners": given.get("production_partner_ids") or [],
        "images": list(given.get("image_ids") or []), "videos": [], "video_uploads": [], "variation_images": [],
        "questions": [], "is_taxable": given.get("is_taxable", True), "is_customizable": given.get("is_customizable", True),
        "auto_renew": given.get("should_auto_renew", False), "products": [first_product(book, given)],
        "on": {"price": [], "quantity": [], "sku": [], "readiness_state": []},
    }  # fmt: skip
    book.listings[str(ident)] = listing
    book.note("listing", at, listing_id=ident, state="draft")
    return listing


def first_product(book: Book, given: Json) -> Json:
    """The one product of a listing without variations."""
    return {
        "product_id": book.next_id("product"), "offering_id": book.next_id("offering"), "sku": "", "deleted": False,
        "price": cents(given["price"]), "quantity": given["quantity"], "enabled": True, "properties": [],
        "readiness_state_id": given.get("readiness_state_id"),
    }  # fmt: skip


def create(call: Call) -> Reply:
    return Reply(listing_view(call, new_listing(call.book, form(call, CREATE), call.at)), 201)


def update(call: Call) -> Reply:
    """Change what is sent; `state` comes last, so that one call can mend and activate."""
    listing = find_listing(call)
    given = form(call, UPDATE, IGNORED_IN_UPDATE)
    check_fields(call.book, given)
    told = [name for name in _TOGETHER if name in given]
    if told and len(told) < len(_TOGETHER):
        raise bad(f"{', '.join(_TOGETHER)} are required together.")
    state = given.pop("state", None)
    changed = dict(listing)  # a refused activation leaves the listing as it was
    _apply(changed, given)
    if state == "active" and listing["state"] != "active":
        activate(call.book, changed, call.at)
    elif state == "inactive":
        deactivate(call.book, changed, call.at)
    listing.update(changed)
    touch_listing(listing, call.at)
    return Reply(listing_view(call, listing))


def _apply(listing: Json, given: Json) -> None:
    for name, value in given.items():
        kept = _RENAMED.get(name, name)
        if isinstance(listing.get(kept), list):
            listing[kept] = list(value or [])
        elif kept in listing:
            listing[kept] = value if value != "" else None


def show(call: Call) -> Reply:
    listing = find_listing(call)
    return Reply(full_view(call, listing, _includes(call, INCLUDES)))


def _includes(call: Call, known: Sequence[str]) -> list[str]:
    words = call.words("includes")
    if set(words) - set(known):
        raise bad(f"includes must be some of: {', '.join(known)}.")
    return words


def of_shop(call: Call) -> Reply:
    """The seller's listings of one state. Without a state: the active ones only."""
    state = call.one_of("state", STATES, "active")
    call.one_of("sort_on", ("created", "price", "updated", "score"), "created")
    includes = _includes(call, LIST_INCLUDES)
    rows, count = _sorted_page(
        call, [each for each in call.book.listings.values() if each["state"] == state]
    )
    return listed([full_view(call, each, includes) for each in rows], count)


def _sorted_page(call: Call, rows: list[Json]) -> tuple[list[Json], int]:
    """Newest first: sort fields work together with a search only, which this shop does not have."""
    offset, limit = call.page()
    call.ascending()
    rows = sorted(rows, key=lambda each: each["listing_id"], reverse=True)
    return rows[offset : offset + limit], len(rows)


def active_of_shop(call: Call) -> Reply:
    if call.params.get("keywords"):
        raise Refusal(
            501, "The practice Etsy does not play findAllActiveListingsByShop with keywords"
        )
    rows, count = _sorted_page(
        call, [each for each in call.book.listings.values() if each["state"] == "active"]
    )
    return listed([listing_view(call, each) for each in rows], count)


def batch(call: Call) -> Reply:
    """Some listings at once; one that is not there makes the whole request a 404."""
    for name in ("currency", "buyer_country"):
        if call.params.get(name):
            raise Refusal(
                501, f"The practice Etsy does not play getListingsByListingIds with {name}"
            )
    includes = _includes(call, INCLUDES)
    found = [listing_of(call.book, each) for each in call.ids("listing_ids")]
    return listed([full_view(call, each, includes, tells_readiness=False) for each in found])


def batch_shipping(call: Call) -> Reply:
    found = [listing_of(call.book, each) for each in call.ids("listing_ids")]
    return listed([with_shipping(call, each) for each in found])


def delete(call: Call) -> Reply:
    """Gone for good. What the marketplace has removed cannot be deleted."""
    listing = find_listing(call)
    if listing["state"] == "removed":
        raise Refusal(409, "The listing cannot be deleted in this state: state = removed")
    del call.book.listings[str(listing["listing_id"])]
    call.book.note("listing", call.at, listing_id=listing["listing_id"], state="deleted")
    return no_content(call)


def in_section(call: Call) -> Reply:
    """The active listings of some sections."""
    wanted = set(map(int, call.ids("shop_section_ids")))
    rows = [each for each in call.book.listings.values() if each["shop_section_id"] in wanted]
    found, count = _sorted_page(call, [each for each in rows if each["state"] == "active"])
    return listed([listing_view(call, each, tells_readiness=False) for each in found], count)


def sku_rows(listing: Json) -> list[Json]:
    """The products in short, for the shop's own books."""
    return [
        {"product_id": each["product_id"], "sku": each["sku"], "price": each["price"], "quantity": each["quantity"],
         "enabled": each["enabled"], "values": [value for part in each["properties"] for value in part["values"]]}
        for each in live_products(listing)
    ]  # fmt: skip


_PATH = "/shops/{shop_id}/listings"
_PAGE = ("limit", "offset", "sort_on", "sort_order")
_BATCH = ("listing_ids", "includes", "legacy", "currency", "buyer_country")

ROUTES = (
    Route("POST", _PATH, "createDraftListing", create, ("listings_w",)),
    Route("GET", _PATH, "getListingsByShop", of_shop, ("listings_r",), (*_PAGE, "state", "includes")),
    Route("GET", _PATH + "/active", "findAllActiveListingsByShop", active_of_shop, query=(*_PAGE, "keywords")),
    Route("PATCH", _PATH + "/{listing_id}", "updateListing", update, ("listings_w",)),
    Route("GET", "/listings/{listing_id}", "getListing", show, query=("includes", "language", "allow_suggested_title")),
    Route("DELETE", "/listings/{listing_id}", "deleteListing", delete, ("listings_d",)),
    Route("GET", "/listings/batch", "getListingsByListingIds", batch, query=_BATCH),
    Route("GET", "/listings/batch/shipping", "getListingsShippingByListingIds", batch_shipping, ("shops_r",), ("listing_ids",)),
    Route("GET", "/shops/{shop_id}/shop-sections/listings", "getListingsByShopSectionId", in_section, query=("shop_section_ids", *_PAGE)),
)  # fmt: skip
