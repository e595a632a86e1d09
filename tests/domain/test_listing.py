"""From a supplier's product to the listing: prices by rule, warnings before anything is pushed."""

from dataclasses import replace
from decimal import Decimal

import pytest

from podbridge_desktop.domain.catalog import (
    Availability,
    ListingDraft,
    SupplierProduct,
    SupplierVariant,
)
from podbridge_desktop.domain.listing import PriceRule, draft_of, reference_of, warnings_of
from podbridge_desktop.domain.money import Money
from podbridge_desktop.errors import BadInput
from tests.support.filled import usd

OPTIONS = (("Color", "Black"), ("Size", "M"))


def variant(number=1, **values):
    plain = SupplierVariant(
        f"v{number}", f"Tee {number}", OPTIONS, f"TEE-{number}", usd("9.95"), None, f"https://cdn.example/{number}.png"
    )  # fmt: skip
    return replace(plain, **values)


def product(*variants, **values):
    return replace(SupplierProduct("77", "Mountain Tee", variants or (variant(),)), **values)


def draft(product_=None, currency="USD", rule=None, **how):
    return draft_of(product_ or product(), "printful", currency, rule or PriceRule(), **how)


def test_a_markup_of_100_percent_doubles_the_cost():
    (made,) = draft().variants
    assert (made.price, made.cost, made.sku, made.supplier_variant_id) == (
        usd("19.90"), usd("9.95"), "TEE-1", "v1")  # fmt: skip


def test_a_fixed_price_needs_no_cost():
    rule = PriceRule(price=usd("25"))
    assert draft(product(variant(cost=None)), rule=rule).variants[0].price == usd("25")


@pytest.mark.parametrize(
    ("cost", "word"), [(None, "is not known"), (Money(900, "EUR"), "The cost is in EUR")]
)
def test_a_price_that_cannot_be_reckoned_is_asked_for(cost, word):
    with pytest.raises(BadInput, match=word) as told:
        draft(product(variant(cost=cost)))
    assert "fixed price" in told.value.hint


def test_what_is_no_longer_made_is_not_listed():
    gone = variant(2, availability=Availability.DISCONTINUED)
    out = variant(3, availability=Availability.OUT_OF_STOCK)
    assert [v.supplier_variant_id for v in draft(product(variant(), gone, out)).variants] == [
        "v1",
        "v3",
    ]


def test_a_product_of_which_nothing_is_made_is_refused():
    with pytest.raises(BadInput, match="no variant that the supplier still makes"):
        draft(product(variant(availability=Availability.DISCONTINUED)))


def test_the_reference_finds_it_again():
    assert draft().reference == reference_of("printful", "77") == "podbridge-printful-77"


def test_a_variant_without_sku_or_options_gets_some():
    (made,) = draft(product(variant(sku="", options=()))).variants
    assert (made.sku, made.options) == ("printful-v1", (("Title", "Default Title"),))


def test_the_description_is_text_not_markup():
    made = draft(product(description="Soft & <b>warm</b>\n\n  Two lines\r\n"))
    assert made.description_html == "<p>Soft &amp; &lt;b&gt;warm&lt;/b&gt;</p><p>Two lines</p>"


@pytest.mark.parametrize(
    "written", ["<p>Soft &amp; warm.</p>", "Soft<br/>warm", '<UL class="a"><li>Soft']
)
def test_a_description_in_paragraphs_of_its_own_stays_as_it_is(written):
    assert draft(product(description=written)).description_html == written


def test_without_a_description_the_title_stands_in():
    assert draft().description_html == "<p>Mountain Tee</p>"


def test_every_picture_once_the_products_first():
    made = draft(product(variant(1), variant(2, image_url="https://cdn.example/1.png"), images=("https://cdn.example/main.png",)))  # fmt: skip
    assert made.images == ("https://cdn.example/main.png", "https://cdn.example/1.png")


@pytest.mark.parametrize(("thumbnail", "images"), [("https://cdn.example/t.png", 1), ("", 0)])
def test_a_thumbnail_stands_in_for_missing_pictures(thumbnail, images):
    assert len(draft(product(variant(image_url=""), thumbnail_url=thumbnail)).images) == images


def test_a_sound_draft_needs_no_warning():
    made = draft(publish=False)
    assert warnings_of(made) == ()
    assert (made.option_names, made.publish, made.vendor) == (("Color", "Size"), False, "Printful")


def test_every_danger_is_named_the_worst_first():
    four = tuple((name, "x") for name in ("A", "B", "C", "D"))
    bad = product(
        variant(1, sku="SAME", options=four, image_url=""), variant(2, sku="SAME", options=four, image_url="")
    )  # fmt: skip
    found = warnings_of(draft(bad, rule=PriceRule(markup_percent=Decimal(-10))))
    assert [text.split()[:4] for text in found] == [
        ["2", "variants", "are", "priced"], ["There", "is", "no", "picture."],
        ["There", "are", "more", "than"], ["Some", "SKUs", "stand", "twice:"],
    ]  # fmt: skip


def test_a_price_in_another_currency_is_not_compared_with_the_cost():
    made = draft(currency="EUR", rule=PriceRule(price=Money(100, "EUR")))
    assert warnings_of(made) == ()


def test_a_draft_without_variants_has_no_options():
    assert ListingDraft("r", "t", "", (), ()).option_names == ()
