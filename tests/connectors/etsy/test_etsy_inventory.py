"""The inventory as Etsy wants it: merged, complete, and true about what differs by what."""

from dataclasses import replace

import msgspec
import pytest

from podbridge_desktop.connectors.etsy import inventory, properties, variation_images
from podbridge_desktop.connectors.etsy import listing_text as texts
from podbridge_desktop.connectors.etsy import wire_listing as wire
from podbridge_desktop.domain.catalog import ListingDraft, ListingVariant
from podbridge_desktop.domain.money import Money
from podbridge_desktop.errors import Refused

READY = 1402


def variant(sku, price=2000, image="", **options):
    named = tuple((name.replace("_", " "), value) for name, value in options.items())
    return ListingVariant(named, Money(price, "USD"), sku, f"sup-{sku}", image_url=image)


def draft(*variants, **how):
    return ListingDraft("ref", "Tee", "<p>Soft</p>", (), variants, **how)


IDS = {"Color": 513, "Size": 514, "Material": 507}


def value_id(name, value):
    return sum(value.encode()) * 1000 + IDS[name]


def product(sku, price=2000, quantity=5, enabled=True, readiness=READY, deleted=False, **values):
    """A product as it is read; the values are given by property name."""
    return {
        "product_id": abs(hash((sku, *values.items()))),
        "sku": sku,
        "is_deleted": deleted,
        "offerings": [{
            "offering_id": 1, "quantity": quantity, "is_enabled": enabled, "is_deleted": deleted,
            "price": {"amount": price, "divisor": 100, "currency_code": "USD"}, "readiness_state_id": readiness,
        }],
        "property_values": [
            {"property_id": IDS[name], "property_name": name, "scale_id": None, "scale_name": None,
             "value_ids": [value_id(name, value)], "values": [value]}
            for name, value in values.items()
        ],
    }  # fmt: skip


def stock(*products):
    return msgspec.convert({"products": list(products)}, wire.Inventory)


EMPTY = stock(product("", quantity=999))


def plan(made, there=EMPTY, readiness=READY, category=()):
    known = properties.there_already(there)
    props = properties.matched(made, known) if known else properties.chosen(made, lambda: category)
    written = {
        name: texts.option_values(dict(each.options)[name] for each in made.variants)
        for name in made.option_names
    }
    return inventory.plan(made, there, props, written, readiness)


def rows(planned):
    return {
        tuple(value["values"][0] for value in each["property_values"]): each
        for each in planned.body()["products"]
    }


def offering(row):
    return row["offerings"][0]


GRID = draft(
    variant("B-M", 2000, Color="Black", Size="M"),
    variant("B-L", 2500, Color="Black", Size="L"),
    variant("W-M", 2000, Color="White", Size="M"),
    variant("W-L", 2500, Color="White", Size="L"),
)

# a new listing


def test_two_options_go_under_the_two_free_properties():
    body = plan(GRID).body()
    (first, *_) = body["products"]
    assert [
        (v["property_id"], v["property_name"], v["values"], v["value_ids"], v["scale_id"])
        for v in first["property_values"]
    ] == [(513, "Color", ["Black"], [], None), (514, "Size", ["M"], [], None)]
    assert first["offerings"] == [
        {"price": 20.0, "quantity": 999, "is_enabled": True, "readiness_state_id": READY}
    ]
    assert first["sku"] == "B-M"


def test_what_differs_is_told_by_the_property_that_makes_it_differ():
    body = plan(GRID).body()
    assert body["price_on_property"] == [514]
    assert body["sku_on_property"] == [513, 514]
    assert body["quantity_on_property"] == []
    assert body["readiness_state_on_property"] == []


def test_a_product_without_options_is_one_product():
    made = draft(ListingVariant((("Title", "Default Title"),), Money(1500, "USD"), "MUG", "1"))
    body = plan(made).body()
    (only,) = body["products"]
    assert (only["sku"], only["property_values"], offering(only)["price"]) == ("MUG", [], 15.0)
    assert body["sku_on_property"] == []


def test_combinations_that_nobody_makes_are_switched_off_and_break_no_rule():
    body = plan(replace(GRID, variants=GRID.variants[:3])).body()
    (missing,) = [each for each in body["products"] if not offering(each)["is_enabled"]]
    assert [value["values"] for value in missing["property_values"]] == [["White"], ["L"]]
    assert missing["sku"] == ""
    assert offering(missing)["price"] == 25.0  # as every L: the size alone makes the price
    assert body["price_on_property"] == [514]


def test_one_sku_for_all_sizes_differs_by_color_alone():
    made = draft(*(replace(each, sku=each.sku[0]) for each in GRID.variants))
    assert plan(made).body()["sku_on_property"] == [513]


def test_parentheses_do_not_reach_etsy():
    made = draft(variant("A", Size="2XL (EU 56)"), variant("B", Size="M"))
    assert set(rows(plan(made))) == {("2XL EU 56",), ("M",)}


def test_twin_variants_are_refused():
    with pytest.raises(Refused, match="same options"):
        plan(draft(variant("A", Size="M"), variant("B", Size="M")))


def test_too_many_combinations_are_refused():
    made = draft(*(variant(f"S{n}", Color=f"c{n}", Size=f"s{n}") for n in range(51)))
    with pytest.raises(Refused, match="2601 variants"):
        plan(made)


def test_money_and_profile_of_a_bare_listing():
    assert inventory.cheapest(GRID) == Money(2000, "USD")
    assert inventory.readiness_of(EMPTY) == READY
    assert inventory.readiness_of(stock()) is None


# a listing that is there


def there(*more):
    made = [
        product("B-M", 1800, Color="Black", Size="M"),
        product("B-L", 1800, Color="Black", Size="L"),
        product("W-M", 1800, Color="White", Size="M"),
        product("W-L", 1800, Color="White", Size="L"),
    ]
    return stock(*made, *more)


def test_prices_are_renewed_and_values_keep_their_ids():
    planned = plan(GRID, there())
    row = rows(planned)["Black", "L"]
    assert offering(row)["price"] == 25.0
    assert offering(row)["quantity"] == 999
    told = [value["value_ids"] for value in row["property_values"]]
    assert told == [[value_id("Color", "Black")], [value_id("Size", "L")]]


def test_the_sellers_own_variants_stay_with_their_price_and_quantity():
    own = (
        product("HAND-M", 3000, quantity=2, Color="Tie-dye", Size="M"),
        product("HAND-L", 3000, quantity=2, Color="Tie-dye", Size="L"),
    )
    body = plan(GRID, there(*own)).body()
    kept = rows(plan(GRID, there(*own)))["Tie-dye", "M"]
    assert (kept["sku"], offering(kept)["price"], offering(kept)["quantity"]) == (
        "HAND-M",
        30.0,
        2,
    )
    assert len(body["products"]) == 6
    assert body["quantity_on_property"] == [513]
    assert body["price_on_property"] == [513, 514]


def test_a_deleted_product_is_not_written_again():
    gone = product("OLD", Color="Old", Size="M", deleted=True)
    assert len(plan(GRID, there(gone)).body()["products"]) == 4


def test_a_value_that_the_seller_renamed_is_found_by_its_sku():
    renamed = stock(
        product("B-M", Color="Midnight", Size="M"), product("B-L", Color="Midnight", Size="L"),
        product("W-M", Color="White", Size="M"), product("W-L", Color="White", Size="L"),
    )  # fmt: skip
    assert set(rows(plan(GRID, renamed))) == {
        ("Midnight", "M"), ("Midnight", "L"), ("White", "M"), ("White", "L"),
    }  # fmt: skip


def test_a_sku_never_takes_the_place_that_another_variant_has_by_its_values():
    swapped = stock(product("X", Size="M"), product("B", Size="L"))
    made = draft(variant("A", Size="L"), variant("B", Size="S"))
    found = rows(plan(made, swapped))
    assert {key: row["sku"] for key, row in found.items()} == {
        ("M",): "X", ("L",): "A", ("S",): "B",
    }  # fmt: skip


def test_a_processing_profile_that_stands_there_stays_without_a_new_choice():
    planned = plan(GRID, there(), readiness=None)
    assert {offering(row)["readiness_state_id"] for row in rows(planned).values()} == {READY}


def test_a_new_variant_gets_the_profile_that_stands_there():
    made = draft(*GRID.variants, variant("G-M", Color="Green", Size="M"))
    planned = plan(made, there(), readiness=None)
    assert offering(rows(planned)["Green", "M"])["readiness_state_id"] == READY


def test_other_options_are_refused_before_anything_is_written():
    with pytest.raises(Refused, match="Nothing was changed") as told:
        plan(draft(variant("A", Scent="Honey")), there())
    assert "Color, Size" in told.value.message


def test_a_product_without_options_does_not_wipe_a_listing_that_has_them():
    made = draft(ListingVariant((("Title", "Default Title"),), Money(1500, "USD"), "MUG", "1"))
    with pytest.raises(Refused, match="none"):
        plan(made, there())


def test_fewer_products_than_before_are_never_written():
    mixed = stock(product("A"), product("B"), product("C"))
    made = draft(ListingVariant((), Money(1500, "USD"), "MUG", "1"))
    with pytest.raises(Refused, match="remove variants"):
        inventory.plan(made, mixed, (), {}, READY)


@pytest.mark.parametrize("bare", [0, 1])
def test_a_value_with_an_id_counts_before_the_same_without(bare):
    products = [product("1", Color="Black", Size="M"), product("2", Color="Black", Size="L")]
    products[bare]["property_values"][0]["value_ids"] = []
    found = rows(plan(GRID, stock(*products)))
    blacks = [row["property_values"][0] for key, row in found.items() if key[0] == "Black"]
    assert [each["value_ids"] for each in blacks] == [[value_id("Color", "Black")]] * 2


def test_a_property_without_a_name_is_written_without_one():
    nameless = product("A", Color="Black")
    nameless["property_values"][0]["property_name"] = None
    before = stock(nameless)
    back = inventory.restored(before, properties.there_already(before))
    (row,) = back.body()["products"]
    assert "property_name" not in row["property_values"][0]


def test_a_listing_of_fillers_alone_and_without_prices():
    odd = stock({"product_id": 1, "sku": "", "offerings": [], "property_values": []})
    made = inventory.restored(odd, ())
    (row,) = made.body()["products"]
    assert offering(row) == {
        "price": 0.0, "quantity": 0, "is_enabled": False, "readiness_state_id": None,
    }  # fmt: skip


def test_what_stood_there_can_be_written_back_as_it_was():
    before = there()
    back = inventory.restored(before, properties.there_already(before))
    assert inventory.compare(back, before) == ""
    assert {offering(row)["quantity"] for row in rows(back).values()} == {5}


def test_the_put_that_wiped_variations_cannot_be_made():
    """etsy/open-api 337: products without values and without what differs by what."""
    two = stock(product("bge", Color="Beige"), product("blk", Color="Black"))
    made = draft(variant("bge", 20, Color="Beige"), variant("blk", 25, Color="Black"))
    body = plan(made, two).body()
    assert all(each["property_values"] for each in body["products"])
    assert (body["price_on_property"], body["sku_on_property"]) == ([513], [513])


# read back


def test_what_stands_there_as_written_is_right():
    planned = plan(GRID, there())
    found = stock(*(product(row["sku"], Color=key[0], Size=key[1]) for key, row in rows(planned).items()))  # fmt: skip
    assert inventory.compare(planned, found) == ""


def test_missing_variants_and_other_skus_are_told():
    planned = plan(GRID)
    assert "4 of 4 variants are not there (Black/M, Black/L, White/M)" in inventory.compare(
        planned, stock(product("x"))
    )
    assert inventory.compare(plan(GRID), there()) == ""
    renamed = [product("OTHER", Color=c, Size=s) for c, s in rows(planned)]
    assert "4 variants have another SKU" in inventory.compare(planned, stock(*renamed))


def test_a_variant_is_told_by_its_values_for_a_sku_may_stand_twice():
    made = draft(variant("SAME", Color="Black"), variant("SAME", Color="White"))
    found = stock(
        product("SAME", Color="White"), product("SAME", Color="Black"), product("X", Color="Red")
    )
    told = [plan(made).variant_of(each) for each in found.living]
    assert [each and each.options for each in told] == [
        (("Color", "White"),),
        (("Color", "Black"),),
        None,
    ]


# a third option

COLOR = {
    "property_id": 200, "name": "Primary color", "display_name": "Color", "supports_variations": True, "scales": [],
    "possible_values": [{"value_id": 2, "name": "Black", "scale_id": None}, {"value_id": None, "name": "Odd"},
                        {"value_id": 9, "name": "scaled", "scale_id": 3}],
}  # fmt: skip
SIZE = {
    "property_id": 100, "name": "Size", "display_name": "Size", "supports_variations": True,
    "scales": [{"scale_id": 327, "display_name": "Inches"}], "possible_values": [],
}  # fmt: skip
PATTERN = {"property_id": 508, "name": "Pattern", "display_name": "Pattern", "supports_variations": False}  # fmt: skip
THREE = draft(
    variant("1", Color="Black", Size="M", Fit="Slim"),
    variant("2", Color="Teal", Size="M", Fit="Slim"),
)


def category(*raw):
    return [msgspec.convert(each, wire.CategoryProperty) for each in raw]


def test_a_third_option_goes_under_a_property_that_etsy_knows():
    planned = plan(THREE, category=category(PATTERN, SIZE, COLOR))
    assert [each.property_id for each in planned.properties] == [200, 513, 514]
    row = rows(planned)["Black", "M", "Slim"]
    assert row["property_values"][0]["value_ids"] == [2]
    assert rows(planned)["Teal", "M", "Slim"]["property_values"][0]["value_ids"] == []


def test_it_is_found_under_etsys_longer_name_as_well():
    longer = {**COLOR, "display_name": "Primary color"}
    assert plan(THREE, category=category(longer)).properties[0].property_id == 200


def test_all_three_are_told_where_it_takes_all_three():
    made = draft(
        variant("1", 1, Color="Black", Size="M", Fit="Slim"), variant("2", 2, Color="Teal", Size="M", Fit="Slim"),
        variant("3", 3, Color="Black", Size="L", Fit="Slim"), variant("4", 4, Color="Black", Size="M", Fit="Wide"),
    )  # fmt: skip
    assert plan(made, category=category(COLOR)).body()["price_on_property"] == [200, 513, 514]


@pytest.mark.parametrize("known", [(), (PATTERN, SIZE)])
def test_a_third_option_that_no_property_fits_is_refused(known):
    with pytest.raises(Refused, match="two of one's own"):
        plan(THREE, category=category(*known))


def test_four_options_are_refused():
    made = draft(variant("1", Color="a", Size="b", Fit="c", Neck="d"))
    with pytest.raises(Refused, match="Color, Size, Fit, Neck"):
        plan(made, category=category(COLOR))


# pictures of values


def hanging(made, pictures, there_now=()):
    planned = plan(made)
    found = stock(*(product(row["sku"], Color=key[0], Size=key[1]) for key, row in rows(planned).items()))  # fmt: skip
    sellers = variation_images.shown_by_seller(
        [msgspec.convert(each, wire.VariationImage) for each in there_now], found
    )
    return variation_images.body(variation_images.assigned(planned, pictures), sellers, found)


def pictured(*images):
    return draft(*(replace(v, image_url=i) for v, i in zip(GRID.variants, images, strict=True)))


def test_each_color_gets_its_picture():
    made = pictured("b", "b", "w", "w")
    assert hanging(made, {"b": 1, "w": 2}) == [
        {"property_id": 513, "value_id": value_id("Color", "Black"), "image_id": 1},
        {"property_id": 513, "value_id": value_id("Color", "White"), "image_id": 2},
    ]


def test_where_every_variant_has_its_own_picture_none_hangs():
    assert hanging(pictured("1", "2", "3", "4"), {"1": 1, "2": 2, "3": 3, "4": 4}) == []


def test_one_picture_for_all_tells_nothing():
    assert hanging(pictured("b", "b", "b", "b"), {"b": 1}) == []


def test_the_sellers_own_pictures_of_other_values_stay():
    own = {"property_id": 513, "value_id": 1, "value": "Black", "image_id": 77}
    found = hanging(pictured("", "", "", ""), {}, [own])
    assert [each["image_id"] for each in found] == [77]


def test_where_hers_hang_on_another_property_ours_stand_back():
    own = {"property_id": 514, "value_id": value_id("Size", "M"), "value": None, "image_id": 77}
    found = hanging(pictured("b", "b", "w", "w"), {"b": 1, "w": 2}, [own])
    assert {each["property_id"] for each in found} == {514}
    assert {each["image_id"] for each in found} == {77}


def test_a_value_that_is_gone_carries_nothing():
    own = {"property_id": 513, "value_id": 4, "value": "Lilac", "image_id": 77}
    assert hanging(pictured("", "", "", ""), {}, [own]) == []
