"""What changes at the supplier and in the store after a push is told with its effect, applied, kept or undone."""

import pytest

from podbridge_desktop.domain.cases import Action
from podbridge_desktop.domain.drift import ChangeKind
from podbridge_desktop.domain.listing import ListingEdits
from podbridge_desktop.domain.pricing import Basis, PriceRule
from podbridge_desktop.errors import BadInput
from podbridge_desktop.services.products import PushRequest
from tests.support.bridge import running_bridge

K = ChangeKind


@pytest.fixture
def bridge(tmp_path):
    with running_bridge(tmp_path) as made:
        made.connect()
        made.sync()
        made.product = next(
            each for each in made.container.reads.products() if len(each.variants) > 3
        )
        made.shop = made.practice.shops["shopify"]
        push(made)
        yield made


def push(bridge, **how):
    bridge.container.actions.push(PushRequest(bridge.product.id, bridge.store_id(), **how))
    bridge.sync()


def found(bridge):
    return {
        (change.kind, change.variant): change
        for listing in bridge.container.actions.changes()
        for change in listing.changes
    }


def kinds(bridge):
    return sorted({kind for kind, _ in found(bridge)})


def listing_ids(bridge):
    return [each.listing_id for each in bridge.container.actions.changes()]


def blanks(bridge):
    """The numbers in the supplier's catalog of what the product's variants are printed on, by variant."""
    return {
        str(variant["id"]): int(variant["variant_id"])
        for sync in bridge.practice.printful.book.products.values()
        for variant in sync["variants"]
    }


def cost(bridge, variant, price):
    blank = blanks(bridge)[variant.remote_id]
    bridge.world.post(
        "vendor", {"name": "printful", "action": "set-price", "variant": blank, "price": price}
    )


def there(bridge):
    """By SKU, in the store's own books."""
    return {v.sku: v for product in bridge.shop.products for v in product.variants if v.sku}


def by_hand(bridge, variant, **how):
    bridge.shop.edit_variant(there(bridge)[variant.sku].id, now=bridge.container.clock.now(), **how)
    bridge.sync()


def test_after_a_push_nothing_has_changed(bridge):
    bridge.sync()
    assert bridge.container.actions.changes() == ()


def test_a_cost_that_rose_is_told_with_what_is_left_of_a_sale(bridge):
    first = bridge.product.variants[0]
    cost(bridge, first, "19.75")
    bridge.sync()
    told = found(bridge)
    (change,) = told.values()
    assert change.kind is K.COST
    assert (change.agreed, change.now) == (str(first.cost), "19.75 USD")
    assert change.after.left.minor < change.before.left.minor
    assert change.after.price == change.before.price


def test_the_list_of_products_says_so_until_it_is_agreed_anew(bridge):
    def state():
        (listing,) = bridge.container.reads.product(bridge.product.id).listings
        return listing.state

    assert state() == "live"
    cost(bridge, bridge.product.variants[0], "13.10")
    bridge.sync()
    assert state() == "changed"
    bridge.container.actions.keep_changes(listing_ids(bridge))
    assert state() == "live"
    by_hand(bridge, bridge.product.variants[1], price="55.00")
    assert state() == "changed"
    bridge.container.actions.apply_changes(listing_ids(bridge))
    bridge.sync()
    assert state() == "live"


def test_applied_the_price_follows_by_the_sellers_rule_and_all_is_agreed(bridge):
    first = bridge.product.variants[0]
    before = there(bridge)[first.sku].price
    cost(bridge, first, "19.75")
    bridge.sync()
    bridge.container.actions.apply_changes(listing_ids(bridge))
    bridge.sync()
    assert there(bridge)[first.sku].price == 2 * 1975 > before
    assert bridge.container.actions.changes() == ()


def test_kept_the_price_stays_and_it_is_not_told_again(bridge):
    first = bridge.product.variants[0]
    before = there(bridge)[first.sku].price
    cost(bridge, first, "13.10")
    bridge.sync()
    bridge.container.actions.keep_changes(listing_ids(bridge))
    bridge.sync()
    assert there(bridge)[first.sku].price == before
    assert bridge.container.actions.changes() == ()
    cost(bridge, first, "13.20")
    bridge.sync()
    (change,) = found(bridge).values()
    assert (change.agreed, change.now) == ("13.10 USD", "13.20 USD")


def test_a_cost_that_eats_the_margin_is_a_case_until_she_agreed_anew(bridge):
    first = bridge.product.variants[0]
    cost(bridge, first, "80.00")
    bridge.sync()
    case = bridge.case("cost_rose")
    assert bridge.product.title in case.message
    assert "lose money with each sale" in case.message
    bridge.container.actions.resolve(case.id, Action.UPDATE_LISTING, {})
    bridge.sync()
    assert bridge.cases() == ()
    assert there(bridge)[first.sku].price == 16000
    cost(bridge, first, "200.00")
    bridge.sync()
    bridge.container.actions.keep_changes(listing_ids(bridge))
    bridge.sync()
    assert bridge.cases() == ()


def test_a_cost_that_falls_again_ends_the_case(bridge):
    first = bridge.product.variants[0]
    cost(bridge, first, "80.00")
    bridge.sync()
    assert bridge.case("cost_rose")
    cost(bridge, first, str(first.cost.amount))
    bridge.sync()
    assert bridge.cases() == ()
    assert bridge.container.actions.changes() == ()


def test_one_that_cannot_be_done_stops_none_of_the_others(bridge):
    cost(bridge, bridge.product.variants[0], "19.75")
    bridge.sync()
    nobodys = 999_999
    for work in (bridge.container.actions.apply_changes, bridge.container.actions.keep_changes):
        _, refused = work([nobodys, *listing_ids(bridge)])
        assert "never pushed from here" in refused[0].message
        assert len(refused) == 1
        bridge.sync()
        assert bridge.container.actions.changes() == ()
        cost(bridge, bridge.product.variants[0], "20.75")
        bridge.sync()


def test_a_price_changed_by_hand_is_put_back_or_becomes_hers(bridge):
    first, second = bridge.product.variants[:2]
    by_hand(bridge, first, price="99.00")
    assert kinds(bridge) == [K.PRICE]
    bridge.container.actions.apply_changes(listing_ids(bridge))
    bridge.sync()
    assert there(bridge)[first.sku].price != 9900
    by_hand(bridge, second, price="88.00")
    bridge.container.actions.keep_changes(listing_ids(bridge))
    push(bridge)
    assert there(bridge)[second.sku].price == 8800
    assert bridge.container.actions.changes() == ()


def test_a_variant_deleted_in_the_store_comes_back_or_stays_away(bridge):
    first, second = bridge.product.variants[:2]
    now = bridge.container.clock.now()
    bridge.shop.delete_variant(there(bridge)[first.sku].id, now=now)
    bridge.sync()
    assert kinds(bridge) == [K.GONE_AT_STORE]
    bridge.container.actions.apply_changes(listing_ids(bridge))
    bridge.sync()
    assert first.sku in there(bridge)
    bridge.shop.delete_variant(there(bridge)[second.sku].id, now=now)
    bridge.sync()
    bridge.container.actions.keep_changes(listing_ids(bridge))
    push(bridge)
    assert second.sku not in there(bridge)
    assert bridge.container.actions.changes() == ()


def test_a_variant_that_is_not_made_any_more_is_told_until_it_is_kept(bridge):
    first = bridge.product.variants[0]
    blank = blanks(bridge)[first.remote_id]
    bridge.world.post("vendor", {"name": "printful", "action": "discontinue", "variant": blank})
    bridge.sync()
    assert kinds(bridge) == [K.GONE_AT_SUPPLIER]
    bridge.container.actions.keep_changes(listing_ids(bridge))
    assert bridge.container.actions.changes() == ()


def test_a_product_deleted_at_the_supplier_is_off_sale_once_two_looks_missed_it(bridge):
    book = bridge.practice.printful.book
    (key,) = (
        key
        for key, sync in book.products.items()
        if str(sync["variants"][0]["id"]) == bridge.product.variants[0].remote_id
    )
    kept = book.products.pop(key)
    bridge.sync()
    assert bridge.container.actions.changes() == ()
    bridge.sync()
    assert kinds(bridge) == [K.GONE_AT_SUPPLIER]
    skus = {each.sku for each in bridge.product.variants}
    assert not any(v.available_for_sale for sku, v in there(bridge).items() if sku in skus)
    _, refused = bridge.container.actions.apply_changes(listing_ids(bridge))
    assert "no variant that the supplier still makes" in refused[0].message
    book.products[key] = kept
    bridge.sync()
    assert bridge.container.actions.changes() == ()
    assert all(v.available_for_sale for sku, v in there(bridge).items() if sku in skus)


def test_out_of_stock_is_told_only_where_the_store_does_not_follow(bridge):
    first = bridge.product.variants[0]
    blank = blanks(bridge)[first.remote_id]
    order = {"name": "printful", "action": "set-stock", "variant": blank, "stock": "out_of_stock"}
    bridge.world.post("vendor", order)
    bridge.sync()
    assert bridge.container.actions.changes() == ()
    bridge.container.actions.follow_stock(bridge.store_id(), on=False)
    assert kinds(bridge) == [K.OUT_OF_STOCK]


def test_what_she_left_out_is_not_new_at_the_supplier(bridge):
    out = bridge.product.variants[0].remote_id
    push(bridge, edits=ListingEdits(left_out=(out,)))
    assert bridge.container.actions.changes() == ()
    push(bridge, edits=ListingEdits())
    assert bridge.container.actions.changes() == ()


def test_a_sku_and_a_title_changed_by_hand_are_told_and_kept(bridge):
    first = bridge.product.variants[0]
    by_hand(bridge, first, sku="OWN-1")
    told = found(bridge)
    (change,) = told.values()
    assert (change.kind, change.agreed, change.now) == (K.SKU, first.sku, "OWN-1")
    bridge.container.actions.keep_changes(listing_ids(bridge))
    assert bridge.container.actions.changes() == ()


def test_the_last_push_is_undone_and_so_is_the_undoing(bridge):
    before = {sku: v.price for sku, v in there(bridge).items()}
    push(bridge, rule=PriceRule.typed(Basis.TIMES, "4"))
    dearer = {sku: v.price for sku, v in there(bridge).items()}
    assert dearer != before
    bridge.container.actions.undo_push(bridge.store_id(), bridge.product.id)
    bridge.sync()
    assert {sku: v.price for sku, v in there(bridge).items()} == before
    bridge.container.actions.undo_push(bridge.store_id(), bridge.product.id)
    bridge.sync()
    assert {sku: v.price for sku, v in there(bridge).items()} == dearer


def test_a_price_of_her_own_hand_comes_back_with_the_undoing(bridge):
    first = bridge.product.variants[0]
    bridge.shop.edit_variant(
        there(bridge)[first.sku].id, now=bridge.container.clock.now(), price="77.00"
    )  # nobody has read it yet when the push goes out
    push(bridge)
    assert there(bridge)[first.sku].price != 7700
    bridge.container.actions.undo_push(bridge.store_id(), bridge.product.id)
    bridge.sync()
    assert there(bridge)[first.sku].price == 7700


def test_the_first_push_cannot_be_undone(bridge):
    with pytest.raises(BadInput, match="was new with the last push"):
        bridge.container.actions.undo_push(bridge.store_id(), bridge.product.id)
