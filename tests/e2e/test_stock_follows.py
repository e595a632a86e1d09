"""Stock follows the supplier within one pass and comes back by itself, in both stores; the seller's hand stays hers."""

import pytest

from podbridge_desktop.services.products import PushRequest
from tests.support.bridge import running_bridge


@pytest.fixture(params=["shopify", "etsy"])
def bridge(request, tmp_path):
    with running_bridge(tmp_path, platforms=(request.param, "printful")) as made:
        made.connect()
        made.sync()
        made.store = next(r for r in made.container.reads.connections() if r.kind == "store")
        made.shop = {**made.practice.shops, **made.practice.etsy}[request.param]
        product = next(
            each
            for each in made.container.reads.products()
            if len(each.variants) > 1 and dict(each.variants[0].options).keys() == {"Color", "Size"}
        )
        made.container.actions.push(PushRequest(product.id, made.store.id))
        made.sync()
        made.product = product
        yield made


def blank_of(bridge, place):
    """The number of the blank in the supplier's catalog that a variant is printed on."""
    product = bridge.practice.printful.book
    ident = bridge.product.variants[place].remote_id
    for sync in product.products.values():
        for variant in sync["variants"]:
            if str(variant["id"]) == ident:
                return int(variant["variant_id"])
    raise LookupError(ident)


def stock(bridge, place, state):
    order = {
        "name": "printful",
        "action": "set-stock",
        "variant": blank_of(bridge, place),
        "stock": state,
    }
    bridge.world.post("vendor", order)


def buyable(bridge):
    """By SKU, in the vendor's own books."""
    if bridge.store.platform == "shopify":
        return {
            v.sku: v.available_for_sale for p in bridge.shop.products for v in p.variants if v.sku
        }
    return {
        each["sku"]: listing["state"] == "active" and each["enabled"] and each["quantity"] > 0
        for listing in bridge.shop.book.listings.values()
        for each in listing["products"]
        if not each["deleted"]
    }


def skus(bridge):
    return [variant.sku for variant in bridge.product.variants]


def test_out_of_stock_is_off_sale_within_one_pass_and_comes_back_by_itself(bridge):
    first, second = skus(bridge)[:2]
    assert buyable(bridge)[first]
    stock(bridge, 0, "out_of_stock")
    bridge.sync()
    assert (buyable(bridge)[first], buyable(bridge)[second]) == (False, True)
    stock(bridge, 0, "in_stock")
    bridge.sync()
    assert buyable(bridge)[first]
    assert bridge.cases() == ()


def test_a_listing_that_has_nothing_left_comes_back_too(bridge):
    for state, sold in (("out_of_stock", False), ("in_stock", True)):
        for place in range(len(bridge.product.variants)):
            stock(bridge, place, state)
        bridge.sync()
        assert {buyable(bridge)[sku] for sku in skus(bridge)} == {sold}
        bridge.sync()
        assert {buyable(bridge)[sku] for sku in skus(bridge)} == {sold}


def test_a_store_that_does_not_follow_is_left_alone(bridge):
    bridge.container.actions.follow_stock(bridge.store.id, on=False)
    stock(bridge, 0, "out_of_stock")
    bridge.sync()
    assert buyable(bridge)[skus(bridge)[0]]
    bridge.container.actions.follow_stock(bridge.store.id, on=True)
    bridge.sync()
    assert not buyable(bridge)[skus(bridge)[0]]


def test_a_push_of_what_is_out_of_stock_does_not_put_it_on_sale(bridge):
    stock(bridge, 0, "out_of_stock")
    bridge.sync()
    bridge.container.actions.push(PushRequest(bridge.product.id, bridge.store.id))
    bridge.sync()
    assert not buyable(bridge)[skus(bridge)[0]]
    stock(bridge, 0, "in_stock")
    bridge.sync()
    assert buyable(bridge)[skus(bridge)[0]]


def test_pieces_that_run_out_at_etsy_are_filled_up(tmp_path):
    with running_bridge(tmp_path, platforms=("etsy", "printful")) as bridge:
        bridge.connect()
        bridge.sync()
        (store,) = [r for r in bridge.container.reads.connections() if r.kind == "store"]
        product = bridge.container.reads.products()[0]
        bridge.container.actions.push(PushRequest(product.id, store.id))
        bridge.sync()
        listings = bridge.practice.etsy["etsy"].book.listings.values()
        ours = {variant.sku for variant in product.variants}
        rows = [row for listing in listings for row in listing["products"] if row["sku"] in ours]
        rows[0]["quantity"] = 2
        bridge.sync()
        listings = bridge.practice.etsy["etsy"].book.listings.values()
        left = {
            row["quantity"]
            for listing in listings
            for row in listing["products"]
            if row["sku"] in ours and not row["deleted"]
        }
        assert left == {999}
