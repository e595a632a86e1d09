from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.etsy_client import COLOR, FORM, SIZE, TEXAN, Client


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def ident(client: Client) -> int:
    return int(client.draft()["listing_id"])


def refused(client: Client, ident: int, body: Any, **query: Any) -> str:
    status, told = client.refused("PUT", f"/listings/{ident}/inventory", body, **query)
    assert status == 400
    return told


def cube(client: Client) -> list[Any]:
    """Two colours, two sizes, two custom styles."""
    return [
        client.product((COLOR, "Color", color), (SIZE, "Size", size), (513, "Style", style))
        for color in ("Black", "White") for size in ("S", "M") for style in ("Classic", "Modern")
    ]  # fmt: skip


def test_a_listing_without_variations_has_one_product(client: Client, ident: int) -> None:
    found = client.get(f"/listings/{ident}/inventory")
    (product,) = found["products"]
    assert (product["sku"], product["property_values"], found["listing"]) == ("", [], None)
    assert product["offerings"][0]["price"] == {"amount": 2500, "divisor": 100, "currency_code": "USD"}  # fmt: skip


def test_variations_are_put_as_a_whole(client: Client, ident: int) -> None:
    made = client.put(ident, client.tees())
    assert [each["sku"] for each in made["products"]] == ["TEE-BLACK-S", "TEE-BLACK-M", "TEE-WHITE-S", "TEE-WHITE-M"]  # fmt: skip
    assert made["sku_on_property"] == [COLOR, SIZE]
    listing = client.get(f"/listings/{ident}")
    assert (listing["has_variations"], listing["quantity"]) == (True, 40)


def test_known_values_have_the_ids_of_the_tree_and_own_ones_get_new_ids(
    client: Client, ident: int
) -> None:
    products = [client.product((COLOR, "", color)) for color in ("black", "Heather Sage")]
    values = [each["property_values"][0] for each in client.put(ident, products, [])["products"]]
    assert (values[0]["value_ids"], values[0]["property_name"]) == ([2], "Primary color")
    assert values[1]["value_ids"][0] > 1_000_000


def test_what_is_left_out_is_gone(client: Client, ident: int) -> None:
    client.put(ident, client.tees())
    made = client.put(ident, client.tees()[:2])
    assert len(made["products"]) == 2
    whole = client.get(f"/listings/{ident}/inventory", show_deleted="true")["products"]
    assert sum(each["is_deleted"] for each in whole) == 3  # the first product of the draft, too


def test_products_without_values_wipe_the_variations(client: Client, ident: int) -> None:
    client.put(ident, client.tees())
    made = client.put(ident, [client.product(sku="A"), client.product(sku="B")], [])
    assert [(each["sku"], each["property_values"]) for each in made["products"]] == [("B", [])]
    assert client.get(f"/listings/{ident}")["has_variations"] is False


def test_a_product_that_changed_has_a_new_id(client: Client, ident: int) -> None:
    before = client.put(ident, client.tees())["products"]
    again = client.put(ident, client.tees())["products"]
    assert [each["product_id"] for each in again] == [each["product_id"] for each in before]
    products = client.tees()
    products[0]["offerings"][0]["quantity"] = 9
    body = {
        "products": products,
        "sku_on_property": [COLOR, SIZE],
        "quantity_on_property": [COLOR, SIZE],
    }
    after = client.json("PUT", f"/listings/{ident}/inventory", body)["products"]
    assert after[0]["product_id"] != before[0]["product_id"]
    assert after[1]["product_id"] == before[1]["product_id"]


def test_what_get_gives_put_does_not_take(client: Client, ident: int) -> None:
    found = client.get(f"/listings/{ident}/inventory")
    assert "Unknown parameter" in refused(client, ident, {"products": found["products"]})


def test_a_price_is_a_number(client: Client, ident: int) -> None:
    price = {"amount": 2500, "divisor": 100, "currency_code": "USD"}
    told = refused(client, ident, {"products": [client.product(price=price)]})
    assert told == "Expected float value for 'price' (got array)."


def test_a_form_has_no_products(client: Client, ident: int) -> None:
    answer = client.send("PUT", f"/listings/{ident}/inventory", b"products=[]", FORM)
    assert answer.status == 400
    assert b"Missing Input Parameter: [products]" in answer.body


@pytest.mark.parametrize("value", ["2XL (EU 56)", "", "   "])
def test_values_without_parentheses_and_not_empty(client: Client, ident: int, value: str) -> None:
    body = {"products": [client.product((SIZE, "Size", value))]}
    assert "parentheses" in refused(client, ident, body)


def test_every_combination_is_needed(client: Client, ident: int) -> None:
    assert "every combination" in refused(client, ident, {"products": client.tees()[:3], "sku_on_property": [COLOR, SIZE]})  # fmt: skip


def test_the_same_values_twice_are_one_product(client: Client, ident: int) -> None:
    twin = client.product((COLOR, "Color", "Black"), sku="LAST")
    made = client.put(ident, [client.product((COLOR, "Color", "Black"), sku="FIRST"), twin], [])
    assert [each["sku"] for each in made["products"]] == ["LAST"]


@pytest.mark.parametrize("name", ["sku", "price", "quantity"])
def test_what_differs_has_to_be_named(client: Client, ident: int, name: str) -> None:
    products = [client.product((COLOR, "Color", color)) for color in ("Black", "White")]
    if name == "sku":
        products[0]["sku"] = "ONE"
    else:
        products[0]["offerings"][0][name] = 7
    body = {"products": products}
    assert refused(client, ident, body).startswith(f"{name}_on_property: all {name} values must be consistent")  # fmt: skip
    client.json("PUT", f"/listings/{ident}/inventory", {**body, f"{name}_on_property": [COLOR]})


def test_named_properties_stand_in_the_order_of_the_products(client: Client, ident: int) -> None:
    told = refused(client, ident, {"products": client.tees(), "sku_on_property": [SIZE, COLOR]})
    assert told == "sku_on_property: property IDs must be in the same order as in products"


def test_a_property_that_no_product_has_is_refused(client: Client, ident: int) -> None:
    body = {"products": client.tees(), "sku_on_property": [COLOR, SIZE, 513]}
    assert "must be properties of the products" in refused(client, ident, body)


def test_a_property_must_belong_to_the_category(client: Client, ident: int) -> None:
    assert "no variation" in refused(client, ident, {"products": [client.product((47_626_759_898, "Volume", "11"))]})  # fmt: skip


def test_a_third_variation_has_to_be_supported(client: Client, ident: int) -> None:
    body = {"products": cube(client)}
    assert "at most 2 variations" in refused(client, ident, body)
    made = client.json("PUT", f"/listings/{ident}/inventory", body, max_variations_supported="3")
    assert len(made["products"]) == 8


def test_a_listing_with_three_is_closed_to_who_supports_two(client: Client, ident: int) -> None:
    client.json(
        "PUT",
        f"/listings/{ident}/inventory",
        {"products": cube(client)},
        max_variations_supported="3",
    )
    told = refused(client, ident, {"products": client.tees(), "sku_on_property": [COLOR, SIZE]})
    assert "max_variations_supported=3" in told
    made = client.put(ident, client.tees(), max_variations_supported="3")
    assert len(made["products"]) == 4  # the third variation is gone


def test_with_three_variations_a_field_hangs_on_none_one_or_all(client: Client, ident: int) -> None:
    body = {"products": cube(client), "price_on_property": [COLOR, SIZE]}
    assert "none, one or all 3" in refused(client, ident, body, max_variations_supported="3")


def test_a_third_variation_reaches_the_receipt(client: Client, ident: int) -> None:
    client.json(
        "PUT",
        f"/listings/{ident}/inventory",
        {"products": cube(client)},
        max_variations_supported="3",
    )
    client.upload(ident)
    client.form("PATCH", f"{client.shop}/listings/{ident}", state="active")
    product = str(client.vendor.listing(ident)["products"][0]["product_id"])
    sold = client.vendor.buy([(product, 1, {})], TEXAN, now=client.now)
    line = client.receipt(sold["id"])["transactions"][0]
    assert [each["formatted_value"] for each in line["variations"]] == ["Black", "S", "Classic"]


@pytest.mark.parametrize("offering", [{"quantity": 1000}, {"quantity": -1}, {"price": 0.1}, {"readiness_state_id": 5}, {"readiness_state_id": None}, {"quantity": 0}])  # fmt: skip
def test_offerings_that_are_refused(client: Client, ident: int, offering: Any) -> None:
    refused(client, ident, {"products": [client.product(**offering)]})


def test_an_offering_needs_all_its_keys(client: Client, ident: int) -> None:
    product = client.product()
    del product["offerings"][0]["readiness_state_id"]
    assert "readiness_state_id" in refused(client, ident, {"products": [product]})


def test_a_scale_can_be_demanded(client: Client, ident: int) -> None:
    products = [client.product((SIZE, "Size", "S"))]
    assert "scale_id is required" in refused(client, ident, {"products": products}, enable_scale_validation="true")  # fmt: skip
    products[0]["property_values"][0]["scale_id"] = 25
    made = client.json("PUT", f"/listings/{ident}/inventory", {"products": products}, enable_scale_validation="true")  # fmt: skip
    assert made["products"][0]["property_values"][0]["scale_name"] == "US letter size"


def test_an_unknown_scale_or_value_id_is_refused(client: Client, ident: int) -> None:
    product = client.product((SIZE, "Size", "S"))
    product["property_values"][0]["scale_id"] = 7
    assert refused(client, ident, {"products": [product]}) == "Invalid scale_id: 7"
    product = client.product((SIZE, "Size", "S"))
    product["property_values"][0]["value_ids"] = [7]
    assert refused(client, ident, {"products": [product]}) == "Invalid value_id: 7"


def test_pictures_belong_to_the_values_of_one_property(client: Client, ident: int) -> None:
    image = client.upload(ident)["listing_image_id"]
    products = client.put(ident, client.tees())["products"]
    color, size = products[0]["property_values"]
    entry = {"property_id": COLOR, "value_id": color["value_ids"][0], "image_id": image}
    where = f"{client.shop}/listings/{ident}/variation-images"
    made = client.json("POST", where, {"variation_images": [entry]})
    assert made["results"] == [{**entry, "value": "Black"}]
    other = {**entry, "property_id": SIZE, "value_id": size["value_ids"][0]}
    for wrong in (
        [entry, entry],
        [entry, other],
        [{**entry, "value_id": 5}],
        [{**entry, "image_id": 5}],
    ):
        assert client.refused("POST", where, {"variation_images": wrong})[0] == 400
    client.put(ident, client.tees()[2:])
    assert client.get(where)["results"] == []


def test_a_receipt_shows_the_picture_of_the_chosen_value(client: Client) -> None:
    ident = client.active()["listing_id"]
    image = client.upload(ident, rank=2)["listing_image_id"]
    white = client.get(f"/listings/{ident}/inventory")["products"][2]
    value = white["property_values"][0]["value_ids"][0]
    entry = {"property_id": COLOR, "value_id": value, "image_id": image}
    client.json(
        "POST", f"{client.shop}/listings/{ident}/variation-images", {"variation_images": [entry]}
    )
    sold = client.vendor.buy([(str(white["product_id"]), 1, {})], TEXAN, now=client.now)
    assert client.receipt(sold["id"])["transactions"][0]["listing_image_id"] == image


def test_more_than_the_cap_of_combinations_is_refused(client: Client, ident: int) -> None:
    def grid(one: int, two: int, three: int) -> list[Any]:
        return [
            client.product((513, "A", f"a{a}"), (514, "B", f"b{b}"), (COLOR, "Color", f"c{c}"))
            for a in range(one) for b in range(two) for c in range(three)
        ]  # fmt: skip

    body = {"products": grid(10, 10, 5), "sku_on_property": [513, 514, COLOR]}
    assert "at most 400 products" in refused(client, ident, body, max_variations_supported="3")
    assert "at most 70 values" in refused(client, ident, {"products": [client.product((513, "A", f"a{n}")) for n in range(71)]})  # fmt: skip


def test_an_active_listing_with_nothing_left_is_refused_not_sold_out(client: Client) -> None:
    ident = client.active()["listing_id"]
    products = client.tees()
    for each in products:
        each["offerings"][0]["quantity"] = 0
    assert "greater than 0" in refused(client, ident, {"products": products, "sku_on_property": [COLOR, SIZE]})  # fmt: skip
