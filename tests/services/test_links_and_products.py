"""Links by themselves and by the seller's word; pushing a product to a store."""

from dataclasses import replace
from decimal import Decimal

import pytest

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.catalog import (
    StoreListing,
    StoreVariant,
    SupplierProduct,
    SupplierVariant,
)
from podbridge_desktop.domain.pricing import Basis, PriceRule
from podbridge_desktop.errors import BadInput
from podbridge_desktop.services import link_proposals, links, products, settings
from podbridge_desktop.services.products import PushRequest
from podbridge_desktop.storage import jobs, listings, tables
from podbridge_desktop.storage import products as stored
from tests.support.filled import STORE, SUPPLIER, line, store_order, usd

OPTIONS = (("Size", "M"),)
VARIANT = SupplierVariant("sup-5", "Tee", OPTIONS, "TEE", usd("9.95"), image_url="https://i/1.png")
PRODUCT = SupplierProduct("77", "Mountain Tee", (VARIANT,))


@pytest.fixture
def product_id(db):
    with db.write() as tx:
        return stored.take_product(tx, SUPPLIER, PRODUCT)


@pytest.fixture
def listed(db):
    def made(*variants, store=STORE, remote_id="900"):
        with db.write() as tx:
            listings.take_listing(tx, store, StoreListing(remote_id, "Tee", variants))

    return made


@pytest.fixture
def waiting(shop):
    (order_id,) = shop.take(store_order(1001, lines=(line("1", "var-8"),)))
    return order_id


def linked(shop):
    t = tables.variant_link
    with shop.database.read() as tx:
        rows = tx.conn.execute(t.select().where(t.c.listing_variant_id != "var-1")).all()
    return {row.listing_variant_id: (row.kind, row.supplier_variant_id) for row in rows}


def test_certain_links_are_made_by_themselves_and_waiting_orders_go_on(
    shop, db, product_id, listed, waiting
):
    listed(StoreVariant("var-8", "TEE", OPTIONS), StoreVariant("var-9", "CUP", ()))
    assert links.auto_link(db) == 1
    assert linked(shop) == {"var-8": ("linked", "sup-5")}
    assert shop.row(waiting).lines[0].supplier_variant_id == "sup-5"
    assert shop.open_cases() == set()
    assert links.auto_link(db) == 0


def test_a_sku_that_stands_twice_in_the_store_is_left_to_the_seller_even_when_one_is_answered(shop, db, product_id, listed):  # fmt: skip
    listed(StoreVariant("var-8", "TEE", OPTIONS), StoreVariant("var-9", "TEE", ()))
    links.link(db, STORE, "var-8", SUPPLIER, "sup-5")
    assert links.auto_link(db) == 0
    assert set(linked(shop)) == {"var-8"}


def test_only_the_named_stores_are_linked(shop, db, product_id, listed):
    shop.connect("store-2", "Other shop", domain="other.myshopify.com")
    listed(StoreVariant("var-8", "TEE", OPTIONS))
    listed(StoreVariant("var-7", "TEE", OPTIONS), store="store-2", remote_id="901")
    assert links.auto_link(db, ("store-2",)) == 1
    assert set(linked(shop)) == {"var-7"}
    assert links.auto_link(db, ("nowhere",)) == 0


def test_the_sellers_word_is_never_replaced_by_a_certain_link(shop, db, product_id, listed):
    listed(StoreVariant("var-8", "TEE", OPTIONS))
    links.not_ours(db, STORE, "var-8")
    assert links.auto_link(db) == 0
    assert linked(shop) == {"var-8": ("not_ours", "")}


def test_a_link_to_a_variant_that_the_supplier_has_not_got_is_refused(shop, db, waiting):
    with pytest.raises(BadInput, match="no variant sup-5"):
        links.link(db, STORE, "var-8", SUPPLIER, "sup-5")
    assert shop.open_cases() == {CaseKind.LINK}


def test_not_ours_lets_the_rest_of_each_order_go(shop, db):
    (order_id,) = shop.take(store_order(1001, lines=(line("1", "var-8"), line("2"))))
    changed = links.not_ours(db, STORE, "var-8")
    assert [x.remote_id for x in shop.row(order_id).lines] == ["2"]
    assert changed.topics >= {"orders", "cases", "listings"}


def test_a_review_shows_every_unlinked_variant_and_what_is_accepted_frees_its_orders(
    shop, db, product_id, listed, waiting
):
    listed(StoreVariant("var-8", "tee", (("Größe", "Mittel"),)), StoreVariant("var-9", "CUP", (("Size", "S"),)))  # fmt: skip
    likely, nothing = link_proposals.review(db, STORE)
    assert (likely.printed_as, nothing.proposal) == ("Mountain Tee / Tee", None)
    assert links.auto_link(db) == 0
    assert linked(shop) == {}
    assert link_proposals.accept(db, [likely.proposal]) == 1
    assert linked(shop) == {"var-8": ("linked", "sup-5")}
    assert shop.open_cases() == set()
    assert "SKU alike" in shop.trail("linked")[-1][1]
    assert [row.variant.listing_variant_id for row in link_proposals.review(db)] == ["var-9"]


def test_what_was_answered_meanwhile_is_not_linked_by_an_old_proposal(shop, db, product_id, listed):
    listed(StoreVariant("var-8", "TEE", OPTIONS), StoreVariant("var-9", "tee", OPTIONS))
    proposals = link_proposals.propose(db)
    links.not_ours(db, STORE, "var-8")
    with db.write() as tx:
        stored.take_product(tx, SUPPLIER, replace(PRODUCT, variants=()))
    assert link_proposals.accept(db, proposals) == 0
    assert linked(shop) == {"var-8": ("not_ours", "")}


# --- push to store ---------------------------------------------------------------------------------------------------


def preview(db, product_id, **values):
    return products.preview(db, replace(PushRequest(product_id, STORE), **values))


def price(db, product_id, **values):
    return preview(db, product_id, **values).draft.variants[0].price


def test_a_preview_is_exactly_what_a_push_wants(shop, db, product_id):
    shown = preview(db, product_id, rule=PriceRule(Basis.FIXED, Decimal("24.50")))
    assert (shown.draft.variants[0].price, shown.warnings) == (usd("24.50"), ())
    assert shop.jobs() == set()
    products.push(db, PushRequest(product_id, STORE, rule=PriceRule(Basis.FIXED, Decimal("24.50"))))
    with db.read() as tx:
        assert listings.wanted(tx, 1) == (STORE, None, 1, shown.draft)
    assert shop.jobs() == {"push:1"}
    assert shop.trail("push_wanted")[0][0] == "seller"


def test_the_preset_markup_counts_until_another_is_given(db, product_id):
    assert price(db, product_id) == usd("19.90")
    settings.put(db, "markup_percent", "50")
    assert price(db, product_id) == usd("14.93")
    assert price(db, product_id, rule=PriceRule(value=Decimal(10))) == usd("10.95")


def test_pushed_again_it_is_the_same_listing_in_a_newer_revision(shop, db, product_id):
    for _ in range(2):
        products.push(db, PushRequest(product_id, STORE))
    with db.read() as tx:
        assert listings.wanted(tx, 1)[2] == 2
        assert jobs.live(tx, "push:1") is not None
    assert shop.jobs() == {"push:1"}


def test_a_price_under_the_cost_is_warned_of(db, product_id):
    assert (
        "loses money"
        in preview(db, product_id, rule=PriceRule(Basis.FIXED, Decimal(5))).warnings[0]
    )


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"rule": PriceRule(Basis.FIXED, Decimal("24.505"))}, "more decimals"),
        ({"store_id": "nowhere"}, "store is not connected"),
        ({"store_id": SUPPLIER}, "store is not connected"),
        ({"product_id": 99}, "product is not known"),
    ],
)
def test_what_cannot_be_pushed_is_said_and_nothing_is_stored(shop, db, product_id, values, told):
    for call in (products.preview, products.push):
        with pytest.raises(BadInput, match=told):
            call(db, replace(PushRequest(product_id, STORE), **values))
    assert shop.jobs() == set()
