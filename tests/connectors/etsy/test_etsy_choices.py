"""What a listing needs from the shop: the only one, else the seller's word, else a plain refusal with the candidates."""

import msgspec
import pytest

from podbridge_desktop.connectors.etsy import categories
from podbridge_desktop.connectors.etsy import choices as by
from podbridge_desktop.connectors.etsy import wire_listing as wire
from podbridge_desktop.connectors.etsy.choices import Picks
from podbridge_desktop.domain.catalog import ListingDraft
from podbridge_desktop.errors import Refused


def take(choice, **given):
    """What a listing is made with: the seller's word, else what suggests itself."""
    draft = ListingDraft("ref", "Tee", "", (), (), choices=tuple(given.items()))
    return Picks(draft).of(choice)


def category(title, description="<p>Soft</p>", **given):
    return take(by.category(LEAVES, title, description), **given)


def these(kind, *raw):
    return [msgspec.convert(each, kind) for each in raw]


STANDARD = {"shipping_profile_id": 1, "title": "Standard &amp; co"}
EXPRESS = {"shipping_profile_id": 2, "title": "Express"}
GONE = {"shipping_profile_id": 3, "title": "Old", "is_deleted": True}
TO_ORDER = {"readiness_state_id": 11, "readiness_state": "made_to_order", "min_processing_days": 3, "max_processing_days": 5}  # fmt: skip
READY = {"readiness_state_id": 12, "readiness_state": "ready_to_ship", "processing_days_display_label": "1 - 2 days"}  # fmt: skip
POLICY = {"return_policy_id": 21, "accepts_returns": True, "return_deadline": 30}
STRICT = {"return_policy_id": 22, "accepts_returns": False, "accepts_exchanges": False}
PRINTFUL = {"production_partner_id": 31, "partner_name": "Printful"}
PRINTFUL_EU = {"production_partner_id": 32, "partner_name": "Printful Europe"}
PRINTIFY = {"production_partner_id": 33, "partner_name": "Printify"}


# profiles, policies and sections


def test_the_only_one_is_taken():
    assert take(by.shipping(these(wire.ShippingProfile, STANDARD, GONE))) == "1"
    assert take(by.processing(these(wire.ProcessingProfile, READY))) == "12"
    assert take(by.returns(these(wire.ReturnPolicy, POLICY))) == "21"


def test_several_are_refused_with_their_names_and_the_field():
    with pytest.raises(Refused) as told:
        take(by.shipping(these(wire.ShippingProfile, STANDARD, EXPRESS)))
    assert "1 (Standard & co); 2 (Express)" in told.value.message
    assert "--field shipping_profile=" in told.value.hint
    assert told.value.case == "push_refused"


@pytest.mark.parametrize("word", ["2", "express", " Express "])
def test_the_sellers_word_chooses(word):
    profiles = by.shipping(these(wire.ShippingProfile, STANDARD, EXPRESS))
    assert take(profiles, shipping_profile=word) == "2"


def test_a_word_that_fits_none_is_told():
    with pytest.raises(Refused, match=r"no shipping profile “Slow”.*1 \(Standard"):
        take(by.shipping(these(wire.ShippingProfile, STANDARD)), shipping_profile="Slow")


def test_a_name_that_fits_two_is_told():
    twins = these(wire.ShippingProfile, EXPRESS, {**EXPRESS, "shipping_profile_id": 4})
    with pytest.raises(Refused, match=r"2 \(Express\); 4 \(Express\)"):
        take(by.shipping(twins), shipping_profile="Express")


@pytest.mark.parametrize(
    ("lacking", "where"),
    [(by.shipping([]), "Create a profile"), (by.processing([]), "Processing profiles")],
)
def test_a_shop_without_one_is_told_where_to_make_it(lacking, where):
    with pytest.raises(Refused, match=rf"lacks a .* profile.*Shop Manager.*{where}"):
        take(lacking)


def test_printed_to_order_takes_the_only_profile_that_says_so():
    both = by.processing(these(wire.ProcessingProfile, READY, TO_ORDER))
    assert take(both) == "11"
    assert take(both, processing_profile="12") == "12"


def test_two_profiles_to_order_are_a_question():
    twins = these(wire.ProcessingProfile, TO_ORDER, {**TO_ORDER, "readiness_state_id": 13, "max_processing_days": None})  # fmt: skip
    with pytest.raises(Refused) as told:
        take(by.processing(twins))
    assert "11 (made to order, 3-5 days); 13 (made to order)" in told.value.message


def test_return_policies_are_told_apart_by_what_they_say():
    both = {**POLICY, "accepts_exchanges": True, "return_policy_id": 23}
    with pytest.raises(Refused) as told:
        take(by.returns(these(wire.ReturnPolicy, POLICY, STRICT, both)))
    assert "21 (returns, 30 days); 22 (no returns); 23 (returns and exchanges, 30 days)" in (
        told.value.message
    )


def test_without_a_return_policy_etsy_has_the_last_word():
    assert take(by.returns([])) == ""


def test_a_section_only_where_one_is_named():
    sections = by.section(these(wire.Section, {"shop_section_id": 5, "title": "Mugs"}))
    assert take(sections) == ""
    assert take(sections, section="mugs") == "5"


@pytest.mark.parametrize(
    ("word", "renews"), [("Yes", "true"), ("true", "true"), (" ", "false"), ("no", "false")]
)
def test_renewing_costs_and_is_off_unless_it_is_said(word, renews):
    (choice,) = (each for each in by.fixed() if each.field == by.RENEW)
    assert take(choice, auto_renew=word) == renews


def test_the_seller_made_it_unless_she_says_otherwise():
    who, when, _ = by.fixed()
    assert (take(who), take(when)) == ("i_did", "made_to_order")
    assert take(who, who_made="a member of my shop") == "collective"
    with pytest.raises(Refused, match="no when made “1999”"):
        take(when, when_made="1999")


# the production partner


def test_the_partner_is_called_like_the_supplier():
    known = these(wire.Partner, PRINTIFY, PRINTFUL, PRINTFUL_EU)
    assert take(by.partner(known, "Printful")) == "31"
    assert take(by.partner(these(wire.Partner, PRINTFUL_EU, PRINTIFY), "Printful")) == "32"


def test_two_partners_alike_are_a_question():
    latvia = {**PRINTFUL_EU, "production_partner_id": 34, "partner_name": "Printful Latvia"}
    with pytest.raises(Refused, match=r"32 .*34 "):
        take(by.partner(these(wire.Partner, PRINTFUL_EU, latvia), "Printful"))


@pytest.mark.parametrize("known", [(), (PRINTIFY,)])
def test_without_a_partner_of_this_name_the_seller_is_warned(known):
    choice = by.partner(these(wire.Partner, *known), "Printful")
    assert "no production partner called Printful" in choice.trouble
    assert "Production partners" in choice.trouble
    assert not choice.stops("")
    assert take(choice) == ""


def test_the_seller_may_name_another_partner():
    known = by.partner(these(wire.Partner, PRINTIFY, PRINTFUL), "Printful")
    assert take(known, production_partner="Printify") == "33"


def test_a_product_of_no_named_supplier_takes_the_only_partner():
    assert take(by.partner(these(wire.Partner, PRINTIFY), "")) == "33"


# the category

TREE = these(
    wire.Category,
    {"id": 1, "name": "Clothing", "children": [
        {"id": 2, "name": "Women&#39;s Clothing", "children": [{"id": 3, "name": "T-shirts", "children": []}]},
        {"id": 4, "name": "Gender-Neutral Adult Clothing", "children": [
            {"id": 5, "name": "T-shirts"}, {"id": 6, "name": "Hoodies"}, {"id": 10, "name": "Sweatshirts"}]},
        {"id": 7, "name": "Baby", "children": [{"id": 8, "name": "T-shirts"}]},
    ]},
    {"id": 9, "name": "Mugs"},
    {"id": 20, "name": "Electronics", "children": [{"id": 21, "name": "Phone Cases"}]},
)  # fmt: skip
LEAVES = tuple(categories.leaves(TREE))


def test_only_leaves_are_categories():
    assert {leaf.id for leaf in LEAVES} == {3, 5, 6, 8, 9, 10, 21}
    first = categories.offers(LEAVES)[0]
    assert (first.value, first.name) == ("3", "Clothing > Women's Clothing > T-shirts")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Mountain Mug 11oz", "9"),
        ("Ridge Hoodie", "6"),
        ("Unisex t-shirt with hoodie print", "6"),
        ("Tshirt", "5"),
        ("Crewneck sweatshirt", "10"),
        ("iPhone case, tough", "21"),
    ],
)
def test_the_category_by_what_the_thing_is_called(title, expected):
    assert category(title) == expected


def test_the_description_tells_where_the_title_does_not():
    assert category("Ridge at Dawn", "<p>A sturdy <b>mug</b></p>") == "9"


def test_a_thing_that_nobody_can_tell_is_a_question():
    with pytest.raises(Refused, match="cannot tell which Etsy category") as told:
        category("Ridge at Dawn")
    assert "--field category=" in told.value.hint


def test_a_kind_that_the_tree_does_not_have_is_a_question_too():
    with pytest.raises(Refused, match="cannot tell"):
        category("Enamel tumbler")


@pytest.mark.parametrize("word", ["8", "Baby > T-shirts", "clothing>baby>tshirts"])
def test_the_seller_chooses_a_category(word):
    assert category("Tee", category=word) == "8"


def test_a_name_of_several_categories_is_told_with_the_whole_way():
    with pytest.raises(Refused, match="Gender-Neutral Adult Clothing > T-shirts"):
        category("Tee", category="T-shirts")


@pytest.mark.parametrize("word", ["Scarves", "2", "Clothing"])
def test_what_is_no_category_for_things(word):
    with pytest.raises(Refused, match="no category"):
        category("Tee", category=word)
