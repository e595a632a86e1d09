"""What a listing needs from the shop: the only one, else the seller's word, else a plain refusal with the candidates."""

import msgspec
import pytest

from podbridge_desktop.connectors.etsy import categories
from podbridge_desktop.connectors.etsy import wire_listing as wire
from podbridge_desktop.connectors.etsy.choices import Choices
from podbridge_desktop.domain.catalog import ListingDraft
from podbridge_desktop.errors import Refused


def choices(title="Tee", vendor="Printful", publish=True, description="<p>Soft</p>", **given):
    return Choices(
        ListingDraft(
            "ref", title, description, (), (), vendor=vendor, publish=publish,
            choices=tuple(given.items()),
        )
    )  # fmt: skip


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
    assert choices().shipping(these(wire.ShippingProfile, STANDARD, GONE)) == 1
    assert choices().processing(these(wire.ProcessingProfile, READY)) == 12
    assert choices().returns(these(wire.ReturnPolicy, POLICY)) == 21


def test_several_are_refused_with_their_names_and_the_field():
    with pytest.raises(Refused) as told:
        choices().shipping(these(wire.ShippingProfile, STANDARD, EXPRESS))
    assert "1 (Standard & co); 2 (Express)" in told.value.message
    assert "--field shipping_profile=" in told.value.hint
    assert told.value.case == "push_refused"


@pytest.mark.parametrize("word", ["2", "express", " Express "])
def test_the_sellers_word_chooses(word):
    profiles = these(wire.ShippingProfile, STANDARD, EXPRESS)
    assert choices(shipping_profile=word).shipping(profiles) == 2


def test_a_word_that_fits_none_is_told():
    with pytest.raises(Refused, match=r"None is “Slow”.*1 \(Standard"):
        choices(shipping_profile="Slow").shipping(these(wire.ShippingProfile, STANDARD))


def test_a_name_that_fits_two_is_told():
    twins = these(wire.ShippingProfile, EXPRESS, {**EXPRESS, "shipping_profile_id": 4})
    with pytest.raises(Refused, match=r"2 \(Express\); 4 \(Express\)"):
        choices(shipping_profile="Express").shipping(twins)


def test_a_shop_without_one_is_told_where_to_make_it():
    with pytest.raises(Refused, match="lacks a shipping profile") as told:
        choices().shipping([])
    assert "Shop Manager" in told.value.hint
    with pytest.raises(Refused, match="lacks a processing profile"):
        choices().processing([])


def test_printed_to_order_takes_the_only_profile_that_says_so():
    assert choices().processing(these(wire.ProcessingProfile, READY, TO_ORDER)) == 11
    chosen = choices(processing_profile="12")
    assert chosen.processing(these(wire.ProcessingProfile, READY, TO_ORDER)) == 12


def test_two_profiles_to_order_are_a_question():
    twins = these(wire.ProcessingProfile, TO_ORDER, {**TO_ORDER, "readiness_state_id": 13, "max_processing_days": None})  # fmt: skip
    with pytest.raises(Refused) as told:
        choices().processing(twins)
    assert "11 (made to order, 3-5 days); 13 (made to order)" in told.value.message


def test_return_policies_are_told_apart_by_what_they_say():
    both = {**POLICY, "accepts_exchanges": True, "return_policy_id": 23}
    with pytest.raises(Refused) as told:
        choices().returns(these(wire.ReturnPolicy, POLICY, STRICT, both))
    assert "21 (returns, 30 days); 22 (no returns); 23 (returns and exchanges, 30 days)" in (
        told.value.message
    )


def test_without_a_return_policy_etsy_has_the_last_word():
    assert choices().returns([]) is None


def test_a_section_only_where_one_is_named():
    sections = these(wire.Section, {"shop_section_id": 5, "title": "Mugs"})
    assert choices().section(sections) is None
    assert choices(section="mugs").section(sections) == 5


def test_renewing_costs_and_is_off_unless_it_is_said():
    assert not choices().renews
    assert choices(auto_renew="Yes").renews
    assert not choices(auto_renew=" ").renews


# the production partner


def test_the_partner_is_called_like_the_supplier():
    assert choices().partner(these(wire.Partner, PRINTIFY, PRINTFUL, PRINTFUL_EU)) == 31
    assert choices().partner(these(wire.Partner, PRINTFUL_EU, PRINTIFY)) == 32


def test_two_partners_alike_are_a_question():
    latvia = {**PRINTFUL_EU, "production_partner_id": 34, "partner_name": "Printful Latvia"}
    with pytest.raises(Refused, match=r"32 .*34 "):
        choices().partner(these(wire.Partner, PRINTFUL_EU, latvia))


def test_nothing_goes_live_without_a_partner():
    with pytest.raises(Refused, match="lacks a production partner called Printful") as told:
        choices().partner([])
    assert "Production partners" in told.value.hint
    with pytest.raises(Refused, match=r"No production partner is called Printful.*33 \(Printify"):
        choices().partner(these(wire.Partner, PRINTIFY))


def test_a_draft_may_wait_for_its_partner():
    assert choices(publish=False).partner(these(wire.Partner, PRINTIFY)) is None


def test_the_seller_may_name_another_partner():
    assert choices(production_partner="Printify").partner(these(wire.Partner, PRINTIFY, PRINTFUL)) == 33  # fmt: skip


def test_a_product_of_no_named_supplier_takes_the_only_partner():
    assert choices(vendor="").partner(these(wire.Partner, PRINTIFY)) == 33


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
    assert str(LEAVES[0]) == "3 (Clothing > Women's Clothing > T-shirts)"


@pytest.mark.parametrize(
    ("title", "category"),
    [
        ("Mountain Mug 11oz", 9),
        ("Ridge Hoodie", 6),
        ("Unisex t-shirt with hoodie print", 6),
        ("Tshirt", 5),
        ("Crewneck sweatshirt", 10),
        ("iPhone case, tough", 21),
    ],
)
def test_the_category_by_what_the_thing_is_called(title, category):
    assert choices(title).category(LEAVES) == category


def test_the_description_tells_where_the_title_does_not():
    assert choices("Ridge at Dawn", description="<p>A sturdy <b>mug</b></p>").category(LEAVES) == 9


def test_a_thing_that_nobody_can_tell_is_a_question():
    with pytest.raises(Refused, match="cannot tell which Etsy category") as told:
        choices("Ridge at Dawn").category(LEAVES)
    assert "--field category=" in told.value.hint


def test_a_kind_that_the_tree_does_not_have_is_a_question_too():
    with pytest.raises(Refused, match="cannot tell"):
        choices("Enamel tumbler").category(LEAVES)


@pytest.mark.parametrize("word", ["8", "Baby > T-shirts", "clothing>baby>tshirts"])
def test_the_seller_chooses_a_category(word):
    assert choices(category=word).category(LEAVES) == 8


def test_a_name_of_several_categories_is_told_with_the_whole_way():
    with pytest.raises(Refused, match="Gender-Neutral Adult Clothing > T-shirts"):
        choices(category="T-shirts").category(LEAVES)


@pytest.mark.parametrize("word", ["Scarves", "2", "Clothing"])
def test_what_is_no_category_for_things(word):
    with pytest.raises(Refused, match="no category"):
        choices(category=word).category(LEAVES)
