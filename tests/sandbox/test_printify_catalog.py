from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.printify_client import TEXAN, Client

TEE = "/v1/catalog/blueprints/6/print_providers/5"
BLACK_S = 12100


def variants(printify: Client, query: str = "") -> list[int]:
    return [each["id"] for each in printify("GET", f"{TEE}/variants.json{query}")["variants"]]


def test_the_list_of_blanks_leaves_out_what_one_blank_tells(printify: Client) -> None:
    listed = printify("GET", "/v1/catalog/blueprints.json")
    tee = printify("GET", "/v1/catalog/blueprints/6.json")
    assert set(tee) - set(listed[0]) == {"tags", "features", "care_instructions"}


def test_a_blank_tells_who_prints_on_it(printify: Client) -> None:
    found = printify("GET", "/v1/catalog/blueprints/6/print_providers.json")
    assert [each["id"] for each in found] == [5, 9, 27]
    assert found[0]["decoration_methods"] == ["dtg"]


def test_a_provider_tells_where_it_is_and_what_it_prints_on(printify: Client) -> None:
    found = printify("GET", "/v1/catalog/print_providers/9.json")
    assert found["location"]["country"] == "LV"
    assert [each["id"] for each in found["blueprints"]] == [6, 77, 68]


def test_print_areas_differ_by_size(printify: Client) -> None:
    small, *_, large = printify("GET", f"{TEE}/variants.json")["variants"][:5]
    assert small["options"] == {"color": "Black", "size": "S"}
    assert small["placeholders"][0]["width"] < large["placeholders"][0]["width"] == 4500


@pytest.mark.parametrize(("blueprint", "title"), [(6, "Black / S"), (77, "S / Black")])
def test_the_order_of_words_in_a_title_differs_by_blank(
    printify: Client, blueprint: int, title: str
) -> None:
    path = f"/v1/catalog/blueprints/{blueprint}/print_providers/5/variants.json"
    assert printify("GET", path)["variants"][0]["title"] == title


def test_what_is_out_of_stock_is_missing_in_silence(printify: Client) -> None:
    printify.vendor.set_stock(BLACK_S, "out_of_stock", provider=5)
    assert BLACK_S not in variants(printify)
    assert BLACK_S in variants(printify, "?show-out-of-stock=1")
    elsewhere = printify("GET", "/v1/catalog/blueprints/6/print_providers/9/variants.json")
    assert BLACK_S in [each["id"] for each in elsewhere["variants"]]


def test_what_is_discontinued_is_missing_for_good(printify: Client) -> None:
    printify.vendor.discontinue(BLACK_S)
    assert BLACK_S not in variants(printify, "?show-out-of-stock=1")


def test_standard_postage_is_told_by_country_group(printify: Client) -> None:
    found = printify("GET", f"{TEE}/shipping.json")
    assert found["handling_time"] == {"value": 5, "unit": "day"}
    assert found["profiles"][0]["countries"] == ["US"]
    assert found["profiles"][0]["first_item"] == {"cost": 475, "currency": "USD"}
    assert found["profiles"][-1]["countries"] == ["REST_OF_THE_WORLD"]


def test_economy_is_told_by_version_2_only(printify: Client) -> None:
    base = TEE.replace("/v1/", "/v2/")
    methods = printify("GET", f"{base}/shipping.json")
    assert [each["id"] for each in methods["data"]] == ["1", "2", "3", "4"]
    (rate, *_) = printify("GET", f"{base}/shipping/economy.json")["data"]
    assert rate["attributes"]["country"] == {"code": "US"}
    assert rate["attributes"]["shippingCost"]["firstItem"] == {"amount": 399, "currency": "USD"}


def test_a_rate_calls_itself_a_stream_of_bytes(printify: Client) -> None:
    response = printify.send("GET", f"{TEE.replace('/v1/', '/v2/')}/shipping/standard.json")
    assert response.headers["content-type"] == "application/octet-stream"


def test_a_method_that_a_provider_lacks_is_not_found(printify: Client) -> None:
    path = "/v2/catalog/blueprints/282/print_providers/1/shipping"
    assert printify.refused("GET", f"{path}/economy.json")[0] == 404
    assert printify.refused("GET", f"{path}/teleport.json")[0] == 404


def test_only_clothes_have_a_size_guide(printify: Client) -> None:
    tee = printify("GET", "/v1/catalog/blueprints/6/size_guide.json")
    assert len(tee["types"][0]["ranges"]) == len(tee["sizes"]) == 5
    assert printify("GET", "/v1/catalog/blueprints/68/size_guide.json") == {
        "sizes": [],
        "types": [],
    }


@pytest.mark.parametrize("path", ["6/print_providers/1/variants.json", "7.json", "x.json"])
def test_what_the_catalog_does_not_have_is_not_found(printify: Client, path: str) -> None:
    assert printify.refused("GET", f"/v1/catalog/blueprints/{path}")[0] == 404


def quote(printify: Client, *lines: dict[str, Any], **address: str) -> Any:
    body = {"line_items": list(lines), "address_to": {**TEXAN, **address}}
    return printify("POST", "orders/shipping.json", body)


def test_a_quote_tells_cents_by_method(printify: Client) -> None:
    found = quote(printify, printify.line(quantity=2))
    assert found == {
        "standard": 715,
        "express": 2855,
        "priority": 2855,
        "printify_express": 1039,
        "economy": 615,
    }


def test_the_keys_of_a_quote_are_being_renamed(printify: Client) -> None:
    printify.vendor.turn(new_quote_keys=True)
    found = quote(printify, printify.line(quantity=2))
    assert found == {"standard": 715, "priority": 2855, "express": 1039, "economy": 615}


def test_a_quote_has_no_method_that_one_of_the_providers_lacks(printify: Client) -> None:
    found = quote(printify, printify.line(), printify.line("Quiet Lake Poster"))
    assert set(found) == {"standard", "express", "priority"}
    assert found["standard"] == 475 + 999


def test_a_blank_can_be_quoted_without_a_picture(printify: Client) -> None:
    line = {"blueprint_id": 6, "print_provider_id": 5, "variant_id": BLACK_S, "quantity": 1}
    assert quote(printify, line)["standard"] == 475
    assert len(printify("GET", "products.json?limit=50")["data"]) == 10


def test_a_quote_makes_no_order(printify: Client) -> None:
    quote(printify, printify.line())
    assert printify("GET", "orders.json")["data"] == []
