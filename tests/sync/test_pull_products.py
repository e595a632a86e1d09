"""Products are pulled anew only where they changed, whole once a day, and what a supplier lacks is marked."""

import pytest

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.catalog import Availability
from podbridge_desktop.errors import BadInput
from podbridge_desktop.services.products import PushRequest
from tests.support.bridge import running_bridge

ONE = "GET /store/products/{id}"


@pytest.fixture
def bridge(tmp_path):
    with running_bridge(tmp_path) as running:
        running.connect()
        running.sync()
        yield running


def details(bridge):
    return bridge.practice.printful.book.calls.get(ONE, 0)


def test_a_second_pull_reads_no_product_again_and_keeps_them_all(bridge):
    before = bridge.container.reads.products()
    assert details(bridge) == len(before) == 8
    bridge.sync()
    assert details(bridge) == 8
    assert bridge.container.reads.products() == before


def test_after_a_day_everything_is_read_whole(bridge):
    bridge.days(1)
    assert details(bridge) == 16
    bridge.sync()
    assert details(bridge) == 16


def test_what_runs_out_or_is_no_longer_made_is_marked_and_comes_back(bridge):
    vendor = bridge.practice.printful
    tee = next(p for p in bridge.container.reads.products() if p.title == "Sunrise Ridge Tee")
    vendor.set_stock(4011, "out_of_stock")
    vendor.set_stock(4012, "discontinued")
    bridge.sync()
    row = bridge.container.reads.product(tee.id)
    assert row.unavailable == (1, 1)
    states = [v.availability for v in row.variants[:3]]
    assert states == [Availability.OUT_OF_STOCK, Availability.DISCONTINUED, Availability.ACTIVE]
    vendor.set_stock(4011, "in_stock")
    bridge.sync()
    assert bridge.container.reads.product(tee.id).unavailable == (0, 1)
    assert details(bridge) == 10


def test_a_product_that_is_deleted_there_is_gone_here_also_when_the_others_are_unchanged(bridge):
    book = bridge.practice.printful.book
    gone = min(book.products)
    del book.products[gone]
    bridge.sync()
    assert [p.remote_id for p in bridge.container.reads.products() if p.gone] == [gone]
    assert details(bridge) == 8


def test_print_areas_are_kept(bridge):
    tee = next(p for p in bridge.container.reads.products() if p.title == "Sunrise Ridge Tee")
    assert [(a.placement, a.width, a.dpi) for a in tee.print_areas] == [
        ("front", 1800, 150), ("back", 1800, 150), ("label_inside", 450, 150),
    ]  # fmt: skip


def test_a_product_of_a_shop_that_the_supplier_serves_itself_is_not_pushed(bridge):
    database = bridge.intruder()
    database.execute("UPDATE product SET not_pushable = 'It is on sale there already.'")
    database.close()
    product = bridge.container.reads.products()[0]
    with pytest.raises(BadInput, match="on sale there already"):
        bridge.container.actions.push(PushRequest(product.id, bridge.store_id()))


def test_a_lock_at_printify_is_told_until_it_is_gone_though_nothing_else_changes(tmp_path):
    with running_bridge(tmp_path, platforms=("shopify", "printify")) as bridge:
        bridge.connect()
        bridge.sync()
        vendor = bridge.practice.printify
        ident = next(iter(vendor.book.products))
        vendor.lock_product(ident)
        for _ in range(2):  # the second pull gets it as unchanged
            bridge.sync()
            assert bridge.case(CaseKind.PRODUCT_LOCKED)
        vendor.lock_product(ident, locked=False)
        bridge.sync()
        assert CaseKind.PRODUCT_LOCKED not in {case.kind for case in bridge.cases()}
