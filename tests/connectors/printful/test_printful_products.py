"""Products with options, costs, pictures and stock, from own and linked stores."""

import pytest

from podbridge_desktop.domain.catalog import Availability
from podbridge_desktop.domain.money import Money

LISTING = {
    "external_id": "5606589595670",
    "name": "Crop Tee",
    "variants": [
        {"external_id": "35654832619542", "variant_id": 4011, "sku": "CROP-S"},
        {"external_id": "35654832652310", "sku": "NOT-SET-UP"},
    ],
}


def products(printful):
    return {each.title: each for each in printful.products()}


def test_all_products_come_with_options_costs_and_pictures(account, printful):
    found = products(printful)
    assert len(found) == len(account.vendor.book.products)
    tee = found["Sunrise Ridge Tee"]
    assert len(tee.variants) == 30
    assert {tuple(name for name, _ in each.options) for each in tee.variants} == {("Color", "Size")}
    assert all(each.cost and each.cost.minor > 0 for each in tee.variants)
    assert tee.variants[0].retail == Money(2600, "USD")
    assert all(each.image_url.startswith(account.url) for each in tee.variants)
    assert len(tee.images) == 6  # one preview per color
    assert tee.images[0] == tee.variants[0].image_url
    assert tee.thumbnail_url
    assert tee.description
    assert not any(each.store_reference for each in tee.variants)


def test_options_that_no_variant_has_are_left_out(printful):
    poster = products(printful)["Alpine Lake Poster"]
    assert {tuple(name for name, _ in each.options) for each in poster.variants} == {("Size",)}


def test_a_product_costs_one_call_and_each_blank_one_more(account, printful):
    found = products(printful)
    assert account.calls("GET /store/products/{id}") == len(found)
    assert account.calls("GET /products/{id}") == len(found)  # each design is on a blank of its own
    assert account.calls("GET /store/products") == 1


def test_the_cost_is_that_of_a_draft_without_postage(account, printful):
    request = account.request(count=1)
    draft = printful.create_order(request)
    cost = {v.remote_id: v.cost for p in printful.products() for v in p.variants}[
        request.lines[0].variant_id
    ]
    assert draft.costs is not None
    assert cost == draft.costs.items


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("out_of_stock", Availability.OUT_OF_STOCK),
        ("temporary_out_of_stock", Availability.OUT_OF_STOCK),
        ("discontinued", Availability.DISCONTINUED),
        ("stocked_on_demand", Availability.ACTIVE),
    ],
)
def test_stock_is_told(account, printful, state, expected):
    variant = account.variants()[0]
    account.vendor.set_stock(variant["variant_id"], state)
    found = {v.remote_id: v.availability for p in printful.products() for v in p.variants}
    assert found[str(variant["id"])] is expected


def test_a_linked_store_gives_the_shops_own_variant_ids(account):
    store = account.vendor.link_store("my-shop.example.com", "shopify", [LISTING])
    account.vendor.book.keys["linked"] = {"kind": "store", "store": store}
    (product,) = account.supplier(token="linked").products()
    assert [each.store_reference for each in product.variants] == ["35654832619542"]
    assert product.variants[0].cost is not None


def test_a_known_store_type_saves_the_question(account):
    list(account.supplier(facts={"store_type": "native"}).products())
    assert account.calls("GET /v2/stores") == 0
