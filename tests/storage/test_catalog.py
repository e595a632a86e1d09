"""Products, listings and links: what is pushed is linked without a guess, and newer wishes are not lost."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from podbridge_desktop.domain.catalog import (
    Availability,
    ListingDraft,
    ListingVariant,
    StoreListing,
    StoreVariant,
    SupplierProduct,
    SupplierVariant,
)
from podbridge_desktop.domain.mapping import LinkKind, VariantLink
from podbridge_desktop.domain.money import Money
from podbridge_desktop.storage import listings, products, tables, variant_links
from podbridge_desktop.storage.audit import Actor
from tests.support.filled import STORE, SUPPLIER, usd

OPTIONS = (("Color", "Black"), ("Size", "M"))


def variant(number, **values):
    plain = SupplierVariant(
        f"v{number}", f"Tee {number}", OPTIONS, f"TEE-{number}", usd("9.95"), Money(2500, "EUR"), "https://i/1.png",
        Availability.OUT_OF_STOCK, "store-ref",
    )  # fmt: skip
    return replace(plain, **values)


def product(remote_id="77", *variants, **values):
    made = variants or (variant(1), variant(2, cost=None, retail=None, options=()))
    plain = SupplierProduct(
        remote_id, "Mountain Tee", made, "Soft", "https://i/t.png", ("https://i/m.png",)
    )
    return replace(plain, **values)


def draft(*skus, reference="podbridge-printful-77", options=None):
    variants = tuple(
        ListingVariant((options or {}).get(place, OPTIONS), usd("20"), sku, f"v{place}")
        for place, sku in enumerate(skus, 1)
    )
    return ListingDraft(
        reference, "Mountain Tee", "<p>x</p>", ("https://i/m.png",), variants, tags=("a",)
    )


def listing(*variants, remote_id="900", **values):
    return replace(StoreListing(remote_id, "Mountain Tee", variants, "https://shop/900"), **values)


@pytest.fixture
def write(shop):
    def written(work, *args):
        with shop.database.write() as tx:
            return work(tx, *args)

    return written


def links(shop):
    t = tables.variant_link
    with shop.database.read() as tx:
        rows = tx.conn.execute(select(t).where(t.c.listing_variant_id != "var-1"))
        return {row.listing_variant_id: (row.supplier_id, row.supplier_variant_id) for row in rows}


def stored(shop):
    with shop.database.read() as tx:
        return tx.conn.execute(select(tables.listing).order_by(tables.listing.c.id)).all()


# --- products --------------------------------------------------------------------------------------------------------


def test_a_product_is_read_back_as_it_was_pulled(write):
    id_ = write(products.take_product, SUPPLIER, product())
    assert write(products.load_product, id_) == (SUPPLIER, product())


def test_pulled_again_it_is_the_same_product_with_what_it_has_now(write):
    id_ = write(products.take_product, SUPPLIER, product())
    changed = product("77", variant(3), title="New title")
    assert write(products.take_product, SUPPLIER, changed) == id_
    assert write(products.load_product, id_) == (SUPPLIER, changed)


def test_a_variant_that_moved_to_another_product_moves_here_too(write):
    first = write(products.take_product, SUPPLIER, product("77", variant(1), variant(2)))
    second = write(products.take_product, SUPPLIER, product("78", variant(2)))
    assert [v.remote_id for v in write(products.load_product, first)[1].variants] == ["v1"]
    assert [v.remote_id for v in write(products.load_product, second)[1].variants] == ["v2"]


def test_a_product_without_variants_is_a_product(write):
    id_ = write(products.take_product, SUPPLIER, replace(product(), variants=()))
    assert write(products.load_product, id_)[1].variants == ()
    assert write(products.load_product, 99) is None


def test_what_a_whole_pull_did_not_see_is_marked_and_comes_back_when_seen(shop, write):
    gone, stays = (
        write(products.take_product, SUPPLIER, product(n, variant(n))) for n in ("77", "78")
    )
    write(products.products_gone, SUPPLIER, [stays])
    t = tables.product

    def marked():
        with shop.database.read() as tx:
            return tx.conn.execute(select(t.c.id).where(t.c.gone_at.is_not(None))).scalars().all()

    assert marked() == [gone]
    write(products.take_product, SUPPLIER, product("77", variant("77")))
    assert marked() == []


# --- listings --------------------------------------------------------------------------------------------------------


def test_a_pulled_listing_brings_its_variants_to_the_matching(shop, write):
    write(listings.take_listing, STORE, listing(StoreVariant("var-8", "TEE", OPTIONS, usd("20")), StoreVariant("var-1", "X", ())))  # fmt: skip
    (found,) = write(variant_links.store_listings, STORE)
    assert found.variants == (StoreVariant("var-8", "TEE", OPTIONS), StoreVariant("var-1", "X", ()))
    assert set(write(variant_links.known_links, STORE)) == {"var-1"}


def test_a_supplier_offers_what_it_still_makes_to_the_matching(write):
    write(products.take_product, SUPPLIER, product("77", variant(1)))
    (found,) = write(variant_links.makers, [SUPPLIER])
    assert found.supplier_id == SUPPLIER
    (made,) = found.product.variants
    assert (made.remote_id, made.sku, made.store_reference) == ("v1", "TEE-1", "store-ref")
    assert write(variant_links.makers, []) == []
    assert write(variant_links.makes, SUPPLIER) == {"v1"}
    write(products.products_gone, SUPPLIER, ())
    assert write(variant_links.makers, [SUPPLIER]) == []


@pytest.mark.parametrize(("live", "state"), [(True, "live"), (False, "draft")])
def test_a_listing_is_as_visible_as_the_store_says(shop, write, live, state):
    write(listings.take_listing, STORE, listing(live=live))
    assert [row.state for row in stored(shop)] == [state]


@pytest.mark.parametrize("state", ["pushing", "broken", "changed"])
def test_a_pull_does_not_paint_over_a_push_that_is_not_settled(shop, write, state):
    write(listings.take_listing, STORE, listing())
    with shop.database.write() as tx:
        tx.conn.execute(tables.listing.update().values(state=state))
    write(listings.take_listing, STORE, listing(title="Renamed"))
    assert [(row.title, row.state) for row in stored(shop)] == [("Renamed", state)]


def test_a_variant_that_moved_to_another_listing_stands_once(shop, write):
    one = StoreVariant("var-8", "TEE", OPTIONS)
    write(listings.take_listing, STORE, listing(one, remote_id="900"))
    write(listings.take_listing, STORE, listing(one, remote_id="901"))
    with shop.database.read() as tx:
        assert len(variant_links.store_listings(tx, STORE)) == 1


def test_two_stores_may_use_the_same_numbers(shop, write):
    shop.connect("store-2", "Other shop", domain="other.myshopify.com")
    one = StoreVariant("var-8", "TEE", OPTIONS)
    write(listings.take_listing, STORE, listing(one))
    write(listings.take_listing, "store-2", listing(one))
    with shop.database.read() as tx:
        assert len(variant_links.store_listings(tx, STORE)) == 1
        assert len(variant_links.store_listings(tx, "store-2")) == 1


def test_a_listing_that_left_the_store_is_forgotten_unless_it_is_being_pushed(shop, write):
    gone = write(listings.take_listing, STORE, listing(remote_id="900"))
    stays = write(listings.take_listing, STORE, listing(remote_id="901"))
    product_id = write(products.take_product, SUPPLIER, product())
    pushing, _ = write(listings.want_listing, STORE, product_id, draft("TEE-1"))
    write(listings.listings_gone, STORE, [stays])
    assert [row.id for row in stored(shop)] == [stays, pushing]
    assert gone not in {stays, pushing}


# --- pushing ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def want(write):
    product_id = write(products.take_product, SUPPLIER, product())

    def wanted(made):
        return write(listings.want_listing, STORE, product_id, made)

    return wanted


def test_a_wanted_listing_is_read_back_as_it_was_wanted(write, want):
    made = draft("TEE-1", "TEE-2")
    listing_id, revision = want(made)
    assert write(listings.wanted, listing_id) == (STORE, None, revision, made)


def test_a_listing_that_nobody_wants_pushed_is_none(write):
    listing_id = write(listings.take_listing, STORE, listing())
    assert write(listings.wanted, listing_id) is None
    assert write(listings.wanted, 99) is None


def test_a_push_brings_the_stores_ids_and_links_every_variant_by_its_sku(shop, write, want):
    made = draft("TEE-1", "TEE-2")
    listing_id, revision = want(made)
    found = listing(StoreVariant("var-20", "TEE-2", ()), StoreVariant("var-10", "TEE-1", ()))
    write(listings.pushed, listing_id, revision, found, made)
    (row,) = stored(shop)
    assert (row.remote_id, row.state, row.known_revision, row.url) == (
        "900", "live", 1, "https://shop/900")  # fmt: skip
    assert links(shop) == {"var-10": (SUPPLIER, "v1"), "var-20": (SUPPLIER, "v2")}


def test_a_variant_that_the_seller_added_at_the_store_is_not_linked(shop, write, want):
    made = draft("TEE-1")
    listing_id, revision = want(made)
    found = listing(StoreVariant("var-10", "TEE-1", ()), StoreVariant("var-11", "HERS", ()))
    write(listings.pushed, listing_id, revision, found, made)
    assert set(links(shop)) == {"var-10"}


BLUE = (("Color", "Blue"), ("Size", "M"))


def test_a_sku_that_stands_twice_is_told_apart_by_the_options(shop, write, want):
    made = draft("SAME", "SAME", options={2: BLUE})
    listing_id, revision = want(made)
    turned = tuple(reversed(BLUE))
    found = listing(StoreVariant("var-20", "SAME", turned), StoreVariant("var-10", "SAME", OPTIONS))
    write(listings.pushed, listing_id, revision, found, made)
    assert links(shop) == {"var-10": (SUPPLIER, "v1"), "var-20": (SUPPLIER, "v2")}


def test_variants_that_nothing_tells_apart_are_left_to_the_seller(shop, write, want):
    made = draft("SAME", "SAME")
    listing_id, revision = want(made)
    write(
        listings.pushed,
        listing_id,
        revision,
        listing(StoreVariant("var-1x", "SAME", OPTIONS)),
        made,
    )
    assert links(shop) == {}


def test_a_product_that_is_not_ours_any_more_links_nothing(shop, write, want):
    made = draft("TEE-1")
    listing_id, revision = want(made)
    with shop.database.write() as tx:
        tx.conn.execute(tables.product.delete())
    write(listings.pushed, listing_id, revision, listing(StoreVariant("var-10", "TEE-1", ())), made)
    assert links(shop) == {}


def test_a_newer_wish_keeps_pushing_after_the_older_one_arrived(shop, write, want):
    listing_id, first = want(draft("TEE-1"))
    assert want(draft("TEE-1", "TEE-2")) == (listing_id, first + 1)
    write(listings.pushed, listing_id, first, listing(), draft("TEE-1"))
    (row,) = stored(shop)
    assert (row.state, row.known_revision, row.wanted_revision) == ("pushing", 1, 2)


def test_a_twin_that_a_pull_brought_meanwhile_is_the_same_listing(shop, write, want):
    """The pull saw the new listing before our own answer was written."""
    listing_id, revision = want(draft("TEE-1"))
    found = listing(StoreVariant("var-10", "TEE-1", ()))
    write(listings.take_listing, STORE, found)
    write(listings.pushed, listing_id, revision, found, draft("TEE-1"))
    assert [(row.id, row.remote_id) for row in stored(shop)] == [(listing_id, "900")]


def test_a_listing_that_the_store_keeps_hidden_is_a_draft(shop, write, want):
    listing_id, revision = want(draft("TEE-1"))
    write(listings.pushed, listing_id, revision, listing(live=False), draft("TEE-1"))
    assert stored(shop)[0].state == "draft"


def test_a_refused_push_shows(shop, write, want):
    listing_id, _ = want(draft("TEE-1"))
    write(listings.push_failed, listing_id)
    assert stored(shop)[0].state == "broken"


def test_a_newer_word_replaces_the_older_link(shop, write):
    for kind, made_by in ((LinkKind.LINKED, "v1"), (LinkKind.NOT_OURS, "")):
        link = VariantLink(STORE, "var-8", kind, SUPPLIER if made_by else "", made_by)
        write(variant_links.set_links, [link], Actor.SELLER)
    assert links(shop) == {"var-8": ("", "")}
    write(variant_links.set_links, [], Actor.SELLER)
