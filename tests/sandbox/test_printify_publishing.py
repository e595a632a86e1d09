from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.printify_client import Client

FLAGS = {"title": True, "description": True, "images": True, "variants": True, "tags": True}
LISTING = {"external": {"id": "8123456789", "handle": "https://shop.example.com/products/tee"}}


def post(printify: Client, what: str, body: Any = None) -> Any:
    return printify("POST", f"products/{printify.product()['id']}/{what}.json", body)


def test_publishing_on_an_api_shop_locks_and_tells_nothing(printify: Client) -> None:
    assert post(printify, "publish", FLAGS) == {}
    printify.later(days=3)
    assert printify.product()["is_locked"] is True


@pytest.mark.parametrize(("method", "what"), [("PUT", ""), ("DELETE", ""), ("POST", "/publish")])
def test_a_locked_product_refuses_changes(printify: Client, method: str, what: str) -> None:
    ident = printify.product()["id"]
    printify.vendor.lock_product(ident)
    status, reason = printify.refused(method, f"products/{ident}{what}.json", FLAGS if what else {})
    assert (status, reason) == (400, "Product is disabled for editing")


def test_success_unlocks_and_records_the_listing(printify: Client) -> None:
    post(printify, "publish", FLAGS)
    assert post(printify, "publishing_succeeded", LISTING) == {}
    product = printify.product()
    assert (product["is_locked"], product["external"]) == (False, [LISTING["external"]])


def test_failure_unlocks_and_stands_in_the_books(printify: Client) -> None:
    post(printify, "publish", FLAGS)
    assert post(printify, "publishing_failed", {"reason": "Request timed out"}) == {}
    assert printify.product()["is_locked"] is False
    assert printify.vendor.ledger()["events"][-1]["reason"] == "Request timed out"


def test_success_is_taken_without_a_publish_before_it(printify: Client) -> None:
    post(printify, "publishing_succeeded", LISTING)
    assert printify.product()["external"] == [LISTING["external"]]


def test_unpublishing_forgets_the_listing_only(printify: Client) -> None:
    post(printify, "publishing_succeeded", LISTING)
    assert post(printify, "unpublish") == {}
    assert "external" not in printify.product()


@pytest.mark.parametrize(
    ("what", "body"),
    [("publish", {}), ("publishing_failed", {}), ("publishing_succeeded", {"external": {}})],
)
def test_what_is_needed_must_be_there(printify: Client, what: str, body: Any) -> None:
    ident = printify.product()["id"]
    assert printify.refused("POST", f"products/{ident}/{what}.json", body)[0] == 400


def test_a_channel_that_printify_serves_unlocks_by_itself(printify: Client) -> None:
    shop = printify.vendor.link_store("My shop", "shopify", products=True)
    base = f"/v1/shops/{shop}/products"
    ident = printify("GET", f"{base}.json")["data"][0]["id"]
    printify("POST", f"{base}/{ident}/publish.json", FLAGS)
    assert printify("GET", f"{base}/{ident}.json")["is_locked"] is True
    printify.later(minutes=1)
    product = printify("GET", f"{base}/{ident}.json")
    assert product["is_locked"] is False
    assert product["external"][0]["handle"].startswith("https://shop.example.com/products/")
