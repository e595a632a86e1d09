"""Picking from a store's lists: by id, by name, by the end of a way; and what several products share."""

import pytest

from podbridge_desktop.domain.listing_choices import (
    ListingChoice,
    Offer,
    as_they_are,
    combined,
    settled,
)
from podbridge_desktop.errors import BadInput

SHIPPING = ListingChoice(
    "shipping_profile", (Offer("1", "Standard"), Offer("2", "Express"), Offer("3", "Express")), needed=True, trouble="Pick one."
)  # fmt: skip
CATEGORY = ListingChoice("category", (Offer("8", "Baby > T-shirts"), Offer("9", "Home > Mugs")))


@pytest.mark.parametrize(
    ("word", "value"), [("9", "9"), ("mugs", "9"), ("home>Mugs", "9"), ("baby > t shirts", "8")]
)
def test_a_word_of_hers_is_an_id_a_name_or_the_end_of_a_way(word, value):
    assert settled([CATEGORY], {"category": word}) == (("category", value),)


def test_an_empty_word_takes_the_pick_back():
    assert settled([CATEGORY], {"category": " "}) == (("category", ""),)


def test_what_the_store_has_no_list_of_goes_as_it_is():
    assert settled([], {"category": "Mugs"}) == (("category", "Mugs"),)


def test_a_word_that_fits_two_or_none_is_told_with_what_there_is():
    with pytest.raises(BadInput, match="more than one shipping profile") as two:
        settled([SHIPPING], {"shipping_profile": "express"})
    assert two.value.hint == "Give the number: Express (2); Express (3)."
    with pytest.raises(BadInput, match="no shipping profile “Slow”") as none:
        settled([SHIPPING], {"shipping_profile": "Slow"})
    assert "Standard (1)" in none.value.hint


def test_where_there_is_nothing_to_pick_from_the_way_on_is_told():
    nothing = ListingChoice("section", trouble="Make it there.")
    with pytest.raises(BadInput) as told:
        settled([nothing], {"section": "Mugs"})
    assert told.value.hint == "Make it there."


def test_what_is_needed_stops_until_it_is_picked_or_suggested():
    assert SHIPPING.stops("")
    assert not SHIPPING.stops("1")
    assert not CATEGORY.stops("")


def test_a_listing_that_stands_needs_nothing():
    (kept,) = as_they_are([SHIPPING])
    assert (kept.stops(""), kept.trouble, kept.keeps) == (False, "", True)


def test_what_differs_between_products_is_each_ones_own():
    mug, tee = (ListingChoice("category", CATEGORY.offers, value, needed=True) for value in "98")
    (both,) = combined([(mug,), (tee,)])
    assert (both.suggested, both.needed) == ("", False)
    (same,) = combined([(mug,), (mug,)])
    assert (same.suggested, same.needed) == ("9", True)
    (open_,) = combined([(mug,), (ListingChoice("category", CATEGORY.offers, needed=True),)])
    assert open_.stops("")
