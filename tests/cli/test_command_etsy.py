"""`connect`, `push` and `tracking-list` for an Etsy shop."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import PROGRAM, Shop

BROWSER = """
import sys
from urllib.request import urlopen
with urlopen(sys.argv[1], timeout=20) as page:
    page.read()
"""


@pytest.fixture
def etsy(shop: Shop) -> Shop:
    """Connected with a refresh token, and to a supplier; routed and pulled."""
    for vendor in shop.world.etsy.values():
        vendor.turn(image_delay=0.0, limiter=False)
    assert shop.connect("etsy", "Etsy").code == 0
    assert shop.connect("printful", "Maker").code == 0
    assert shop.run("route", "Etsy", "Maker", "--mode", "automatic").code == 0
    assert shop.run("sync").code == 0
    return shop


def test_a_key_without_the_shared_secret_connects_nothing(shop: Shop) -> None:
    door = shop.doors["etsy"]
    said = shop.run(
        "connect", "etsy", "--name", "Etsy", f"--field=keystring={door['fields']['keystring']}", "--secrets-stdin",
        f"--api-url={door['api_url']}", "--json", stdin=f"refresh_token={door['secrets']['refresh_token']}\n",
    )  # fmt: skip
    assert said.code == 1
    assert "shared secret is missing" in said.error["message"]
    assert shop.run.json("connections") == []


def test_what_works_and_whose_shop_it_is(shop: Shop) -> None:
    said = shop.connect("etsy", "Etsy")
    assert said.code == 0
    (row,) = shop.run.json("connections")
    assert (row["platform"], row["account"], row["currency"]) == ("etsy", "PracticePrints", "USD")
    (checked,) = shop.run.json("check")
    assert checked["works"]


def test_signing_in_by_the_browser(shop: Shop, tmp_path: Path, monkeypatch) -> None:
    door = shop.doors["etsy"]
    for vendor in shop.world.etsy.values():
        vendor.turn(consent="allow")
    browser = tmp_path / "browser.py"
    browser.write_text(BROWSER)
    monkeypatch.setenv("BROWSER", f"{sys.executable} {browser} %s")
    words = [
        "connect", "etsy", "--name", "Etsy", f"--field=keystring={door['fields']['keystring']}", "--secrets-stdin",
        f"--api-url={door['api_url']}",
    ]  # fmt: skip
    done = subprocess.run(
        [*PROGRAM, *words, *shop.run.options], capture_output=True, text=True, timeout=120,
        input=f"shared_secret={door['secrets']['shared_secret']}\n", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Etsy is connected to PracticePrints" in done.stdout
    assert "/oauth/connect?" in done.stderr
    assert shop.run("check").code == 0


def test_pushing_with_a_choice(etsy: Shop) -> None:
    product = etsy.run.json("products")[0]["id"]
    said = etsy.run.json(
        "push", str(product), "--to", "Etsy", "--draft", "--field", "shop_section_id=Handmade", "--field",
        "category=Prints > Posters",
    )  # fmt: skip
    assert said["products"][0]["state"] == "draft"
    (listing,) = [each for each in vendor(etsy).book.listings.values() if each["state"] == "draft"]
    assert (listing["taxonomy_id"], listing["shop_section_id"] is not None) == (2078, True)


def test_a_dry_run_tells_of_the_fee(etsy: Shop) -> None:
    product = str(etsy.run.json("products")[0]["id"])
    live = etsy.run.json("push", product, "--to", "Etsy", "--dry-run")
    assert any("listing fee" in each for each in live["products"][0]["warnings"])
    draft = etsy.run.json("push", product, "--to", "Etsy", "--dry-run", "--draft")
    assert draft["products"][0]["warnings"] == []


def test_a_choice_that_etsy_does_not_ask_for(etsy: Shop) -> None:
    said = etsy.run("push", "1", "--to", "Etsy", "--field", "colour=red", "--json")
    assert said.code == 1
    assert "shipping_profile" in said.error["hint"]


def add_profile(etsy: Shop) -> None:
    profiles = vendor(etsy).book.profiles
    (first,) = profiles.values()
    profiles["77"] = {**first, "shipping_profile_id": 77, "title": "Express"}


def drafts(etsy: Shop, field: str) -> list[object]:
    return [each[field] for each in vendor(etsy).book.listings.values() if each["state"] == "draft"]


@pytest.mark.parametrize(
    "word", [("--shipping-profile", "Express"), ("--field", "shipping_profile_id=77")]
)
def test_an_ambiguous_profile_is_refused_with_its_candidates_and_then_remembered(
    etsy: Shop, word: tuple[str, str]
) -> None:
    add_profile(etsy)
    one, other, *_ = (str(each["id"]) for each in etsy.run.json("products"))
    said = etsy.run("push", one, "--to", "Etsy", "--draft", "--json")
    assert (said.code, said.error["code"]) == (1, "ambiguous")
    assert "77 (Express)" in said.error["message"]
    assert "--field shipping_profile=" in said.error["hint"]
    assert drafts(etsy, "title") == []
    assert etsy.run("push", one, "--to", "Etsy", "--draft", *word).code == 0
    assert etsy.run("push", other, "--to", "Etsy", "--draft").code == 0
    assert drafts(etsy, "shipping_profile_id") == [77, 77]


def test_a_word_that_the_shop_does_not_know_pushes_nothing(etsy: Shop) -> None:
    one = str(etsy.run.json("products")[0]["id"])
    said = etsy.run("push", one, "--to", "Etsy", "--draft", "--section", "Nowhere", "--json")
    assert said.code == 1
    assert "no section “Nowhere”" in said.error["message"]
    assert "Handmade" in said.error["hint"]
    assert drafts(etsy, "title") == []


def test_a_shop_without_a_shipping_profile_is_told_the_way(etsy: Shop) -> None:
    vendor(etsy).book.profiles.clear()
    one = str(etsy.run.json("products")[0]["id"])
    said = etsy.run("push", one, "--to", "Etsy", "--draft", "--json")
    assert (said.code, said.error["code"]) == (1, "lacking_at_store")
    assert "Shipping settings, Create a profile" in said.error["message"]


def test_a_missing_partner_is_a_warning(etsy: Shop) -> None:
    vendor(etsy).book.partners.clear()
    one = str(etsy.run.json("products")[0]["id"])
    said = etsy.run.json("push", one, "--to", "Etsy")
    assert any(
        "no production partner called Printful" in x for x in said["products"][0]["warnings"]
    )
    assert said["products"][0]["state"] == "live"


def test_what_can_be_picked_is_listed_with_what_is_taken(etsy: Shop) -> None:
    add_profile(etsy)
    one = str(etsy.run.json("products")[0]["id"])
    found = {each["field"]: each for each in etsy.run.json("choices", "Etsy", one)}
    shipping = found["shipping_profile"]
    assert (shipping["picked"], shipping["needed"]) == ("", True)
    assert [each["name"] for each in shipping["offers"]] == ["Standard shipping", "Express"]
    assert found["production_partner"]["picked"] != ""
    etsy.run("push", one, "--to", "Etsy", "--draft", "--shipping-profile", "Express")
    other = str(etsy.run.json("products")[1]["id"])
    told = etsy.run("choices", "Etsy", other).out
    assert "* 77  Express" in told
    assert "--field category=NAME" in told
    mugs = {each["field"]: each for each in etsy.run.json("choices", "Etsy", "--search", "mugs")}
    assert [each["name"].rpartition(" > ")[2] for each in mugs["category"]["offers"]] == ["Mugs"]


def test_a_store_that_asks_for_nothing_says_so(shop: Shop) -> None:
    shop.connect("shopify", "Shop")
    assert shop.run.json("choices", "Shop") == []
    assert "asks for nothing" in shop.run("choices", "Shop").out


def test_numbers_to_copy(etsy: Shop) -> None:
    assert "No tracking number waits" in etsy.run("tracking-list").out
    product = str(etsy.run.json("products")[0]["id"])
    etsy.run("push", product, "--to", "Etsy")
    etsy.buy(shop="etsy")
    etsy.run("sync")
    vendor(etsy).turn(gated=True)
    etsy.days(6)
    (line, *_) = etsy.run.json("tracking-list", "Etsy")
    assert line["tracking_number"]
    assert line["order_page"].startswith("https://www.etsy.com/your/orders/")
    assert line["tracking_number"] in etsy.run("tracking-list").out


def vendor(shop: Shop):
    return shop.world.etsy["etsy"]
