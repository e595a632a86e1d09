"""Products with options, costs, pictures and stock, from own and linked stores."""

from dataclasses import replace

import msgspec
import pytest

from podbridge_desktop.connectors.printful import blanks, catalog, templates, wire
from podbridge_desktop.domain.catalog import Availability, Unchanged
from podbridge_desktop.domain.fulfilment import OrderedLine
from podbridge_desktop.domain.money import Money
from podbridge_desktop.errors import NotThere
from podbridge_desktop.sandbox.printful import ACCOUNT_TOKEN, STORE_ID

ONE, BLANK, LIST = "GET /store/products/{id}", "GET /products/{id}", "GET /store/products"
AREAS = "GET /mockup-generator/printfiles/{id}"

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


def changed(printful, marks):
    return [each for each in printful.products(marks) if not isinstance(each, Unchanged)]


def marks_of(printful):
    return {each.remote_id: each.mark for each in printful.products()}


def test_an_unchanged_product_costs_no_call_of_its_own(account, printful):
    marks = marks_of(printful)
    before = {route: account.calls(route) for route in (ONE, BLANK, AREAS, LIST)}
    assert set(printful.products(marks)) == {Unchanged(ident) for ident in marks}
    after = {route: account.calls(route) - count for route, count in before.items()}
    assert after == {
        ONE: 0,
        BLANK: 8,
        AREAS: 0,
        LIST: 1,
    }  # eight blanks: stock and prices are theirs


def test_a_renamed_product_is_read_and_no_other(account, printful):
    marks = marks_of(printful)
    account.vendor.book.products[min(marks)]["name"] = "Sunrise, second edition"
    before = account.calls(ONE)
    (found,) = changed(printful, marks)
    assert found.title == "Sunrise, second edition"
    assert account.calls(ONE) == before + 1


def test_a_variant_that_runs_out_is_seen_without_the_marks_help(account, printful):
    marks = marks_of(printful)
    tee = account.variants()[0]
    account.vendor.set_stock(tee["variant_id"], "out_of_stock")
    (found,) = changed(printful, marks)
    state = {each.remote_id: each.availability for each in found.variants}
    assert state.pop(str(tee["id"])) is Availability.OUT_OF_STOCK
    assert set(state.values()) == {Availability.ACTIVE}
    assert changed(printful, {**marks, found.remote_id: found.mark}) == []


def test_a_product_with_nothing_set_up_costs_no_call(account, printful):
    for each in account.variants():
        each["variant_id"] = None
    assert list(printful.products()) == []
    assert account.calls(ONE) == 0


def test_print_areas_come_in_pixels_and_are_read_once_a_day(account, printful):
    found = products(printful)
    front = found["Sunrise Ridge Tee"].print_areas[0]
    assert (front.placement, front.width, front.height, front.dpi) == ("front", 1800, 2400, 150)
    assert front.variants == ()
    assert [each.title for each in found["Sunrise Ridge Tee"].print_areas] == [
        "Front print", "Back print", "Inside label",
    ]  # fmt: skip
    assert found["Little Wave Cap"].print_areas[0].technique == "EMBROIDERY"
    list(printful.products())
    assert account.calls(AREAS) == 8
    account.clock.pause(86_401)
    list(printful.products())
    assert account.calls(AREAS) == 16


def test_an_area_whose_size_differs_by_variant_stands_once_for_each_size():
    told = wire.Printfiles(
        {"front": "Front"},
        [wire.Printfile(1, 1800, 2400, 150), wire.Printfile(2, 900, 1200, 150)],
        [
            wire.VariantPrintfiles(11, {"front": 1}),
            wire.VariantPrintfiles(12, {"front": 2}),
            wire.VariantPrintfiles(13, {"front": 3}),
        ],
    )
    found = blanks.areas(told)
    assert [(each.variants, each.width) for each in found] == [
        (("11",), 1800),
        (("12",), 900),
        (("13",), 0),
    ]
    assert [each.variants for each in blanks.narrowed(found, frozenset({"11"}))] == [()]
    assert blanks.narrowed(blanks.areas(wire.Printfiles()), frozenset({"11"})) == ()


def test_products_of_a_linked_store_say_why_they_are_not_pushed(account, printful):
    store = account.vendor.link_store("my-shop.example.com", "shopify", [LISTING])
    account.vendor.book.keys["linked"] = {"kind": "store", "store": store}
    (product,) = account.supplier(token="linked").products()
    assert "Shopify shop that Printful serves by itself" in product.not_pushable
    assert {each.not_pushable for each in printful.products()} == {""}


def whole_account(account):
    facts = {"token_reach": "account", "store_type": "native", "store_id": str(STORE_ID)}
    return account.supplier(token=ACCOUNT_TOKEN, store_id=str(STORE_ID), facts=facts)


def test_templates_of_the_account_are_products_that_can_be_ordered(account):
    printful = whole_account(account)
    tee = next(each for each in printful.products() if each.title == "Sunrise template")
    assert len(tee.variants) == 30
    assert (tee.variants[0].cost, tee.not_pushable) == (Money(1169, "USD"), "")
    assert tee.images == (tee.thumbnail_url,)
    line = OrderedLine("14200000001", tee.variants[0].remote_id, 2, "Tee", Money(2600, "USD"))
    draft = printful.create_order(replace(account.request(), lines=(line,)))
    assert [(each.variant_id, each.quantity) for each in draft.lines] == [(line.variant_id, 2)]
    kept = account.vendor.order(draft.remote_id)["items"][0]
    assert (str(kept["template"]), kept["variant_id"]) == (
        tee.remote_id.removeprefix("template-"),
        4011,
    )
    assert draft.costs is not None
    assert draft.costs.items == Money(2 * 1169, "USD")


def test_a_templates_list_tells_it_whole_and_unchanged(account):
    printful = whole_account(account)
    marks = marks_of(printful)
    assert changed(printful, marks) == []
    name = next(each for each in marks if each.startswith("template-"))
    account.vendor.book.templates[name.removeprefix("template-")]["title"] = "Renamed"
    assert [each.title for each in changed(printful, marks)] == ["Renamed"]


def test_without_the_right_to_templates_the_products_come_all_the_same(account):
    account.vendor.set_scopes(["sync_products/read", "orders/read"])
    assert len(list(whole_account(account).products())) == 8
    assert account.calls("GET /product-templates") == 1


def test_a_template_printed_otherwise_than_usual_has_no_known_cost():
    told = wire.Template(
        5, 71, available_variant_ids=[4011, 9],
        placements=[wire.TemplatePlacement("front", "EMBROIDERY")],
        mockup_file=wire.TemplatePicture("https://example.com/t.png"),
    )  # fmt: skip
    blank = wire.CatalogDetail(
        wire.CatalogProduct(
            71, currency="USD", techniques=[wire.Technique("DTG", is_default=True)]
        ),
        [wire.CatalogVariant(4011, price=msgspec.Raw(b"11.69"))],
    )
    found = templates.product(told, {71: blank})
    assert [(each.remote_id, each.cost) for each in found.variants] == [("template-5-4011", None)]
    assert found.images == ("https://example.com/t.png",)
    assert templates.product(told, {}) is None
    assert templates.parts_of("300000012") is None
    assert templates.parts_of("template-5-x") is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["in_stock", "discontinued"], Availability.ACTIVE),
        (["discontinued", "discontinued"], Availability.DISCONTINUED),
    ],
)
def test_a_blank_is_discontinued_where_every_region_says_so(words, expected):
    regions = [wire.RegionStock(word) for word in words]
    blank = wire.CatalogVariant(1, in_stock="in_stock" in words, availability_status=regions)
    assert catalog.stock_of(blank) is expected


def test_the_catalog_shows_blanks_with_costs_stock_and_print_areas(account, printful):
    heads = {each.title: each for each in printful.catalog()}
    mug = printful.catalog_item(heads["White Glossy Mug"].remote_id)
    assert [(dict(v.options)["Size"], v.cost) for v in mug.variants] == [
        ("11 oz", Money(595, "USD")), ("15 oz", Money(795, "USD")),
    ]  # fmt: skip
    assert [(each.width, each.height, each.dpi) for each in mug.print_areas] == [(2700, 1050, 300)]
    assert {each.availability for each in mug.variants} == {Availability.ACTIVE}
    assert account.calls("GET /products") == 1


@pytest.mark.parametrize("number", ["mug", "999999"])
def test_a_blank_that_is_not_there_is_said(printful, number):
    with pytest.raises(NotThere):
        printful.catalog_item(number)


def test_a_known_store_type_saves_the_question(account):
    list(account.supplier(facts={"store_type": "native"}).products())
    assert account.calls("GET /v2/stores") == 0
