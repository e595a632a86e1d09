from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from podbridge_desktop.sandbox.http import Request
from podbridge_desktop.sandbox.printify import SHOP_ID, TOKEN
from podbridge_desktop.sandbox.printify.vendor import START
from tests.sandbox.printify_client import NOON, Client

YEAR = 365 * 86_400


def payload(token: str) -> dict[str, Any]:
    middle = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    return found


def test_a_token_tells_that_it_ends_in_a_year() -> None:
    assert payload(TOKEN)["exp"] == int(START.timestamp()) + YEAR


def test_a_token_opens_for_a_year_and_no_longer(printify: Client) -> None:
    printify.token = printify.vendor.issue_token(printify.now)
    printify.later(days=364)
    assert printify("GET", "/v1/shops.json")
    printify.later(days=2)
    assert printify.refused("GET", "/v1/shops.json") == (401, "Unauthenticated")


def test_there_is_always_a_token_that_opens(printify: Client) -> None:
    assert printify.vendor.token_at(NOON) == TOKEN
    printify.later(days=400)
    printify.token = printify.vendor.token_at(printify.now)
    assert printify("GET", "/v1/shops.json")


@pytest.mark.parametrize("token", ["", "nonsense"])
def test_an_unknown_token_is_refused_in_the_gateways_shape(printify: Client, token: str) -> None:
    printify.token = token
    answer = json.loads(printify.send("GET", "/v1/shops.json").body)
    assert answer["error"] == "Unauthenticated"
    assert answer["request_id"].startswith(f"{int(NOON.timestamp())}@")


def test_a_revoked_token_is_refused_until_it_is_given_back(printify: Client) -> None:
    printify.vendor.revoke_key()
    assert printify.refused("GET", "/v1/shops.json")[0] == 401
    printify.vendor.revoke_key(back=True)
    assert printify("GET", "/v1/shops.json")


def test_a_token_does_only_what_its_scopes_allow(printify: Client) -> None:
    printify.token = printify.vendor.issue_token(NOON, ("shops.read", "orders.read"))
    assert payload(printify.token)["scopes"] == ["shops.read", "orders.read"]
    printify("GET", "orders.json")
    assert printify.refused("GET", "products.json")[0] == 403
    assert printify.refused("POST", "orders.json", {})[0] == 403


def test_scopes_can_be_taken_from_all_tokens(printify: Client) -> None:
    printify.vendor.set_scopes(["catalog.read"])
    assert printify.refused("GET", "/v1/shops.json") == (403, "Invalid scope(s) provided.")
    with pytest.raises(ValueError, match=r"no such scope: shops\.burn"):
        printify.vendor.set_scopes(["shops.burn"])


def test_a_program_must_say_its_name(printify: Client) -> None:
    printify.headers = {}
    status, reason = printify.refused("GET", "/v1/shops.json")
    assert status == 400
    assert "User-Agent" in reason


def test_every_answer_has_an_id_for_support_of_its_own(printify: Client) -> None:
    answers = [
        printify.send("GET", path) for path in ("/v1/shops.json", "/v1/shops.json", "/v1/no.json")
    ]
    marks = {answer.headers["x-pfy-correlation-id"] for answer in answers}
    assert len(marks) == 3


def test_shops_are_a_plain_array_with_an_api_shop_and_a_spare_one(printify: Client) -> None:
    assert printify("GET", "/v1/shops.json") == [
        {"id": SHOP_ID, "title": "Desk bridge (API)", "sales_channel": "custom_integration"},
        {"id": 9876, "title": "Spare store", "sales_channel": "disconnected"},
    ]


def test_a_shop_that_printify_serves_itself_is_listed_with_its_channel(printify: Client) -> None:
    ident = printify.vendor.link_store("My Etsy shop", "etsy")
    assert {"id": ident, "title": "My Etsy shop", "sales_channel": "etsy"} in printify(
        "GET", "/v1/shops.json"
    )


def test_the_name_of_the_api_channel_is_not_certain(printify: Client) -> None:
    printify.vendor.set_channel(SHOP_ID, "api")
    assert printify("GET", "/v1/shops.json")[0]["sales_channel"] == "api"


def test_cutting_a_shop_off_stands_in_the_books(printify: Client) -> None:
    printify("DELETE", f"/v1/shops/{SHOP_ID}/connection.json")
    assert printify("GET", "/v1/shops.json")[0]["sales_channel"] == "disconnected"
    assert [event["event"] for event in printify.vendor.ledger()["events"]] == ["disconnect"]


def test_a_shop_of_somebody_else_is_not_found(printify: Client) -> None:
    assert printify.refused("GET", "/v1/shops/1/products.json") == (404, "Not found")


def test_a_call_that_is_not_played_is_refused_by_its_name(printify: Client) -> None:
    status, message = printify.refused("POST", "/v1/shops/5432/orders/abc/gift.json")
    assert status == 501
    assert "POST /v1/shops/5432/orders/abc/gift.json" in message


def test_broken_json_is_a_bad_request(printify: Client) -> None:
    request = Request(
        "POST", f"/v1/shops/{SHOP_ID}/orders.json", "",
        {"authorization": f"Bearer {TOKEN}", "user-agent": "x"}, b"{",
    )  # fmt: skip
    assert printify.vendor.handle(request, NOON).status == 400


def test_six_hundred_calls_a_minute_and_no_more(printify: Client) -> None:
    for _ in range(600):
        assert printify.send("GET", "/v1/shops.json").status == 200
    refused = printify.send("GET", "/v1/shops.json")
    assert refused.status == 429
    assert "retry-after" not in refused.headers
    printify.later(seconds=60)
    assert printify.send("GET", "/v1/shops.json").status == 200


def test_the_catalog_has_a_hundred_of_them(printify: Client) -> None:
    for _ in range(100):
        assert printify.send("GET", "/v1/catalog/print_providers.json").status == 200
    assert printify.send("GET", "/v1/catalog/print_providers.json").status == 429
    assert printify.send("GET", "/v1/shops.json").status == 200


def test_publishing_has_two_hundred_in_half_an_hour(printify: Client) -> None:
    ident = printify.product()["id"]
    for _ in range(200):
        printify.send("POST", f"products/{ident}/publish.json", {})
    assert printify.send("POST", f"products/{ident}/publish.json", {}).status == 429
    printify.later(minutes=29)
    assert printify.send("POST", f"products/{ident}/publish.json", {}).status == 429
    printify.later(minutes=1)
    assert printify.send("POST", f"products/{ident}/publish.json", {}).status == 400


def test_a_limit_may_say_how_long_to_wait(printify: Client) -> None:
    printify.vendor.turn(retry_after=True)
    for _ in range(600):
        printify.send("GET", "/v1/shops.json")
    printify.later(seconds=18)
    assert printify.send("GET", "/v1/shops.json").headers["retry-after"] == "42"


def test_the_limits_can_be_switched_off(printify: Client) -> None:
    printify.vendor.limiter(on=False)
    assert {printify.send("GET", "/v1/shops.json").status for _ in range(700)} == {200}


def test_the_share_of_refused_calls_stands_in_the_books(printify: Client) -> None:
    for path in ("/v1/shops.json", "/v1/shops.json", "/v1/shops.json", "/v1/nothing.json"):
        printify.send("GET", path)
    ledger = printify.vendor.ledger()
    assert (ledger["requests"], ledger["errors"], ledger["error_share"]) == (4, 1, 0.25)


def test_pictures_need_no_token_and_are_not_counted(printify: Client) -> None:
    response = printify.vendor.handle(Request("GET", "/pictures/tee-1f1e20-moon.png"), NOON)
    assert response.body.startswith(b"\x89PNG")
    assert printify.vendor.ledger()["requests"] == 0


def test_an_unknown_knob_is_refused(printify: Client) -> None:
    with pytest.raises(ValueError, match="no such knob: colour"):
        printify.vendor.turn(colour="red")
