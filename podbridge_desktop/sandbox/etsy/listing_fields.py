"""The fields of a listing as a form gives them, and what the service refuses about them."""

from __future__ import annotations

import re
import unicodedata

from .bodies import Field
from .book import Book, Json
from .errors import Refusal, bad, lost
from .policies import find_policy
from .profiles import find_profile
from .taxonomy import KNOWN, LEAVES

WHO = ("i_did", "someone_else", "collective")
WHEN = (
    "made_to_order", "2020_2026", "2010_2019", "2007_2009", "before_2007", "2000_2006", "1990s", "1980s", "1970s",
    "1960s", "1950s", "1940s", "1930s", "1920s", "1910s", "1900s", "1800s", "1700s", "before_1700",
)  # fmt: skip
TYPES = ("physical", "download", "both")
WEIGHTS, LENGTHS = ("oz", "lb", "g", "kg"), ("in", "ft", "mm", "cm", "m", "yd", "inches")
TITLE_LENGTH, TAG_LENGTH, STYLE_LENGTH, MOST_TAGS, MOST_STYLES, MOST_IMAGES = 140, 20, 45, 13, 2, 20
_ID = Field("int", nullable=True, low=1)
_SIZE = Field("float", nullable=True, low=0)
# What EU law asks a trader to tell about a guarantee: optional since September 2026, the first four only together.
GUARANTEE = tuple(f"ecgt_garan_{name}" for name in ("brand", "model", "years", "guarantee_details"))
_ECGT = {
    name: Field(nullable=True)
    for name in (*GUARANTEE, "ecgt_other_commercial_guarantee_details", "ecgt_after_sales_service_info", "ecgt_software_update_details")
}  # fmt: skip
_SHARED = {
    "title": Field(), "description": Field(), "who_made": Field(choices=WHO), "when_made": Field(choices=WHEN),
    "taxonomy_id": Field("int", low=1), "shipping_profile_id": _ID, "return_policy_id": _ID, "shop_section_id": _ID,
    "materials": Field("texts", nullable=True), "tags": Field("texts", nullable=True), "item_weight": _SIZE,
    "item_length": _SIZE, "item_width": _SIZE, "item_height": _SIZE, "is_supply": Field("bool"),
    "production_partner_ids": Field("ids", nullable=True, low=1), "image_ids": Field("ids", nullable=True, low=1),
    "should_auto_renew": Field("bool"), "is_taxable": Field("bool"), "type": Field(choices=TYPES), **_ECGT,
}  # fmt: skip
CREATE = {
    **_SHARED, "quantity": Field("int", required=True, low=1, high=999), "price": Field("float", required=True, low=0.2),
    "title": Field(required=True), "description": Field(required=True), "who_made": Field(required=True, choices=WHO),
    "when_made": Field(required=True, choices=WHEN), "taxonomy_id": Field("int", required=True, low=1),
    "processing_min": Field("int", nullable=True), "processing_max": Field("int", nullable=True),
    "readiness_state_id": _ID, "styles": Field("texts", nullable=True), "is_customizable": Field("bool"),
    "item_weight_unit": Field(nullable=True, choices=WEIGHTS), "item_dimensions_unit": Field(nullable=True, choices=LENGTHS),
}  # fmt: skip
UPDATE = {
    **_SHARED, "state": Field(choices=("active", "inactive")),
    "item_weight_unit": Field(nullable=True, choices=("", *WEIGHTS)),
    "item_dimensions_unit": Field(nullable=True, choices=("", *LENGTHS)),
}  # fmt: skip
# Taken without effect since 2022: they belong to the inventory.
IGNORED_IN_UPDATE = frozenset({"price", "quantity"})
_SIGNS = "™©®"


def check_fields(book: Book, given: Json) -> None:
    """Everything about single fields that is refused whenever it is sent. Raises 400 or 404."""
    if "title" in given:
        _check_title(given["title"])
    if "description" in given and not given["description"].strip():
        raise bad("description must not be empty.")
    _check_words("tags", given.get("tags"), MOST_TAGS, TAG_LENGTH, r"[\w \-'™©®]*")
    _check_words("materials", given.get("materials"), MOST_TAGS, STYLE_LENGTH, r"[\w ]*")
    _check_words("styles", given.get("styles"), MOST_STYLES, STYLE_LENGTH, r"[\w ]*")
    _check_taxonomy(given.get("taxonomy_id"))
    _check_references(book, given)
    _check_images(book, given)
    told = [name for name in GUARANTEE if given.get(name)]
    if told and len(told) < len(GUARANTEE):
        raise bad(f"{', '.join(GUARANTEE)} are required together.")


def _check_title(title: str) -> None:
    if not title.strip() or len(title) > TITLE_LENGTH:
        raise bad(f"title must have between 1 and {TITLE_LENGTH} characters.")
    for sign in title:
        kind = unicodedata.category(sign)
        if kind[0] not in "LP" and kind not in {"Nd", "Sm", "Zs"} and sign not in _SIGNS:
            raise bad(f"title contains a character that is not allowed: {sign}")
    for sign in "%:&+":
        if title.count(sign) > 1:
            raise bad(f"You can only use the %, :, & and + characters once each in title: {sign}")


def _check_words(name: str, words: list[str] | None, most: int, longest: int, pattern: str) -> None:
    for word in words or ():
        if not re.fullmatch(pattern, word) or "_" in word:
            raise bad(f"{name} contains characters that are not allowed: {word}")
        if len(word) > longest:
            raise bad(f"Each entry of {name} has at most {longest} characters: {word}")
    if len(words or ()) > most:
        raise bad(f"{name} has at most {most} entries.")


def _check_taxonomy(ident: int | None) -> None:
    if ident is None or ident in LEAVES:
        return
    if ident in KNOWN:
        raise bad(f"taxonomy_id {ident} is not a leaf of the taxonomy: choose a more specific one.")
    raise bad(f"Invalid taxonomy_id: {ident}")


def _check_references(book: Book, given: Json) -> None:
    if given.get("shipping_profile_id") is not None:
        find_profile(book, given["shipping_profile_id"])
    if given.get("return_policy_id") is not None:
        find_policy(book, given["return_policy_id"])
    if (
        given.get("shop_section_id") is not None
        and str(given["shop_section_id"]) not in book.sections
    ):
        raise lost("Shop Section", "shop_section_id", given["shop_section_id"])
    for ident in given.get("production_partner_ids") or ():
        if str(ident) not in book.partners:
            raise bad(f"Invalid production_partner_id: {ident}")


def _check_images(book: Book, given: Json) -> None:
    if "image_ids" not in given:
        return
    wanted = given["image_ids"]
    if not wanted:
        # One of the few answers that are no object (open-api issues 472 and 511).
        problem = {
            "path": "/images",
            "type": "array_too_short",
            "message": "cannot be less than 1 items",
        }
        raise Refusal(400, "image_ids", body=[problem])
    if len(wanted) > MOST_IMAGES:
        raise bad(f"A listing has at most {MOST_IMAGES} images.")
    for ident in wanted:
        if str(ident) not in book.images:
            raise lost("Listing Image", "listing_image_id", ident)
