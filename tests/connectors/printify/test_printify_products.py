"""Products as a store shall show them: what is switched on, what it costs, and whether it can be had."""

import pytest

from podbridge_desktop.connectors.printify import catalog, wire_products
from podbridge_desktop.domain.catalog import Availability, Unchanged
from podbridge_desktop.domain.money import Money
from podbridge_desktop.errors import NotThere
from podbridge_desktop.sandbox.printify import seeds

VARIANTS = "GET /v1/catalog/blueprints/{blueprint}/print_providers/{provider}/variants.json"


def test_all_products_come_with_variants_costs_pictures_and_print_provider(account, printify):
    found = {each.remote_id: each for each in printify.products()}
    kept = {each["id"]: each for each in account.products()}
    assert found.keys() == kept.keys()
    for ident, product in found.items():
        enabled = [each for each in kept[ident]["variants"] if each["enabled"]]
        assert [each.remote_id for each in product.variants] == [
            f"{ident}-{v['id']}" for v in enabled
        ]
        assert {each.print_provider for each in product.variants} == {str(kept[ident]["provider"])}
        assert all(each.cost and each.cost.currency == "USD" for each in product.variants)
        assert all(len(each.options) == 2 for each in product.variants)
        assert product.images
        assert product.thumbnail_url in product.images
        assert "<p>" in product.description


def plant(account):
    seeds.plant(account.vendor.book, account.vendor.last)
    account.vendor.load(account.vendor.dump())


def test_a_product_with_nothing_switched_on_is_left_out(account, printify):
    product = account.products()[0]
    for variant in product["variants"]:
        variant["enabled"] = False
    assert product["id"] not in [each.remote_id for each in printify.products()]


def test_out_of_stock_and_no_longer_made_are_told_apart(account, printify):
    product = next(each for each in account.products() if len(each["variants"]) > 4)
    first, second = [each["id"] for each in product["variants"] if each["enabled"]][:2]
    account.vendor.set_stock(first, "out_of_stock")
    account.vendor.discontinue(second)
    found = next(each for each in printify.products() if each.remote_id == product["id"])
    state = {each.remote_id.rpartition("-")[2]: each.availability for each in found.variants}
    assert state[str(first)] is Availability.OUT_OF_STOCK
    assert state[str(second)] is Availability.DISCONTINUED


def blanks(account):
    return {(each["blueprint"], each["provider"]) for each in account.products()}


def test_the_catalog_is_asked_once_a_day_for_each_blank_and_at_each_pull_where_it_is_in_doubt(
    account, printify
):
    plant(account)  # each blank has several products now
    list(printify.products())
    list(printify.products())
    assert account.calls(VARIANTS) == len(blanks(account))
    account.vendor.set_stock(12100, "out_of_stock")
    account.clock.pause(1)
    list(printify.products())
    doubtful = {
        (each["blueprint"], each["provider"])
        for each in account.products()
        if any(v["id"] == 12100 and v["enabled"] for v in each["variants"])
    }
    assert account.calls(VARIANTS) == len(blanks(account)) + len(doubtful)
    account.clock.pause(86_401)
    list(printify.products())
    assert account.calls(VARIANTS) == 2 * len(blanks(account)) + len(doubtful)


def test_an_unchanged_product_is_only_told_to_be_there(account, printify):
    first = list(printify.products())
    marks = {each.remote_id: each.mark for each in first}
    assert set(printify.products(marks)) == {Unchanged(ident) for ident in marks}
    product = account.products()[0]
    product["variants"][0]["price"] += 100
    again = [each for each in printify.products(marks) if not isinstance(each, Unchanged)]
    assert [each.remote_id for each in again] == [product["id"]]
    assert account.calls("GET /v1/shops/{shop}/products/{product}.json") == 0


def test_print_areas_are_told_with_their_sizes_for_the_variants_that_are_on(printify):
    for product in printify.products():
        assert product.print_areas
        own = {each.blank_id for each in product.variants}
        assert all(area.width > 0 and area.height > 0 for area in product.print_areas)
        assert all(set(area.variants) < own for area in product.print_areas)


def test_a_blank_of_one_maker_is_shown_whole_and_one_of_several_by_maker(account, printify):
    heads = printify.catalog()
    assert {each.title for each in heads} >= {"Unisex Heavy Cotton Tee"}
    shown = {head.remote_id: printify.catalog_item(head.remote_id) for head in heads}
    several = next(each for each in shown.values() if len(each.makers) > 1)
    assert several.variants == ()
    one = printify.catalog_item(several.makers[0][0])
    assert one.variants
    assert one.print_areas
    assert one.makers == several.makers
    assert {each.cost for each in one.variants} == {None}
    assert one.note
    account.vendor.set_stock(int(one.variants[0].remote_id), "out_of_stock")
    now = printify.catalog_item(several.makers[0][0])
    assert now.variants[0].availability is Availability.OUT_OF_STOCK
    assert now.variants[1].availability is Availability.ACTIVE


@pytest.mark.parametrize("number", ["tee", "6-x", "999999"])
def test_a_blank_that_is_not_there_is_said(printify, number):
    with pytest.raises(NotThere):
        printify.catalog_item(number)


def test_without_the_right_to_the_catalog_what_is_missing_counts_as_out_of_stock(account, printify):
    account.vendor.set_scopes(["products.read"])
    account.vendor.discontinue(12100)
    states = {
        each.availability
        for product in printify.products()
        for each in product.variants
        if each.remote_id.endswith("-12100")
    }
    assert states == {Availability.OUT_OF_STOCK}


def test_a_locked_product_is_told_and_unlocked(account, printify):
    ident = account.products()[0]["id"]
    account.vendor.lock_product(ident)
    assert [each.remote_id for each in printify.products() if each.locked] == [ident]
    printify.unlock_product(ident)
    assert not [each for each in printify.products() if each.locked]


def test_in_a_shop_that_printify_serves_itself_a_lock_ends_by_itself(account):
    account.vendor.lock_product(account.products()[0]["id"])
    native = account.supplier(facts={"sales_channel": "shopify"})
    assert not [each for each in native.products() if each.locked]


# the odd ones


def product(**values):
    plain = {"id": "0a1b", "title": "Tee", "variants": [variant(1)]}
    return wire_products.Product(**{**plain, **values})


def variant(ident, **values):
    return wire_products.ProductVariant(
        **{"id": ident, "cost": 900, "is_available": True, **values}
    )


def read(told, **how):
    return catalog.product(told, "EUR", **how)


def test_a_product_with_nothing_switched_on_is_none():
    assert read(product(variants=[variant(1, is_enabled=False)])) is None
    assert read(product(variants=None)) is None


def test_a_product_of_few_words_is_still_one():
    found = read(product(title=None))
    assert (found.title, found.description, found.images, found.thumbnail_url) == ("", "", (), "")
    [only] = found.variants
    assert (only.cost, only.retail, only.options, only.print_provider) == (
        Money(900, "EUR"),
        None,
        (),
        "",
    )


def test_the_safety_text_stands_below_the_sellers_own_words():
    told = product(description="<p>Soft.</p>", safety_information="Maker: Fern & Co\n\nWash cold")
    assert read(told).description == "<p>Soft.</p><p>Maker: Fern &amp; Co</p><p>Wash cold</p>"


def test_what_is_not_told_is_unknown():
    told = product(variants=[variant(1, is_available=None, cost=None)])
    [only] = read(told).variants
    assert (only.availability, only.cost) == (Availability.UNKNOWN, None)
    assert catalog.pieces(told) == {}
    assert not catalog.is_in_doubt(told)


def test_the_main_picture_comes_first_and_each_variant_has_its_own():
    images = [
        wire_products.Mockup(src="https://x.example/back.png", variant_ids=[1, 2]),
        wire_products.Mockup(src="file:///secret", variant_ids=[1]),
        wire_products.Mockup(src=None, variant_ids=None),
        wire_products.Mockup(src="https://x.example/front.png", variant_ids=[2], is_default=True),
    ]
    found = read(product(variants=[variant(1), variant(2), variant(3)], images=images))
    assert found.images == ("https://x.example/front.png", "https://x.example/back.png")
    assert [each.image_url for each in found.variants] == [
        "https://x.example/back.png", "https://x.example/front.png", ""]  # fmt: skip


def test_options_are_named_by_their_numbers_whatever_the_title_says():
    options = [
        wire_products.Option(name="Color", values=[wire_products.OptionValue(id=7, title="Black")]),
        wire_products.Option(
            type="size",
            values=[wire_products.OptionValue(id=8, title="L"), wire_products.OptionValue(id=9)],
        ),
        wire_products.Option(values=None),
    ]
    told = product(variants=[variant(1, title="L / Black", options=[7, 8])], options=options)
    assert read(told).variants[0].options == (("Color", "Black"), ("size", "L"))


def test_without_numbers_the_title_is_taken_apart():
    told = product(variants=[variant(1, title="L / Black"), variant(2, title="M / Black")])
    assert [each.options for each in read(told).variants] == [
        (("Option 1", "L"), ("Option 2", "Black")), (("Option 1", "M"), ("Option 2", "Black"))]  # fmt: skip


@pytest.mark.parametrize(
    ("titles", "options"),
    [
        (("L / Black", "M"), [(("Style", "L / Black"),), (("Style", "M"),)]),
        (("L", "L"), [(("Option 1", "L"), ("Style", "L"))] * 2),
    ],
)
def test_variants_that_a_store_could_not_tell_apart_get_their_title(titles, options):
    told = product(variants=[variant(n, title=title) for n, title in enumerate(titles)])
    assert [each.options for each in read(told).variants] == options
