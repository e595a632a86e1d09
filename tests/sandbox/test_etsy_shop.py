from __future__ import annotations

import json
from datetime import timedelta

import pytest

from podbridge_desktop.sandbox.etsy import EtsyVendor
from podbridge_desktop.sandbox.http import Request
from tests.sandbox.etsy_client import NOON, TEES, Client


@pytest.fixture
def client() -> Client:
    return Client()


def limited(**knobs: int) -> Client:
    made = Client(EtsyVendor())
    made.vendor.turn(limiter=True, **knobs)
    return made


def test_she_and_her_one_shop(client: Client) -> None:
    me = client.get("/users/me")
    shop = client.get(f"/users/{me['user_id']}/shops")
    assert shop["shop_id"] == me["shop_id"]
    assert (shop["currency_code"], shop["shop_location_country_iso"]) == ("USD", "US")
    assert client.refused("GET", "/users/7/shops") == (
        404,
        "Could not find a shop for user with user_id = 7",
    )


def test_a_shop_is_set_up_with_one_profile_of_each_kind(client: Client) -> None:
    for path in ("shipping-profiles", "policies/return", "readiness-state-definitions"):
        assert client.get(f"{client.shop}/{path}")["count"] == 1
    partners = client.get(f"{client.shop}/production-partners")["results"]
    assert [each["partner_name"] for each in partners] == ["Printful", "Printify"]


def test_the_headers_tell_what_is_left() -> None:
    client = limited()
    heads = [client.send("GET", "/users/me").headers for _ in range(2)]
    assert [(each["x-remaining-this-second"], each["x-remaining-today"]) for each in heads] == [("4", "4999"), ("3", "4998")]  # fmt: skip
    assert (heads[0]["x-limit-per-second"], heads[0]["x-limit-per-day"]) == ("5", "5000")


def test_the_sixth_call_of_a_second_is_too_many() -> None:
    client = limited()
    answers = [client.send("GET", "/users/me") for _ in range(6)]
    assert [each.status for each in answers] == [200] * 5 + [429]
    assert json.loads(answers[-1].body) == {"error": "Exceeded per second rate limit"}
    assert answers[-1].headers["retry-after"] == "1"
    client.now += timedelta(seconds=1)
    client.get("/users/me")


def test_a_day_is_a_rolling_one() -> None:
    client = limited(per_day=3, per_second=100)
    for hours in (0, 1, 1):
        client.later(hours=hours)
        client.get("/users/me")
    answer = client.send("GET", "/users/me")
    assert (answer.status, json.loads(answer.body)["error"]) == (429, "Exceeded daily rate limit")
    wait = int(answer.headers["retry-after"])
    assert wait == 22 * 3600 + 1
    client.later(seconds=wait)
    client.get("/users/me")
    assert client.refused("GET", "/users/me")[0] == 429


def test_a_ping_is_not_counted() -> None:
    client = limited(per_second=0)
    client.get("/openapi-ping")
    client.form("POST", "/scopes", token=client.token)


def test_refused_calls_tell_what_is_left_too() -> None:
    assert limited().send("GET", "/listings/1").headers["x-remaining-this-second"] == "4"


def test_with_the_limiter_off_nothing_is_counted(client: Client) -> None:
    for _ in range(50):
        client.get("/users/me")


def test_a_call_that_is_not_played_is_refused_with_its_name(client: Client) -> None:
    for method, path in (
        ("GET", f"{client.shop}/reviews"),
        ("PUT", client.shop),
        ("POST", "/nonsense"),
    ):
        status, told = client.refused(method, path)
        assert status == 501
        assert f"{method} /v3/application{path}" in told


def test_outside_the_api_there_is_nothing(client: Client) -> None:
    answer = client.vendor.handle(Request("GET", "/v2/shops"), NOON)
    assert (answer.status, json.loads(answer.body)) == (404, {"error": "Resource not found"})


def test_a_listing_has_a_page_of_its_own(client: Client) -> None:
    address = client.draft(title="Tom & Jerry")["url"].removeprefix("http://etsy.test")
    answer = client.vendor.handle(Request("GET", address), NOON)
    assert answer.status == 200
    assert b"Tom &amp; Jerry" in answer.body


def test_an_id_is_a_number(client: Client) -> None:
    assert client.refused("GET", "/listings/abc")[0] == 400


def test_an_identical_processing_profile_is_a_conflict_that_says_where(client: Client) -> None:
    path = f"{client.shop}/readiness-state-definitions"
    given = {"readiness_state": "made_to_order", "min_processing_time": 3, "max_processing_time": 5}
    body = "&".join(f"{name}={value}" for name, value in given.items()).encode()
    answer = client.send("POST", path, body, "application/x-www-form-urlencoded")
    assert answer.status == 409
    place = answer.headers["content-location"].removeprefix("/v3/application")
    assert client.get(place)["min_processing_days"] == 3


@pytest.mark.parametrize("fields", [{"min_processing_time": 6}, {"max_processing_time": 11}, {"readiness_state": "soon"}, {"processing_time_unit": "years"}])  # fmt: skip
def test_processing_profiles_that_are_refused(client: Client, fields: dict[str, str]) -> None:
    given = {
        "readiness_state": "made_to_order",
        "min_processing_time": 1,
        "max_processing_time": 5,
        **fields,
    }
    path = f"{client.shop}/readiness-state-definitions"
    assert client.refused("POST", path, fields=given)[0] == 400


def test_weeks_are_working_weeks(client: Client) -> None:
    given = {"readiness_state": "made_to_order", "min_processing_time": 1, "max_processing_time": 2, "processing_time_unit": "weeks"}  # fmt: skip
    made = client.form("POST", f"{client.shop}/readiness-state-definitions", **given)
    assert (made["min_processing_days"], made["max_processing_days"]) == (5, 10)


def test_a_parcels_way_is_told_by_carrier_or_by_days_but_not_both(client: Client) -> None:
    path = f"{client.shop}/shipping-profiles"
    given = {"title": "T", "origin_country_iso": "US", "destination_country_iso": "US", "primary_cost": 1, "secondary_cost": 1}  # fmt: skip
    days = {"min_delivery_days": 1, "max_delivery_days": 2}
    carrier = {"shipping_carrier_id": 1, "mail_class": "usps_priority"}
    assert client.refused("POST", path, fields=given)[1] == "You must provide either a carrier and mail class or min/max delivery days."  # fmt: skip
    assert client.refused("POST", path, fields={**given, **days, **carrier})[0] == 400
    assert (
        client.refused("POST", path, fields={**given, **days, "destination_region": "eu"})[0] == 400
    )
    assert client.form("POST", path, **given, **carrier)["shipping_profile_destinations"][0]["mail_class"] == "usps_priority"  # fmt: skip


def test_what_listings_use_is_not_deleted(client: Client) -> None:
    client.draft()
    book = client.vendor.book
    for path in (
        f"shipping-profiles/{next(iter(book.profiles))}", f"policies/return/{next(iter(book.policies))}",
        f"readiness-state-definitions/{next(iter(book.readiness))}",
    ):  # fmt: skip
        assert client.refused("DELETE", f"{client.shop}/{path}")[0] == 400


def test_a_section_that_goes_leaves_its_listings(client: Client) -> None:
    section = client.form("POST", f"{client.shop}/sections", title="Tees")["shop_section_id"]
    ident = client.draft(shop_section_id=section)["listing_id"]
    client.delete(f"{client.shop}/sections/{section}")
    assert client.get(f"/listings/{ident}")["shop_section_id"] is None


def test_the_tree_has_leaves_with_properties(client: Client) -> None:
    roots = client.get("/seller-taxonomy/nodes")["results"]
    assert all(each["parent_id"] is None for each in roots)
    found = client.get(f"/seller-taxonomy/nodes/{TEES}/properties", supports_variations="true")[
        "results"
    ]
    assert [each["name"] for each in found] == ["Primary color", "Size", "Material"]
    fixed = client.get(f"/seller-taxonomy/nodes/{TEES}/properties", supports_variations="false")[
        "results"
    ]
    assert [each["name"] for each in fixed] == ["Pattern"]
    assert client.refused("GET", "/seller-taxonomy/nodes/9/properties")[0] == 404


def test_carriers_by_country(client: Client) -> None:
    found = client.get("/shipping-carriers", origin_country_iso="DE")["results"]
    assert [each["name"] for each in found] == ["DHL"]
    assert client.refused("GET", "/shipping-carriers")[0] == 400


def test_an_unknown_knob_is_refused(client: Client) -> None:
    with pytest.raises(ValueError, match="no such knob: colour"):
        client.vendor.turn(colour="red")


def test_scopes_can_be_taken_away(client: Client) -> None:
    client.vendor.set_scopes(["shops_r"])
    assert client.refused("GET", f"{client.shop}/receipts") == (403, "insufficient_scope")
