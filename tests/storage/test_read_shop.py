"""Connections, routes, products, variants and the big numbers."""

from datetime import timedelta

import pytest

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.catalog import (
    ListingDraft,
    StoreListing,
    StoreVariant,
    SupplierProduct,
    SupplierVariant,
)
from podbridge_desktop.domain.jobs import JobKind
from podbridge_desktop.domain.mapping import LinkKind
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.ports import Ability, CallFigures, CheckReport, NativeLink
from podbridge_desktop.storage import cases, connections, listings, products
from tests.support.filled import NOON, STORE, SUPPLIER, line, store_order, usd


def made(remote_id, title, *variants):
    return SupplierProduct(
        remote_id, title, variants, thumbnail_url=f"https://x.example/{remote_id}"
    )


def variant(remote_id, title="Black / M", **values):
    return SupplierVariant(remote_id, title, (("Color", "Black"), ("Size", "M")), **values)


@pytest.fixture
def goods(shop):
    """A shirt (listed by its link), and a mug that no store has."""
    with shop.database.write() as tx:
        shirt = products.take_product(
            tx, SUPPLIER,
            made("p1", "Mountain T-shirt", variant("sup-1", cost=usd("12"), sku="SHIRT-M"),
                 variant("sup-2", cost=usd("9.50"))))  # fmt: skip
        mug = products.take_product(
            tx, SUPPLIER, made("p2", "Lake Mug", variant("sup-9", "Lake Mug 11oz"))
        )
        listings.take_listing(
            tx, STORE,
            StoreListing("l1", "Mountain tee", (
                StoreVariant("var-1", "SHIRT-M", (("Size", "M"), ("Color", "Black"))),
                StoreVariant("var-2", "", (("Size", "L"),)),
            ), url="https://peak.example/l1"))  # fmt: skip
    return shirt, mug


def test_a_card_says_all_that_was_found(shop, reads):
    report = CheckReport(
        "9", "Printful Ltd", "USD", (Ability("orders", works=True),), "yes",
        (NativeLink("shopify", "Peak Prints"),), facts={"zone": "UTC"},
    )  # fmt: skip
    with shop.database.write() as tx:
        connections.note_report(tx, SUPPLIER, report)
        connections.note_figures(
            tx, SUPPLIER, CallFigures(calls=200, failures=3, left=90, limit=120)
        )
    card = reads.connection("printful")
    assert (card.kind, card.health, card.last_ok_at) == ("supplier", "healthy", NOON)
    assert (card.abilities, card.native_links) == (
        (Ability("orders", works=True),),
        ("Peak Prints",),
    )
    assert (card.calls_left, card.calls_limit, card.success_rate) == (90, 120, 0.985)
    assert card.facts == {"zone": "UTC"}
    assert [route.store for route in card.routes] == ["Peak Prints"]
    assert [card.kind for card in reads.connections()] == ["store", "supplier"]
    assert reads.connection("nobody") is None


def test_routes_name_both_ends(shop, reads):
    (route,) = reads.routes()
    assert (route.store, route.supplier, route.mode) == ("Peak Prints", "Printful", Mode.ASSIST)
    assert (route.since, route.max_cost) == (NOON - timedelta(days=1), None)


def test_products_know_where_they_are_listed(goods, reads):
    mug, shirt = reads.products()
    assert [row.state for row in mug.listings] == ["not_pushed"]
    (listing,) = shirt.listings
    assert (listing.store, listing.state, listing.listing_id) == ("Peak Prints", "live", "l1")
    assert shirt.costs == (usd("9.50"), usd("12"))
    assert [row.remote_id for row in shirt.variants] == ["sup-1", "sup-2"]
    assert reads.product(shirt.id) == shirt
    assert reads.product(99) is None


def test_a_push_that_was_refused_says_why(shop, goods, reads):
    _, mug = goods
    with shop.database.write() as tx:
        id_, _ = listings.want_listing(tx, STORE, mug, ListingDraft("r", "Lake Mug", "", (), ()))
        refused = NewCase(CaseKind.PUSH_REFUSED, "r", "The title is taken.", listing_id=id_)
        cases.open_case(tx, refused)
    (listing,) = reads.product(mug).listings
    assert (listing.state, listing.message) == ("pushing", "The title is taken.")


@pytest.mark.parametrize(
    ("search", "titles"),
    [("mug", ["Lake Mug"]), ("SHIRT-M", ["Mountain T-shirt"]), ("p2", ["Lake Mug"]), ("lake shirt", []),
     ("50%", []), ("", ["Lake Mug", "Mountain T-shirt"])],
)  # fmt: skip
def test_products_are_searched_by_title_id_and_sku(goods, reads, search, titles):
    assert [row.title for row in reads.products(SUPPLIER, search)] == titles


def test_products_that_are_gone_come_last_and_are_marked(shop, goods, reads):
    with shop.database.write() as tx:
        products.products_gone(tx, SUPPLIER, [goods[0]])
    assert [(row.title, row.gone) for row in reads.products()] == [
        ("Mountain T-shirt", False), ("Lake Mug", True)]  # fmt: skip
    assert [row.title for row in reads.supplier_variants(SUPPLIER)] == [
        "Mountain T-shirt / Black / M", "Mountain T-shirt / Black / M"]  # fmt: skip


def test_supplier_variants_under_their_full_titles(goods, reads):
    assert [row.title for row in reads.supplier_variants(SUPPLIER, "mug 11")] == ["Lake Mug 11oz"]
    assert reads.supplier_variants(STORE) == ()


def test_listing_variants_with_their_links(shop, goods, reads):
    linked, unknown = reads.listing_variants()
    assert (linked.options, linked.link, linked.supplier) == ("M / Black", "linked", "Printful")
    assert linked.supplier_variant == "Mountain T-shirt / Black / M"
    assert (unknown.listing_variant_id, unknown.link, unknown.supplier_variant) == (
        "var-2",
        None,
        "",
    )
    assert reads.listing_variants(STORE, only_unlinked=True) == (unknown,)
    shop.link("var-2", kind=LinkKind.NOT_OURS, supplier="")
    assert reads.listing_variants(only_unlinked=True) == ()
    assert reads.listing_variants()[1].link == "not_ours"


def test_the_big_numbers(shop, reads):
    first, _, made_now = shop.take(
        store_order(1001, lines=(line("a", "var-x"),)), store_order(1002), store_order(1003))  # fmt: skip
    shop.waiting(made_now)
    shop.approve(made_now)
    overview = reads.overview()
    assert (overview.waiting, overview.on_hold, overview.orders) == (1, 1, 3)
    assert overview.at_stake == (usd("29.00"),)
    assert (overview.in_production, overview.oldest_case, overview.last_sync) == (1, NOON, NOON)
    assert overview.steps == {
        "placed": 2, "approval": 0, "production": 1, "shipped": 0, "tracking_synced": 0, "cancelled": 0,
    }  # fmt: skip
    assert reads.orders([first])[first].on_hold


def test_the_big_numbers_of_an_empty_file(reads):
    overview = reads.overview()
    assert (overview.waiting, overview.orders, overview.oldest_case, overview.last_sync) == (
        0,
        0,
        None,
        None,
    )


def test_activity_lists_what_waits(shop, reads):
    shop.take(store_order(1001))
    (row,) = reads.activity()
    assert (row.kind, row.connection, row.state, row.attempts) == (
        JobKind.SEND_ORDER,
        "Printful",
        "ready",
        0,
    )
