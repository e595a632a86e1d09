"""Where an order goes: what an address must have, and how it comes back."""

from __future__ import annotations

from podbridge_desktop.sandbox.countries import COUNTRIES

from .book import Book, Json
from .errors import ADDRESS, all_invalid

# Believed: the documented list of the address-change call; the order call names none.
NEEDED = ("first_name", "last_name", "country", "address1", "city", "zip")
EXPRESS_NEEDED = ("email", "phone")
KEPT = (
    "first_name", "last_name", "email", "phone", "country", "region", "address1", "address2", "city", "zip", "company",
)  # fmt: skip


def address_of(given: Json, *, express: bool = False) -> Json:
    """The address as it is kept. Raises 8103 with all that is missing."""
    kept: Json = {name: str(given[name]) for name in KEPT if given.get(name) is not None}
    needed = NEEDED + (EXPRESS_NEEDED if express else ())
    wrong = {
        name: [f"The {name.replace('_', ' ')} field is required."]
        for name in needed
        if not kept.get(name, "").strip()
    }
    if "country" not in wrong and kept["country"] not in COUNTRIES:
        wrong["country"] = ["The selected country is invalid."]
    if wrong:
        raise all_invalid(ADDRESS, wrong)
    return kept


def address_view(book: Book, address: Json) -> Json:
    """As it was sent; the country by its name when the account feels like it."""
    if not book.knobs["country_names"]:
        return dict(address)
    return {**address, "country": COUNTRIES[address["country"]]}
