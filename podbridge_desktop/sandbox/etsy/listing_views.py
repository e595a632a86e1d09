"""A listing as the API tells it, with what was asked to come with it."""

from __future__ import annotations

import re
from collections.abc import Collection

from .book import Json
from .call import Call
from .image_views import image_view, video_view
from .profiles import profile_view
from .readiness import days_of
from .shop import shop_view
from .texts import escaped, money, shown

SIZES = (
    "item_weight",
    "item_weight_unit",
    "item_length",
    "item_width",
    "item_height",
    "item_dimensions_unit",
)


def live_products(listing: Json) -> list[Json]:
    """The products that a buyer could choose between."""
    return [each for each in listing["products"] if not each["deleted"]]


def for_sale(listing: Json) -> list[Json]:
    return [each for each in live_products(listing) if each["enabled"]]


def listing_view(call: Call, listing: Json, *, tells_readiness: bool = True) -> Json:
    """A ShopListing. Some lists leave the processing profile out."""
    book, offered = call.book, for_sale(listing) or live_products(listing)
    definition = book.readiness.get(str(offered[0]["readiness_state_id"]))
    shortest, longest = days_of(definition) if definition else (None, None)
    slug = re.sub(r"[^a-z0-9]+", "-", listing["title"].lower()).strip("-") or "listing"
    is_told = tells_readiness and listing["state"] == "active" and listing["type"] == "physical"
    times = {
        "creation_timestamp": listing["created"], "created_timestamp": listing["created"],
        "original_creation_timestamp": listing["original"], "ending_timestamp": listing["ending"],
        "last_modified_timestamp": listing["updated"], "updated_timestamp": listing["updated"],
        "state_timestamp": listing["state_at"],
    }  # fmt: skip
    return {
        **times, **{name: listing[name] for name in SIZES}, "listing_id": listing["listing_id"], "user_id": book.user_id,
        "shop_id": book.shop_id, "title": shown(listing["title"]), "description": shown(listing["description"]),
        "rich_description": None, "state": listing["state"], "quantity": sum(each["quantity"] for each in for_sale(listing)),
        "shop_section_id": listing["shop_section_id"], "featured_rank": -1,
        "url": call.link(f"/listing/{listing['listing_id']}/{slug}"), "num_favorers": 0,
        "non_taxable": not listing["is_taxable"], "is_taxable": listing["is_taxable"],
        "is_customizable": listing["is_customizable"], "is_personalizable": bool(listing["questions"]),
        "listing_type": listing["type"], "tags": listing["tags"], "materials": listing["materials"],
        "shipping_profile_id": listing["shipping_profile_id"], "return_policy_id": listing["return_policy_id"],
        "processing_min": shortest, "processing_max": longest, "who_made": listing["who_made"],
        "when_made": listing["when_made"], "is_supply": listing["is_supply"], "is_private": False,
        "style": listing["styles"], "file_data": "", "has_variations": bool(offered[0]["properties"]),
        "should_auto_renew": listing["auto_renew"], "language": book.shop["languages"][0],
        "price": money(book, min(each["price"] for each in offered)), "taxonomy_id": listing["taxonomy_id"],
        "readiness_state_id": offered[0]["readiness_state_id"] if is_told else None, "suggested_title": None,
    }  # fmt: skip


def full_view(
    call: Call, listing: Json, includes: Collection[str] = (), *, tells_readiness: bool = True
) -> Json:
    """A ShopListingWithAssociations. What was not asked for is null or empty."""
    book = call.book
    partners = [
        book.partners[str(each)] for each in listing["partners"] if str(each) in book.partners
    ]
    images = listing["images"] if "Images" in includes else []
    videos = listing["videos"] if "Videos" in includes else []
    return {
        **listing_view(call, listing, tells_readiness=tells_readiness),
        # Asking lists for Shipping or Inventory has stopped giving them; the batch calls do.
        "shipping_profile": None, "inventory": None, "buyer_price": None,
        "user": _user(call) if "User" in includes else None,
        "shop": shop_view(call) if "Shop" in includes else None,
        "images": [image_view(call, listing, each) for each in images],
        "videos": [video_view(call, each) for each in videos],
        "production_partners": partners,
        "skus": sorted({each["sku"] for each in live_products(listing) if each["sku"]}) if call.is_owner else [],
        "translations": None, "views": 0,
        "personalization": personalization_view(call, listing) if "Personalization" in includes else None,
    }  # fmt: skip


def with_shipping(call: Call, listing: Json) -> Json:
    profile = call.book.profiles.get(str(listing["shipping_profile_id"]))
    view = profile_view(call.book, profile) if profile else None
    return {**full_view(call, listing), "shipping_profile": view}


def _user(call: Call) -> Json:
    names = {"first_name": "Robin", "last_name": "Practice"}
    return {"user_id": call.book.user_id, "primary_email": None, **names, "image_url_75x75": None}


def personalization_view(call: Call, listing: Json) -> Json:
    """The questions that a buyer is asked."""
    return {
        "personalization_questions": [
            {
                "question_id": each["question_id"],
                "question_text": shown(each["question_text"]),
                "instructions": escaped(each["instructions"]),
                "question_type": each["question_type"],
                "required": each["required"],
                "max_allowed_characters": each["max_allowed_characters"],
                "max_allowed_files": each["max_allowed_files"],
                "add_on_price": money(call.book, each["add_on"]) if each["add_on"] else None,
                "options": each["options"],
            }
            for each in listing["questions"]
        ]
    }
