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
from podbridge_desktop.domain.listing import (
    ListingEdits,
    StoreTerms,
    draft_of,
    margins_of,
    reference_of,
    warnings_of,
)
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.pricing import Basis, PriceRule, SellingCosts
from podbridge_desktop.domain.rates import Rates
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


def terms(currency="USD", rule=None, **values):
    return StoreTerms(currency, rule or PriceRule(), **values)


def draft(product_=None, currency="USD", rule=None, edits=None, **how):
    return draft_of(product_ or product(), "printful", terms(currency, rule), edits, **how)


def fixed(amount):
    return PriceRule.typed(Basis.FIXED, amount)


def test_a_markup_of_100_percent_doubles_the_cost():
    (made,) = draft().variants
    assert (made.price, made.cost, made.sku, made.supplier_variant_id) == (
        usd("19.90"), usd("9.95"), "TEE-1", "v1")  # fmt: skip


def test_a_fixed_price_needs_no_cost():
    rule = fixed("25")
    assert draft(product(variant(cost=None)), rule=rule).variants[0].price == usd("25")


@pytest.mark.parametrize(
    ("cost", "word"),
    [(None, "is not known"), (Money(900, "EUR"), "rate from EUR to USD is not known")],
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
    ("written", "shown"),
    [
        ("<p>Soft &amp; warm.</p>", "<p>Soft &amp; warm.</p>"),
        ("Soft<br/>warm", "Soft<br>warm"),
        ("<UL><li>Soft", "<ul><li>Soft</li></ul>"),
        ('<p onclick="x()">Soft<script>steal()</script></p>', "<p>Soft</p>"),
        ('<p><a href="javascript:x">Soft</a></p>', "<p><a>Soft</a></p>"),
        ('<p><img src="https://cdn.example/a.png" onerror="x()">Soft</p>', '<p><img src="https://cdn.example/a.png">Soft</p>'),
    ],
)  # fmt: skip
def test_a_description_in_paragraphs_of_its_own_stays_but_nothing_in_it_runs(written, shown):
    assert draft(product(description=written)).description_html == shown


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
    assert warnings_of(made, terms()) == ()
    assert (made.option_names, made.publish, made.vendor) == (("Color", "Size"), False, "Printful")


def test_every_danger_is_named_the_worst_first():
    four = tuple((name, "x") for name in ("A", "B", "C", "D"))
    bad = product(
        variant(1, sku="SAME", options=four, image_url=""), variant(2, sku="SAME", options=four, image_url="")
    )  # fmt: skip
    found = warnings_of(
        draft(bad, rule=PriceRule(value=Decimal(-10))), terms(), written="<script>x</script>"
    )
    assert [text.split()[:4] for text in found] == [
        ["2", "variants", "are", "priced"], ["There", "is", "no", "picture."],
        ["There", "are", "more", "than"], ["Some", "SKUs", "stand", "twice:"], ["Two", "variants", "have", "the"],
        ["Scripts", "and", "forms", "were"],
    ]  # fmt: skip


def test_a_price_in_another_currency_is_not_compared_with_the_cost():
    made = draft(currency="EUR", rule=fixed("1"))
    assert warnings_of(made, terms("EUR")) == ()
    assert margins_of(made, terms("EUR")) == (None,)


def test_a_rate_makes_costs_comparable():
    euros = terms("EUR", rates=Rates({("USD", "EUR"): Decimal("0.9")}))
    made = draft_of(product(), "printful", euros)
    assert made.variants[0].price == Money(1792, "EUR")  # twice 8.96
    assert made.variants[0].cost == usd("9.95")
    (left,) = margins_of(made, euros)
    assert left.left == Money(896, "EUR")


def test_a_price_that_only_fees_and_shipping_eat_is_a_loss_as_well():
    costs = SellingCosts(Decimal("9.5"), Decimal("0.45"), Decimal("4.69"))
    made = draft(rule=fixed("12.50"))
    assert warnings_of(made, terms()) == ()
    (told,) = warnings_of(made, terms(costs=costs))
    assert told.startswith("1 variant is sold at a loss once shipping and fees are paid")


def test_what_the_seller_wants_otherwise():
    goods = product(variant(1), variant(2, options=(("Color", "Red"), ("Size", "M"))), variant(3))
    edits = ListingEdits(
        title="Peak Tee",
        description="Warm",
        tags=("mountain",),
        rule=PriceRule(Basis.PLUS, Decimal(10)),
        prices={"v2": "29,90"},
        left_out=("v3",),
        images=("https://cdn.example/2.png",),
        pictures={"v1": "https://cdn.example/red.png"},
        renamed={"Color": "Farbe", "Red": "Rot"},
    )
    made = draft(goods, edits=edits)
    assert (made.title, made.description_html, made.tags) == (
        "Peak Tee",
        "<p>Warm</p>",
        ("mountain",),
    )
    assert made.images == ("https://cdn.example/2.png",)
    assert [(v.supplier_variant_id, v.price, v.image_url) for v in made.variants] == [
        ("v1", usd("19.95"), "https://cdn.example/red.png"), ("v2", usd("29.90"), "https://cdn.example/2.png"),
    ]  # fmt: skip
    assert [v.options for v in made.variants] == [
        (("Farbe", "Black"), ("Size", "M")), (("Farbe", "Rot"), ("Size", "M")),
    ]  # fmt: skip


def test_nothing_chosen_is_nothing_to_sell():
    with pytest.raises(BadInput, match="No variant of"):
        draft(edits=ListingEdits(left_out=("v1",)))


def test_a_price_of_her_own_must_be_one():
    with pytest.raises(BadInput):
        draft(edits=ListingEdits(prices={"v1": "cheap"}))


def test_a_draft_without_variants_has_no_options():
    assert ListingDraft("r", "t", "", (), ()).option_names == ()
