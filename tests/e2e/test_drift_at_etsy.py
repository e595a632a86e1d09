"""The same at Etsy, whose inventory is written whole: nothing seems changed by our own writes, and an undoing comes back."""

import pytest

from podbridge_desktop.domain.drift import ChangeKind
from podbridge_desktop.domain.pricing import Basis, PriceRule
from podbridge_desktop.services.products import PushRequest
from tests.e2e.test_drift import cost, found, listing_ids
from tests.support.bridge import running_bridge


@pytest.fixture
def bridge(tmp_path):
    with running_bridge(tmp_path, platforms=("etsy", "printful")) as made:
        made.connect()
        made.sync()
        made.store = next(r for r in made.container.reads.connections() if r.kind == "store").id
        made.shop = made.practice.etsy["etsy"]
        made.product = next(
            each for each in made.container.reads.products() if len(each.variants) > 3
        )
        push(made)
        yield made


def push(bridge, **how):
    bridge.container.actions.push(PushRequest(bridge.product.id, bridge.store, **how))
    bridge.sync()


def prices(bridge):
    """By SKU, in the shop's own books, in cents."""
    return {
        each["sku"]: each["price"]
        for listing in bridge.shop.book.listings.values()
        for each in listing["products"]
        if not each["deleted"] and each["sku"]
    }


def test_neither_a_push_nor_stock_that_is_followed_is_a_change(bridge):
    assert bridge.container.actions.changes() == ()
    first = bridge.product.variants[0]
    for state in ("out_of_stock", "in_stock"):
        blank = next(
            int(v["variant_id"])
            for sync in bridge.practice.printful.book.products.values()
            for v in sync["variants"]
            if str(v["id"]) == first.remote_id
        )
        order = {"name": "printful", "action": "set-stock", "variant": blank, "stock": state}
        bridge.world.post("vendor", order)
        bridge.sync()
        bridge.sync()
        assert bridge.container.actions.changes() == ()


def test_a_cost_is_told_and_applied(bridge):
    first = bridge.product.variants[0]
    cost(bridge, first, "19.75")
    bridge.sync()
    assert [kind for kind, _ in found(bridge)] == [ChangeKind.COST]
    bridge.container.actions.apply_changes(listing_ids(bridge))
    bridge.sync()
    assert bridge.container.actions.changes() == ()
    assert prices(bridge)[first.sku] == 3950


def test_the_last_push_is_undone(bridge):
    before = prices(bridge)
    push(bridge, rule=PriceRule.typed(Basis.TIMES, "4"))
    assert prices(bridge) != before
    bridge.container.actions.undo_push(bridge.store, bridge.product.id)
    bridge.sync()
    assert prices(bridge) == before


def listing_of(bridge):
    (row,) = (x for x in bridge.container.reads.product(bridge.product.id).listings if x.store_id == bridge.store)  # fmt: skip
    return bridge.shop.book.listings[row.listing_id]


@pytest.mark.parametrize("way", ["apply", "undo"])
def test_what_buyers_do_not_see_is_not_put_on_sale_for_a_fee_that_nobody_agreed_to(bridge, way):
    push(bridge, rule=PriceRule.typed(Basis.TIMES, "4"))
    fees = len(bridge.shop.book.fees)
    listing_of(bridge)["state"] = "draft"  # as it were before it went live
    cost(bridge, bridge.product.variants[0], "19.75")
    bridge.sync()
    if way == "apply":
        bridge.container.actions.apply_changes(listing_ids(bridge))
    else:
        bridge.container.actions.undo_push(bridge.store, bridge.product.id)
    bridge.sync()
    assert listing_of(bridge)["state"] == "draft"
    assert len(bridge.shop.book.fees) == fees
