"""How a store sells: presets, selling costs and rates, and what they do to a push."""

from dataclasses import replace
from decimal import Decimal

import pytest

from podbridge_desktop.domain.listing import ListingEdits
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.pricing import USUAL, Basis, PriceRule, Rounding, SellingCosts
from podbridge_desktop.errors import BadInput
from podbridge_desktop.services import products, selling
from podbridge_desktop.services.products import PushRequest
from podbridge_desktop.storage import connections, listing_edits
from podbridge_desktop.storage import products as stored
from podbridge_desktop.storage.selling import terms as stored_terms
from tests.services.test_links_and_products import PRODUCT
from tests.support.filled import STORE, SUPPLIER, usd

HALF = PriceRule(Basis.MARGIN, Decimal(50), Rounding.NINETY_NINE)
TWICE = PriceRule(Basis.TIMES, Decimal(2))


@pytest.fixture
def product_id(db):
    with db.write() as tx:
        return stored.take_product(tx, SUPPLIER, PRODUCT)


def preview(db, product_id, **values):
    return products.preview(db, PushRequest(product_id, STORE, **values))


def terms(db):
    with db.read() as tx:
        return stored_terms(tx, connections.find(tx, STORE))


def test_a_store_sells_by_what_is_usual_until_the_seller_says_otherwise(db):
    assert (terms(db).rule, terms(db).costs) == (PriceRule(), USUAL["shopify"])
    selling.keep_costs(db, STORE, SellingCosts(Decimal(3), Decimal("0.25"), Decimal("4.50")))
    assert terms(db).costs == SellingCosts(Decimal(3), Decimal("0.25"), Decimal("4.50"))


def test_the_default_preset_prices_a_push(shop, db, product_id):
    selling.keep_preset(db, STORE, "Half", HALF, is_default=True)
    selling.keep_preset(db, STORE, "  Twice  as much ", TWICE)
    assert [(p.name, p.rule, p.is_default) for p in selling.presets(db, STORE)] == [
        ("Half", HALF, True), ("Twice as much", TWICE, False),
    ]  # fmt: skip
    assert preview(db, product_id).draft.variants[0].price == usd("21.99")
    selling.keep_preset(db, STORE, "Twice as much", TWICE, is_default=True)
    assert [p.is_default for p in selling.presets(db, STORE)] == [True, False]
    assert preview(db, product_id).draft.variants[0].price == usd("19.90")
    assert len(shop.trail("price_preset")) == 3


def test_a_forgotten_preset_counts_no_more(db, product_id):
    selling.keep_preset(db, STORE, "Half", HALF, is_default=True)
    selling.forget_preset(db, STORE, "Half")
    assert selling.presets(db, STORE) == ()
    assert terms(db).rule == PriceRule()
    with pytest.raises(BadInput, match="no preset"):
        selling.forget_preset(db, STORE, "Half")


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_a_preset_has_a_name(db, name):
    with pytest.raises(BadInput, match="1 to 40"):
        selling.keep_preset(db, STORE, name, HALF)


def test_rates_are_set_once_for_both_ways(db):
    selling.keep_rate(db, "usd", "eur", "0,8")
    assert selling.rates(db).rate("EUR", "USD") == Decimal("1.25")
    selling.keep_rate(db, "EUR", "USD", "1.1")
    assert selling.rates(db).known == {("EUR", "USD"): Decimal("1.1")}


@pytest.mark.parametrize(
    ("base", "quote", "rate"), [("US", "EUR", "1"), ("USD", "USD", "1"), ("USD", "EUR", "x")]
)
def test_what_is_no_rate_is_said(db, base, quote, rate):
    with pytest.raises(BadInput):
        selling.keep_rate(db, base, quote, rate)
    assert selling.rates(db).known == {}


def test_a_cost_in_another_currency_is_priced_by_the_rate(db, product_id):
    euros = replace(
        PRODUCT, variants=tuple(replace(v, cost=Money(1000, "EUR")) for v in PRODUCT.variants)
    )
    with db.write() as tx:
        stored.take_product(tx, SUPPLIER, euros)
    with pytest.raises(BadInput, match="rate from EUR to USD"):
        preview(db, product_id)
    selling.keep_rate(db, "EUR", "USD", "1.10")
    shown = preview(db, product_id)
    assert shown.draft.variants[0].price == usd("22.00")
    assert shown.margins[0].cost == usd("11.00")


def test_margins_are_told_after_shipping_and_fees(db, product_id):
    selling.keep_costs(db, STORE, SellingCosts(Decimal(10), Decimal("0.30"), Decimal(4)))
    (left, *_) = preview(db, product_id, rule=PriceRule(Basis.FIXED, Decimal(30))).margins
    assert (left.fees, left.shipping, left.left) == (usd("3.30"), usd("4.00"), usd("12.75"))


def test_what_she_edited_holds_for_the_next_push(db, product_id):
    edits = ListingEdits(
        title="Peak Tee", prices={PRODUCT.variants[0].remote_id: "31.00"}, rule=TWICE
    )
    products.push(db, PushRequest(product_id, STORE, edits=edits))
    assert products.edits(db, STORE, product_id) == edits
    again = preview(db, product_id).draft
    assert (again.title, again.variants[0].price) == ("Peak Tee", usd("31.00"))
    for_all = preview(db, product_id, rule=PriceRule(Basis.FIXED, Decimal(25))).draft
    assert (for_all.title, for_all.variants[0].price) == ("Peak Tee", usd("25.00"))
    products.push(db, PushRequest(product_id, STORE, edits=ListingEdits()))
    with db.read() as tx:
        assert listing_edits.load(tx, STORE, product_id) == ListingEdits()
    assert preview(db, product_id).draft.title == PRODUCT.title
