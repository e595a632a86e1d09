"""The seller and her shop: who she is, what the shop says of itself, its sections and production partners."""

from __future__ import annotations

from .bodies import Field, form
from .book import CALLBACK, Book, Json
from .call import Call, Reply, Route, listed, no_content
from .errors import Refusal, bad, lost
from .texts import shown

OPENED = 1_700_000_000
EU = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
PARTNERS = (("Printful", "United States"), ("Printify", "United States"))


def open_shop(book: Book, country: str = "US") -> None:
    """A new shop with its app's key, an owner and the partners that the owner has named in the shop's settings."""
    number = book.number
    book.key = {
        "keystring": f"practicekeystring{number:07d}",
        "secret": f"prac{number:06d}",
        "app_id": 1_200_000_000 + number,
        "active": True,
        "callbacks": [CALLBACK],
    }
    book.shop = {
        "shop_id": 40_000_000 + number,
        "user_id": 200_000_100 + number,
        "shop_name": "PracticePrints" if number == 1 else f"PracticePrints{number}",
        "login_name": f"practiceprints{number}",
        "email": f"seller{number}@example.com",
        "currency_code": "USD",
        "country": country,
        "languages": ["en-US"],
        "is_vacation": False,
        "sold": 0,
        "changed": OPENED,
    }
    for name, place in PARTNERS:
        ident = book.next_id("partner")
        book.partners[str(ident)] = {
            "production_partner_id": ident,
            "partner_name": name,
            "location": place,
        }


def me(call: Call) -> Reply:
    return Reply({"user_id": call.book.user_id, "shop_id": call.book.shop_id})


def user(call: Call) -> Reply:
    """The seller's own profile; the address of the mailbox is only for apps that were granted it."""
    if call.args["user_id"] != str(call.book.user_id):
        raise Refusal(404, "Could not find a User with user_id = " + call.args["user_id"])
    names = {"first_name": "Robin", "last_name": "Practice"}
    return Reply(
        {"user_id": call.book.user_id, "primary_email": None, **names, "image_url_75x75": None}
    )


def shop_of_user(call: Call) -> Reply:
    """One shop, not a list of them."""
    if call.args["user_id"] != str(call.book.user_id):
        raise Refusal(404, f"Could not find a shop for user with user_id = {call.args['user_id']}")
    return shop(call)


def shop(call: Call) -> Reply:
    return Reply(shop_view(call))


def shop_view(call: Call) -> Json:
    """The shop as the API tells it."""
    book = call.book
    kept = book.shop
    active = [each for each in book.listings.values() if each["state"] == "active"]
    texts = dict.fromkeys(
        ("title", "announcement", "vacation_message", "sale_message", "digital_sale_message", "policy_welcome",
         "policy_payment", "policy_shipping", "policy_refunds", "policy_additional", "policy_seller_info",
         "policy_privacy", "vacation_autoreply", "image_url_760x100", "icon_url_fullxfull", "review_average"),
    )  # fmt: skip
    flags = {
        "is_vacation": kept["is_vacation"], "accepts_custom_requests": True, "policy_has_private_receipt_info": False,
        "has_unstructured_policies": False, "is_using_structured_policies": True, "include_dispute_form_link": False,
        "has_onboarded_structured_policies": True, "is_direct_checkout_onboarded": True,
        "is_etsy_payments_onboarded": True, "is_calculated_eligible": kept["country"] in {"US", "CA"},
        "is_opted_in_to_buyer_promise": False, "is_shop_us_based": kept["country"] == "US",
    }  # fmt: skip
    return {
        **texts, **flags, "shop_id": kept["shop_id"], "user_id": kept["user_id"], "shop_name": kept["shop_name"],
        "login_name": kept["login_name"], "create_date": OPENED, "created_timestamp": OPENED,
        "update_date": kept["changed"], "updated_timestamp": kept["changed"], "policy_update_date": OPENED,
        "currency_code": kept["currency_code"], "languages": kept["languages"], "num_favorers": 12, "review_count": 0,
        "listing_active_count": len(active), "digital_listing_count": 0, "transaction_sold_count": kept["sold"],
        "shipping_from_country_iso": kept["country"], "shop_location_country_iso": kept["country"],
        "url": call.link(f"/shop/{kept['shop_name']}"),
    }  # fmt: skip


def partners(call: Call) -> Reply:
    """Read only: the seller names them in the shop's own settings."""
    return listed(list(call.book.partners.values()))


def _section_view(book: Book, section: Json) -> Json:
    there = [
        each
        for each in book.listings.values()
        if each["state"] == "active" and each["shop_section_id"] == section["shop_section_id"]
    ]
    return {
        "shop_section_id": section["shop_section_id"],
        "title": shown(section["title"]),
        "rank": section["rank"],
        "user_id": book.user_id,
        "active_listing_count": len(there),
    }


def sections(call: Call) -> Reply:
    return listed([_section_view(call.book, each) for each in call.book.sections.values()])


def _section(call: Call) -> Json:
    found: Json | None = call.book.sections.get(call.args["shop_section_id"])
    if found is None:
        raise lost("Shop Section", "shop_section_id", call.args["shop_section_id"])
    return found


def section(call: Call) -> Reply:
    return Reply(_section_view(call.book, _section(call)))


def create_section(call: Call) -> Reply:
    given = form(call, SECTION)
    if len(given["title"]) > 24:
        raise bad("A section title has at most 24 characters.")
    ident = call.book.next_id("section")
    made = {"shop_section_id": ident, "title": given["title"], "rank": len(call.book.sections) + 1}
    call.book.sections[str(ident)] = made
    return Reply(_section_view(call.book, made))


def update_section(call: Call) -> Reply:
    found = _section(call)
    found["title"] = form(call, SECTION)["title"]
    return Reply(_section_view(call.book, found))


def delete_section(call: Call) -> Reply:
    ident = _section(call)["shop_section_id"]
    del call.book.sections[str(ident)]
    for each in call.book.listings.values():
        if each["shop_section_id"] == ident:
            each["shop_section_id"] = None
    return no_content(call)


SECTION = {"title": Field(required=True)}
_SECTIONS = "/shops/{shop_id}/sections"

ROUTES = (
    Route("GET", "/users/me", "getMe", me, ("shops_r",)),
    Route("GET", "/users/{user_id}", "getUser", user, ("email_r",)),
    Route("GET", "/users/{user_id}/shops", "getShopByOwnerUserId", shop_of_user),
    Route("GET", "/shops/{shop_id}", "getShop", shop),
    Route("GET", "/shops/{shop_id}/production-partners", "getShopProductionPartners", partners, ("shops_r",)),
    Route("GET", _SECTIONS, "getShopSections", sections),
    Route("POST", _SECTIONS, "createShopSection", create_section, ("shops_w",)),
    Route("GET", _SECTIONS + "/{shop_section_id}", "getShopSection", section),
    Route("PUT", _SECTIONS + "/{shop_section_id}", "updateShopSection", update_section, ("shops_w",)),
    Route("DELETE", _SECTIONS + "/{shop_section_id}", "deleteShopSection", delete_section, ("shops_w",)),
)  # fmt: skip
