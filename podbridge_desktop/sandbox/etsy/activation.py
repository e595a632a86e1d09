"""What a listing's life costs and needs.

draft -> active <-> inactive      active -> sold_out, expired (from both, active again costs the fee)
any   -> removed                  by the marketplace; nothing leads back
"""

from __future__ import annotations

from .account import LISTING, RENEWAL, charge
from .book import Book, Json
from .errors import bad
from .listing_views import for_sale
from .shop import EU

FOUR_MONTHS = 120 * 86_400


def activate(book: Book, listing: Json, at: int) -> None:
    """Put a listing on sale. A first time, and whenever it had ended, the listing fee is charged."""
    if listing["frozen"]:
        raise bad("This listing is not publishable because it's frozen")
    if listing["state"] == "sold_out":
        _restock(listing)
    _check_complete(book, listing)
    is_renewal = listing["state"] in {"sold_out", "expired"}
    if listing["state"] == "draft" or is_renewal or listing["ending"] <= at:
        pay_fee(book, listing, RENEWAL if is_renewal else LISTING, at)
    move(book, listing, "active", at)


def pay_fee(book: Book, listing: Json, kind: str, at: int) -> None:
    """Four more months for the listing fee."""
    if book.knobs["fee_refused"]:
        raise bad("The listing fee could not be charged: your payment account has an amount due.")
    charge(book, kind, book.knobs["listing_fee"], at, listing_id=listing["listing_id"])
    listing["ending"] = at + FOUR_MONTHS


def deactivate(book: Book, listing: Json, at: int) -> None:
    if listing["state"] not in {"active", "inactive"}:
        state, ident = listing["state"], listing["listing_id"]
        raise bad(
            f"Cannot deactivate a listing in this state: state = {state}, listing_id = {ident}"
        )
    move(book, listing, "inactive", at)


def move(book: Book, listing: Json, state: str, at: int) -> None:
    """The listing is in another state."""
    if listing["state"] != state:
        listing.update(state=state, state_at=at, updated=max(at, listing["updated"]))
        book.note("listing", at, listing_id=listing["listing_id"], state=state)


def _restock(listing: Json) -> None:
    """A sold out listing that is renewed has a quantity of one."""
    if not sum(each["quantity"] for each in for_sale(listing)):
        for each in for_sale(listing)[:1]:
            each["quantity"] = 1


def _check_complete(book: Book, listing: Json) -> None:
    if not listing["images"]:
        raise bad("A listing must have at least one image to be published.")
    if not sum(each["quantity"] for each in for_sale(listing)):
        raise bad("A listing must have a quantity of at least 1 to be published.")
    if listing["type"] != "physical":
        if listing["when_made"] != "made_to_order":
            raise bad("A digital listing must have a file to be published.")
        return
    profile = book.profiles.get(str(listing["shipping_profile_id"]))
    if profile is None or not profile["destinations"]:
        raise bad("The shipping profile of this listing is not complete: it needs a destination.")
    if any(each["readiness_state_id"] is None for each in for_sale(listing)):
        raise bad("A physical listing must have a processing profile to be published.")
    if listing["return_policy_id"] is None and book.shop["country"] not in EU:
        raise bad("A return policy is required for active physical listings.")


def let_end(book: Book, at: int) -> int:
    """Listings whose four months are over renew themselves or expire. Gives when the next one ends."""
    for listing in list(book.listings.values()):
        while listing["state"] == "active" and listing["ending"] <= at:
            _end(book, listing)
    ends = (each["ending"] for each in book.listings.values() if each["state"] == "active")
    return min(ends, default=1 << 60)


def _end(book: Book, listing: Json) -> None:
    ended = listing["ending"]
    if listing["auto_renew"] and not book.knobs["fee_refused"]:
        pay_fee(book, listing, RENEWAL, ended)
    else:
        move(book, listing, "expired", ended)
