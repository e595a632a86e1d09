"""The simulated store's door: keys, documents, cost, limits, scopes and personal data."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from podbridge_desktop.sandbox.shopify import ShopifyVendor
from tests.support.shop_client import Shop, document, shop

TOKENS = "/admin/oauth/access_token"


@pytest.fixture
def store() -> Shop:
    return shop()


def ask_for_key(store: Shop, *, form: bool = False, **more: str) -> tuple[int, str]:
    settings = store.vendor.settings
    fields = {
        "grant_type": "client_credentials",
        "client_id": settings.client_id,
        "client_secret": settings.client_secret,
        **more,
    }
    body = urlencode(fields) if form else json.dumps(fields)
    kind = "application/x-www-form-urlencoded" if form else "application/json"
    answer = store.send("POST", TOKENS, body.encode(), headers={"content-type": kind})
    return answer.status, answer.body.decode()


def code(answer: dict[str, Any]) -> Any:
    return answer["errors"][0]["extensions"]["code"]


# Keys


@pytest.mark.parametrize("form", [True, False])
def test_a_key_from_client_credentials_works_for_a_day(store: Shop, form: bool) -> None:
    status, body = ask_for_key(store, form=form)
    given = json.loads(body)
    assert (status, given["expires_in"]) == (200, 86399)
    assert "write_orders" in given["scope"].split(",")
    assert "read_orders" not in given["scope"].split(",")
    store.token = given["access_token"]
    store.wait(hours=23)
    assert store.data("Who")["shop"]["currencyCode"] == "USD"
    store.wait(hours=2)
    assert store.post(document("Who")).status == 401


def test_two_keys_of_one_app_live_side_by_side(store: Shop) -> None:
    keys = [json.loads(ask_for_key(store)[1])["access_token"] for _ in range(2)]
    assert len(set(keys)) == 2
    for store.token in keys:
        assert store.post(document("Who")).status == 200


@pytest.mark.parametrize(
    ("state", "status", "text"),
    [
        ("shop_not_permitted", 400, "shop_not_permitted"),
        ("app_not_installed", 400, "app_not_installed"),
        ("store_unavailable", 404, "unavailable"),
    ],
)
def test_the_token_endpoint_refuses_in_html(
    store: Shop, state: str, status: int, text: str
) -> None:
    store.vendor.set_installation(state)
    got, body = ask_for_key(store)
    assert (got, text in body, body.startswith("<!DOCTYPE")) == (status, True, True)


def test_a_wrong_secret_and_an_unknown_grant_are_refused(store: Shop) -> None:
    status, body = ask_for_key(store, client_secret="wrong")
    assert (status, json.loads(body)["error"]) == (401, "invalid_client")
    status, body = ask_for_key(store, grant_type="password")
    assert (status, json.loads(body)["error"]) == (400, "unsupported_grant_type")


def test_a_revoked_or_unknown_key_is_told_so(store: Shop) -> None:
    store.vendor.revoke_key()
    answer = store.post(document("Who"))
    assert answer.status == 401
    assert "Invalid API key or access token" in json.loads(answer.body)["errors"]
    store.token = json.loads(ask_for_key(store)[1])["access_token"]
    assert store.post(document("Who")).status == 200


def consent(store: Shop, **more: str) -> Any:
    asked = {
        "client_id": store.vendor.settings.client_id,
        "scope": "read_orders,read_products",
        "redirect_uri": "http://localhost:3004/callback",
        "state": "s t/1",
        **more,
    }
    return store.send("GET", "/admin/oauth/authorize", query=urlencode(asked))


def redeem(store: Shop, **fields: str) -> dict[str, Any]:
    settings = store.vendor.settings
    sent = {"client_id": settings.client_id, "client_secret": settings.client_secret, **fields}
    answer = store.send("POST", TOKENS, urlencode(sent).encode())
    return {"status": answer.status, **json.loads(answer.body)}


def test_the_browser_comes_back_with_a_signed_code(store: Shop) -> None:
    answer = consent(store)
    assert answer.status == 302
    back = urlsplit(answer.headers["location"])
    assert (back.hostname, back.port, back.path) == ("localhost", 3004, "/callback")
    params = dict(parse_qsl(back.query))
    signature = params.pop("hmac")
    message = "&".join(f"{k}={v}" for k, v in sorted(params.items()))
    secret = store.vendor.settings.client_secret.encode()
    assert signature == hmac.new(secret, message.encode(), hashlib.sha256).hexdigest()
    assert (params["state"], params["shop"]) == ("s t/1", store.vendor.settings.domain)
    key = redeem(store, code=params["code"])
    assert "expires_in" not in key
    store.token = key["access_token"]
    assert store.post(document("OrderCount")).status == 200
    assert code(store.ask("Places")) == "ACCESS_DENIED"
    assert redeem(store, code=params["code"])["status"] == 400


def test_an_expiring_key_is_renewed_and_the_old_renewal_ends(store: Shop) -> None:
    params = dict(parse_qsl(urlsplit(consent(store).headers["location"]).query))
    first = redeem(store, code=params["code"], expiring="1")
    assert (first["expires_in"], first["refresh_token_expires_in"]) == (3600, 7776000)
    second = redeem(store, grant_type="refresh_token", refresh_token=first["refresh_token"])
    again = redeem(store, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert again["status"] == 200, "usable until the new one has been used"
    redeem(store, grant_type="refresh_token", refresh_token=second["refresh_token"])
    ended = redeem(store, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert (ended["status"], ended["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    "wrong", [{"client_id": "other"}, {"redirect_uri": "http://localhost:9/callback"}]
)
def test_consent_refuses_a_stranger(store: Shop, wrong: dict[str, str]) -> None:
    answer = consent(store, **wrong)
    assert (answer.status, b"Oauth error" in answer.body) == (400, True)


# Documents


def test_an_unknown_field_is_refused_like_the_real_one(store: Shop) -> None:
    answer = store.raw("{ shop { colour } }")
    assert answer["errors"][0]["message"] == "Field 'colour' doesn't exist on type 'Shop'"
    assert code(answer) == "undefinedField"
    assert "data" not in answer


@pytest.mark.parametrize(
    ("query", "named"),
    [
        (
            'mutation { bulkOperationRunQuery(query: "x") { bulkOperation { id } } }',
            "bulkOperationRunQuery",
        ),
        ("{ webhookSubscriptions(first: 1) { nodes { id } } }", "webhookSubscriptions"),
        ("{ giftCards(first: 1) { nodes { id } } }", "giftCards"),
    ],
)
def test_a_call_that_is_not_played_is_refused_by_its_name(
    store: Shop, query: str, named: str
) -> None:
    assert named in store.raw(query)["errors"][0]["message"]


def test_a_path_that_is_not_played_is_refused_by_its_name(store: Shop) -> None:
    answer = store.send("GET", "/admin/api/2026-10/orders.json")
    assert (answer.status, b"GET /admin/api/2026-10/orders.json" in answer.body) == (404, True)


def test_wrong_variables_and_bodies_are_refused(store: Shop) -> None:
    answer = store.ask("Orders", first="ten")
    assert "first" in answer["errors"][0]["message"]
    money = {
        "title": "x",
        "productOptions": [],
        "variants": [{"optionValues": [], "price": "cheap"}],
    }
    assert "errors" in store.ask("SetProduct", input=money)
    key = {"x-shopify-access-token": store.vendor.settings.access_token}
    path = "/admin/api/2026-10/graphql.json"
    assert store.send("POST", path, b"{}", headers=key).status == 400
    broken = store.send("POST", path, b"{", headers={**key, "content-type": "application/json"})
    assert broken.status == 400


def test_conditions_in_documents_are_followed(store: Shop) -> None:
    text = "query ($all: Boolean!) { shop { id name @include(if: $all) url @skip(if: $all) } }"
    assert set(store.raw(text, all=True)["data"]["shop"]) == {"id", "name"}
    assert set(store.raw(text, all=False)["data"]["shop"]) == {"id", "url"}


def test_aliases_fragments_and_type_names_work(store: Shop) -> None:
    text = "{ a: shop { ...F } b: shop { ...F name } } fragment F on Shop { __typename id }"
    data = store.raw(text)["data"]
    assert data["a"] == {"__typename": "Shop", "id": data["b"]["id"]}
    assert set(data["b"]) == {"__typename", "id", "name"}


def test_a_page_without_a_size_is_an_error_at_its_field(store: Shop) -> None:
    answer = store.ask("Orders")
    assert answer["errors"][0]["message"] == "you must provide one of first or last"
    assert answer["errors"][0]["path"] == ["orders"]


def test_the_versions_of_url_and_answer_can_differ(store: Shop) -> None:
    old = store.post(document("Who"), path="/admin/api/2024-01/graphql.json")
    assert (old.status, old.headers["x-shopify-api-version"]) == (200, "2026-01")
    now = store.post(document("Who"))
    assert now.headers["x-shopify-api-version"] == "2026-10"
    assert store.post(document("Who"), path="/admin/api/2026-11/graphql.json").status == 404
    store.vendor.settings.api_version = "2027-01"
    assert store.post(document("Who")).headers["x-shopify-api-version"] == "2027-01"


def test_answers_carry_the_vendors_time_and_a_request_id(store: Shop) -> None:
    first, second = store.post(document("Who")), store.post(document("Who"))
    assert first.headers["date"] == "Sat, 21 Nov 2026 12:00:00 GMT"
    assert first.headers["x-request-id"] != second.headers["x-request-id"]


# Cost and limits


@pytest.mark.parametrize(
    ("query", "variables", "cost"),
    [
        ("{ shop { id name } }", {}, 1),
        ("query ($n: Int) { orders(first: $n) { nodes { id } pageInfo { hasNextPage } } }", {"n": 50}, 52),
        ("{ orders(first: 10) { edges { node { id lineItems(first: 5) { nodes { id } } } } } }", {}, 71),
        ("query ($i: [ID!]!) { nodes(ids: $i) { ... on Order { id risk { recommendation } } } }", {"i": ["gid://shopify/Order/1"] * 7}, 14),
        ("mutation { tagsAdd(id: \"gid://shopify/Order/1\", tags: [\"a\"]) { node { id } userErrors { field } } }", {}, 12),
        ("{ orders(first: 4) { nodes { fulfillments(first: 9) { id } } } }", {}, 9),
    ],
)  # fmt: skip
def test_cost_is_linear(store: Shop, query: str, variables: dict[str, Any], cost: int) -> None:
    assert store.raw(query, **variables)["extensions"]["cost"]["requestedQueryCost"] == cost


def test_plain_lists_can_be_charged_too() -> None:
    store = shop(charge_plain_lists=True)
    answer = store.raw("{ orders(first: 4) { nodes { fulfillments(first: 9) { id } } } }")
    assert answer["extensions"]["cost"]["requestedQueryCost"] == 1 + 4 * 10


def test_what_was_not_found_is_not_charged(store: Shop) -> None:
    store.vendor.settings.limiter = True
    store.vendor.bulk_orders(3, now=store.now)
    cost = store.ask("Orders", first=50)["extensions"]["cost"]
    assert cost["requestedQueryCost"] > cost["actualQueryCost"]
    left = cost["throttleStatus"]
    assert left == {
        "maximumAvailable": 2000.0,
        "currentlyAvailable": 2000 - cost["actualQueryCost"],
        "restoreRate": 100.0,
    }


def test_a_query_over_a_thousand_points_does_not_run(store: Shop) -> None:
    answer = store.raw("{ orders(first: 250) { nodes { lineItems(first: 9) { nodes { id } } } } }")
    assert code(answer) == "MAX_COST_EXCEEDED"
    assert "data" not in answer


def test_an_empty_bucket_throttles_until_it_has_filled(store: Shop) -> None:
    store.vendor.settings.limiter = True
    store.vendor.bulk_orders(250, now=store.now)
    answers = [store.ask("Orders", first=250) for _ in range(5)]
    assert code(answers[-1]) == "THROTTLED"
    assert "data" not in answers[-1]
    missing = answers[-1]["extensions"]["cost"]
    store.wait(
        seconds=(missing["requestedQueryCost"] - missing["throttleStatus"]["currentlyAvailable"])
        / 100
    )
    assert "errors" not in store.ask("Orders", first=250)


# Scopes and personal data


def test_a_missing_scope_is_named(store: Shop) -> None:
    store.vendor.set_scopes(["read_products"])
    answer = store.ask("OrderCount")
    assert answer["data"] == {"ordersCount": None}
    assert answer["errors"][0]["message"] == (
        "Access denied for ordersCount field. Required access: `read_orders` access scope."
    )
    orders = store.ask("Orders", first=1)
    assert (orders["data"], code(orders), orders["errors"][0]["path"]) == (
        None,
        "ACCESS_DENIED",
        ["orders"],
    )


def test_scopes_are_listed_as_granted_and_writing_includes_reading(store: Shop) -> None:
    store.vendor.set_scopes(["write_orders", "read_products"])
    handles = store.data("Who")["currentAppInstallation"]["accessScopes"]
    assert [scope["handle"] for scope in handles] == ["write_orders", "read_products"]
    assert store.data("OrderCount")["ordersCount"]["count"] == 0


def order_id(store: Shop) -> str:
    return store.vendor.bulk_orders(1, now=store.now)[0].id


def test_refused_personal_data_leaves_the_rest(store: Shop) -> None:
    identity = order_id(store)
    store.vendor.set_plan("Basic")
    answer = store.ask("Buyer", id=identity)
    got = answer["data"]["order"]
    assert got["name"] == "#1001"
    assert (got["email"], got["shippingAddress"]["zip"]) == (None, None)
    assert got["shippingAddress"]["city"]
    assert {code(answer)} == {"ACCESS_DENIED"}
    assert ["order", "shippingAddress", "firstName"] in [
        error["path"] for error in answer["errors"]
    ]
    assert "not approved" in answer["errors"][0]["message"]


def test_personal_data_can_also_go_without_a_word(store: Shop) -> None:
    identity = order_id(store)
    store.vendor.set_plan("Basic", "silent")
    got = store.data("Buyer", id=identity)["order"]
    assert (got["email"], got["shippingAddress"]["name"]) == (None, None)
    assert got["shippingAddress"]["countryCodeV2"]
    store.vendor.set_plan("Grow")
    assert store.data("Buyer", id=identity)["order"]["email"]


def test_a_restored_store_knows_its_keys(store: Shop) -> None:
    key = json.loads(ask_for_key(store)[1])["access_token"]
    other = Shop(ShopifyVendor(3), now=store.now, token=key)
    other.vendor.load(json.loads(json.dumps(store.vendor.dump())))
    assert other.post(document("Who")).status == 200


def test_the_host_parameter_names_the_admin_of_the_store(store: Shop) -> None:
    params = dict(parse_qsl(urlsplit(consent(store).headers["location"]).query))
    padded = params["host"] + "=" * (-len(params["host"]) % 4)
    assert base64.b64decode(padded) == b"admin.shopify.com/store/practice-shop-1"
