from __future__ import annotations

from typing import Any

import pytest

from podbridge_desktop.sandbox.http import Request
from podbridge_desktop.sandbox.printify import PrintifyVendor
from podbridge_desktop.sandbox.printify.seeds import DESIGNS
from tests.sandbox.printify_client import Client

STICKER, LANTERN = 384, 1
SMALL, LARGE = 45740, 45743


def picture(printify: Client, name: str = "art-bloom.png") -> str:
    body = {"file_name": name, "url": f"https://files.example.com/{name}"}
    return str(printify("POST", "/v1/uploads/images.json", body)["id"])


def wish(printify: Client, **more: Any) -> dict[str, Any]:
    """The body of a new product: stickers in two sizes."""
    placed = {"id": picture(printify), "x": 0.5, "y": 0.5, "scale": 1, "angle": 0}
    area = {
        "variant_ids": [SMALL, LARGE],
        "placeholders": [{"position": "front", "images": [placed]}],
    }
    plain = {
        "title": "Product", "description": "Good product", "tags": ["Stickers"], "blueprint_id": STICKER,
        "print_provider_id": LANTERN, "print_areas": [area],
        "variants": [{"id": SMALL, "price": 400, "sku": "STK-2X2"}, {"id": LARGE, "price": 700, "is_enabled": False}],
    }  # fmt: skip
    return {**plain, **more}


def test_the_account_has_products_of_several_print_providers(printify: Client) -> None:
    listed = printify("GET", "products.json?limit=50")["data"]
    assert len(listed) == len(DESIGNS)
    assert {each["print_provider_id"] for each in listed} == {1, 5, 9, 27}
    assert all(each["cost"] < each["price"] for product in listed for each in product["variants"])


def test_skus_of_the_account_are_told_apart(printify: Client) -> None:
    listed = printify("GET", "products.json?limit=50")["data"]
    skus = [each["sku"] for product in listed for each in product["variants"]]
    assert len(skus) == len(set(skus))
    assert "866375017" in skus


def test_an_account_may_begin_without_products() -> None:
    empty = Client(PrintifyVendor(products=False))
    assert empty("GET", "products.json")["data"] == []


def test_products_are_paged_newest_first(printify: Client) -> None:
    pages = [printify("GET", f"products.json?limit=4&page={number}") for number in (1, 2, 3, 4)]
    assert [len(page["data"]) for page in pages] == [4, 4, 2, 0]
    assert pages[0]["data"][0]["title"] == DESIGNS[-1].title
    assert (pages[2]["next_page_url"], pages[2]["total"]) == (None, len(DESIGNS))


def test_a_page_has_fifty_products_at_most(printify: Client) -> None:
    assert printify.refused("GET", "products.json?limit=51")[0] == 400
    assert printify.refused("GET", "products.json?page=0")[0] == 400


def test_a_new_product_has_costs_and_keeps_its_skus(printify: Client) -> None:
    made = printify("POST", "products.json", wish(printify))
    first, second = made["variants"]
    assert (first["sku"], first["cost"], first["is_default"], first["is_enabled"]) == (
        "STK-2X2",
        134,
        True,
        True,
    )
    assert second["sku"].isdigit()
    assert second["is_enabled"] is False
    assert made["options"][0] == {
        "name": "Sizes", "type": "size", "values": [{"id": first["options"][0], "title": "2″ x 2″"},
                                                    {"id": second["options"][0], "title": "6″ x 6″"}],
    }  # fmt: skip


def test_skus_may_be_printifys_own_in_any_case(printify: Client) -> None:
    printify.vendor.turn(takes_skus=False)
    made = printify("POST", "products.json", wish(printify))
    assert all(each["sku"].isdigit() for each in made["variants"])


def test_mock_ups_are_drawn_a_little_later(printify: Client) -> None:
    made = printify("POST", "products.json", wish(printify))
    assert made["images"] == []
    printify.later(seconds=61)
    (image,) = printify("GET", f"products/{made['id']}.json")["images"]
    assert (image["variant_ids"], image["is_default"], image["position"]) == (
        [SMALL, LARGE],
        True,
        "front",
    )
    path = image["src"].removeprefix("https://api.printify.com")
    response = printify.vendor.handle(Request("GET", path), printify.now)
    assert response.body.startswith(b"\x89PNG")


def test_all_sizes_of_a_colour_have_one_mock_up(printify: Client) -> None:
    tee = printify.product()
    assert len(tee["images"]) == 3
    assert sorted(n for each in tee["images"] for n in each["variant_ids"]) == [
        v["id"] for v in tee["variants"]
    ]
    assert [each["is_default"] for each in tee["images"]] == [True, False, False]


def test_a_new_picture_is_drawn_anew(printify: Client) -> None:
    made = printify("POST", "products.json", wish(printify))
    printify.later(minutes=2)
    other = wish(printify)["print_areas"]
    other[0]["placeholders"][0]["images"][0]["id"] = picture(printify, "art-sun.png")
    changed = printify("PUT", f"products/{made['id']}.json", {"print_areas": other})
    assert changed["images"] == []
    printify.later(minutes=2)
    assert (
        "sticker-ffffff-sun" in printify("GET", f"products/{made['id']}.json")["images"][0]["src"]
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"print_provider_id": 27}, "does not offer"),
        ({"variants": []}, "variants"),
        ({"variants": [{"id": 1, "price": 1}]}, "not available"),
        ({"variants": [{"id": SMALL, "price": 1}] * 2}, "given twice"),
        ({"variants": [{"id": SMALL, "price": -1}]}, "at least 0"),
        ({"variants": [{"id": SMALL, "price": 1}, {"id": LARGE + 1, "price": 1}]}, "not available"),
        ({"variants": [{"id": SMALL, "price": 1}, {"id": SMALL + 1, "price": 1}]}, "covered"),
        (
            {"variants": [{"id": n, "price": 1, "is_default": True} for n in (SMALL, LARGE)]},
            "default",
        ),
        ({"title": None}, "title"),
        ({"colour": "red"}, "colour is not known"),
    ],
)
def test_a_product_is_checked(printify: Client, change: dict[str, Any], words: str) -> None:
    status, reason = printify.refused("POST", "products.json", wish(printify, **change))
    assert status == 400
    assert words in reason


def placed(printify: Client, **change: Any) -> dict[str, Any]:
    body = wish(printify)
    body["print_areas"][0]["placeholders"][0]["images"][0] |= change
    return body


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": "5d15ca551163cde90d7b2203"}, "does not exist"),
        ({"scale": 0}, "greater than 0"),
        ({"angle": 12.5}, "wrong type"),
        ({"x": "left"}, "wrong type"),
    ],
)
def test_a_placed_picture_is_checked(printify: Client, change: dict[str, Any], words: str) -> None:
    assert words in printify.refused("POST", "products.json", placed(printify, **change))[1]


def test_a_position_that_the_blank_lacks_is_refused(printify: Client) -> None:
    body = wish(printify)
    body["print_areas"][0]["placeholders"][0]["position"] = "back"
    assert "position back" in printify.refused("POST", "products.json", body)[1]


def test_a_picture_that_is_too_small_for_its_place_is_refused(printify: Client) -> None:
    body = placed(printify, scale=8)
    assert printify.code("POST", "products.json", body) == 8203
    assert printify.refused("POST", "products.json", body)[1] == "Image has low quality"


def test_a_refused_change_changes_nothing(printify: Client) -> None:
    before = printify.product()
    change = {"title": "New", "variants": [{"id": 1, "price": 1}]}
    assert printify.refused("PUT", f"products/{before['id']}.json", change)[0] == 400
    assert printify.product() == before


def test_a_change_tells_only_what_is_new_but_all_variants(printify: Client) -> None:
    made = printify("POST", "products.json", wish(printify))
    changed = printify("PUT", f"products/{made['id']}.json", {"title": "Better"})
    assert (changed["title"], changed["description"]) == ("Better", "Good product")
    one = {"variants": [{"id": SMALL, "price": 450}]}
    assert "All variants" in printify.refused("PUT", f"products/{made['id']}.json", one)[1]
    both = {"variants": [{"id": SMALL, "price": 450}, {"id": LARGE, "price": 750}]}
    prices = [
        each["price"] for each in printify("PUT", f"products/{made['id']}.json", both)["variants"]
    ]
    assert prices == [450, 750]


def test_what_a_get_told_of_a_picture_may_be_sent_back(printify: Client) -> None:
    made = printify("POST", "products.json", wish(printify))
    again = printify("PUT", f"products/{made['id']}.json", {"print_areas": made["print_areas"]})
    assert again["print_areas"] == made["print_areas"]


def test_a_text_layer_is_told_and_survives_being_sent_back(printify: Client) -> None:
    mug = printify.product("Your Name Mug")
    _, text = mug["print_areas"][0]["placeholders"][0]["images"]
    assert (text["type"], text["input_text"]) == ("text/svg", "Your Name")
    again = printify("PUT", f"products/{mug['id']}.json", {"print_areas": mug["print_areas"]})
    assert again["print_areas"] == mug["print_areas"]


def test_a_text_layer_can_be_placed_but_not_rewritten_or_made(printify: Client) -> None:
    mug = printify.product("Your Name Mug")
    areas = mug["print_areas"]
    text = areas[0]["placeholders"][0]["images"][1]
    text |= {"x": 0.1, "input_text": "Mia"}
    again = printify("PUT", f"products/{mug['id']}.json", {"print_areas": areas})
    told = again["print_areas"][0]["placeholders"][0]["images"][1]
    assert (told["x"], told["input_text"]) == (0.1, "Your Name")
    body = wish(printify)
    body["print_areas"][0]["placeholders"][0]["images"].append(text)
    assert "does not exist" in printify.refused("POST", "products.json", body)[1]


def test_there_is_one_default_variant(printify: Client) -> None:
    made = printify("POST", "products.json", wish(printify))
    both = [{"id": SMALL, "price": 400}, {"id": LARGE, "price": 700, "is_default": True}]
    changed = printify("PUT", f"products/{made['id']}.json", {"variants": both})
    assert [each["is_default"] for each in changed["variants"]] == [False, True]


def test_an_area_covers_variants_of_its_own_blank_only(printify: Client) -> None:
    body = wish(printify)
    body["print_areas"][0]["variant_ids"].append(12100)
    assert "Variant 12100" in printify.refused("POST", "products.json", body)[1]


def test_a_sku_follows_its_product(printify: Client) -> None:
    made = printify("POST", "products.json", wish(printify))
    assert printify.submit("a", [{"sku": "STK-2X2", "quantity": 1}])
    renamed = [{"id": SMALL, "price": 400, "sku": "NEW"}, {"id": LARGE, "price": 700}]
    printify("PUT", f"products/{made['id']}.json", {"variants": renamed})
    assert (
        printify.refused(
            "POST", "orders.json", printify.order("b", [{"sku": "STK-2X2", "quantity": 1}])
        )[0]
        == 400
    )
    assert printify.submit("c", [{"sku": "NEW", "quantity": 1}])


def test_a_deleted_product_is_gone(printify: Client) -> None:
    ident = printify.product()["id"]
    printify("DELETE", f"products/{ident}.json")
    assert printify.refused("GET", f"products/{ident}.json") == (404, "Not found")
    assert len(printify("GET", "products.json?limit=50")["data"]) == len(DESIGNS) - 1


def test_a_variant_that_is_out_of_stock_says_so_and_comes_back(printify: Client) -> None:
    number = printify.product()["variants"][0]["id"]
    printify.vendor.set_stock(number, "out_of_stock", provider=5)
    assert printify.product()["variants"][0]["is_available"] is False
    assert printify.product("Moonlit Pines Tee (EU)")["variants"][0]["is_available"] is True
    printify.vendor.set_stock(number, "in_stock")
    assert printify.product()["variants"][0]["is_available"] is True


def test_a_day_may_have_a_limit_of_new_products(printify: Client) -> None:
    printify.vendor.turn(daily_products=1)
    printify("POST", "products.json", wish(printify))
    assert printify.refused("POST", "products.json", wish(printify))[0] == 429
    printify.later(days=1)
    assert printify("POST", "products.json", wish(printify))


def test_safety_texts_name_the_maker(printify: Client) -> None:
    ident = printify.product()["id"]
    printify(
        "PUT", f"products/{ident}.json", {"safety_information": "Sample Maker, info@example.com"}
    )
    blocks = printify("GET", f"products/{ident}/gpsr.json")
    assert [each["title"] for each in blocks] == [
        "GPSR information",
        "Product information",
        "Care instructions",
    ]
    assert blocks[0]["text"] == "Sample Maker, info@example.com"
