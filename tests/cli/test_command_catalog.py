"""`catalog` and `mockups`: what a supplier prints on, and pictures that it makes when asked."""

from pathlib import Path

import pytest

from tests.support.command import STORE, SUPPLIER, Shop


@pytest.fixture
def printful(shop: Shop) -> Shop:
    shop.world.printful.limiter(on=False)
    shop.world.printful.turn(mockup_delay=0)
    assert shop.connect("printful", SUPPLIER).code == 0
    shop.run.json("sync")
    return shop


def test_a_blank_is_found_by_a_word_and_shown_with_costs_and_print_areas(printful: Shop) -> None:
    found = printful.run.json("catalog", SUPPLIER, "--search", "staple shirt")
    assert (found["total"], found["page"], found["pages"]) == (1, 1, 1)
    (head,) = found["items"]
    item = printful.run.json("catalog", SUPPLIER, head["id"])
    assert item["variants"][0]["cost"] == {"amount": "11.69", "currency": "USD"}
    assert item["variants"][0]["availability"] == "active"
    front = item["print_areas"][0]
    assert (front["placement"], front["width"], front["height"], front["dpi"]) == (
        "front", 1800, 2400, 150,
    )  # fmt: skip
    said = printful.run("catalog", SUPPLIER, head["id"]).out
    assert "11.69 USD" in said
    assert "Print area Front print: 1800 × 2400 px at 150 dpi" in said


def test_the_catalog_is_asked_once_a_day_and_is_there_without_a_network(printful: Shop) -> None:
    calls = printful.world.printful.book.calls
    first = printful.run("catalog", SUPPLIER).out
    assert "Page 1 of 1, 9 in all." in first
    assert printful.run("catalog", SUPPLIER).out == first
    assert calls["GET /products"] == 1
    printful.world.stop()
    assert printful.run("catalog", SUPPLIER).out == first
    assert printful.run("catalog", SUPPLIER, "--page", "2").out == "There are no more pages.\n"
    assert printful.run("catalog", SUPPLIER, "--search", "zeppelin").out.startswith("No blank")
    assert printful.run("catalog", SUPPLIER, "999999").code == 1


def test_printifys_blanks_are_shown_by_their_makers(shop: Shop) -> None:
    assert shop.connect("printify", "Printify").code == 0
    ids = [each["id"] for each in shop.run.json("catalog", "Printify")["items"]]
    items = [shop.run.json("catalog", "Printify", each) for each in ids]
    several = next(each for each in items if len(each["makers"]) > 1)
    assert "give the id of one" in shop.run("catalog", "Printify", several["id"]).out
    one = shop.run.json("catalog", "Printify", several["makers"][0]["id"])
    assert one["variants"]
    assert one["print_areas"]
    assert "only for products" in one["note"]


def tee(shop: Shop) -> str:
    return next(
        str(row["id"]) for row in shop.run.json("products") if row["title"] == "Sunrise Ridge Tee"
    )


def test_pictures_are_asked_for_awaited_and_kept(printful: Shop) -> None:
    before = printful.run.json("mockups", "Sunrise Ridge Tee")
    assert (before["state"], before["pictures"]) == ("not_asked", [])
    assert [each["name"] for each in before["styles"]] == [
        "Flat · Front · Front print", "Lifestyle · Front · Front print",
    ]  # fmt: skip
    done = printful.run.json("mockups", tee(printful), "--style", "flat", "--style", "712")
    assert done["state"] == "done"
    assert len(done["pictures"]) == 12
    assert all(Path(each["file"]).exists() for each in done["pictures"])
    assert "12 pictures are kept" in printful.run("mockups", tee(printful)).out
    shown = next(row for row in printful.run.json("products") if row["id"] == done["product"])
    assert shown["print_areas"][0]["width"] == 1800


def test_a_push_brings_them_into_the_store(printful: Shop) -> None:
    assert printful.connect("shopify", STORE).code == 0
    printful.run.json("mockups", tee(printful), "--style", "all")
    pushed = printful.run.json("push", tee(printful), "--to", STORE, "--markup", "100")
    assert pushed["products"][0]["state"] == "live"
    shop = next(iter(printful.world.shops.values()))
    assert len([each for each in shop.store.uploads.values() if each.body]) == 12
    assert all(each.startswith("kept:") for each in pushed["products"][0]["images"])


def test_a_print_file_that_is_not_told_is_asked_for(printful: Shop) -> None:
    vendor = printful.world.printful
    product = next(p for p in vendor.book.products.values() if p["name"] == "Sunrise Ridge Tee")
    vendor.hide_file(product["variants"][0]["files"][0]["id"])
    said = printful.run.json("mockups", tee(printful), "--style", "flat", code=1)
    assert said["error"]["code"] == "file_needed"
    assert "--file front=" in said["error"]["hint"]
    again = ("--style", "flat", "--file", "front=https://files.example.com/mine.png")
    assert printful.run.json("mockups", tee(printful), *again)["state"] == "done"


def test_pictures_that_do_not_come_are_a_failure(printful: Shop) -> None:
    printful.world.printful.set_scopes(["orders", "sync_products"])
    said = printful.run.json("mockups", tee(printful), "--style", "all", code=1)
    assert said["error"]["code"] == "mockups_failed"
    assert "file_library" in said["error"]["message"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--style", "front"), 1),
        (("--style", "underwater"), 1),
        (("--file", "front=https://files.example.com/a.png"), 2),
        (("--style", "flat", "--file", "front=art.png"), 1),
    ],
)
def test_what_cannot_be_meant_is_said(printful: Shop, words: tuple[str, ...], code: int) -> None:
    said = printful.run("mockups", tee(printful), *words)
    assert said.code == code
    assert said.err


def test_printify_makes_all_by_itself(shop: Shop) -> None:
    assert shop.connect("printify", "Printify").code == 0
    shop.run.json("sync")
    first = str(shop.run.json("products")[0]["id"])
    assert "makes all pictures by itself" in shop.run("mockups", first).out
    said = shop.run.json("mockups", first, "--style", "all", code=1)
    assert "by itself" in said["error"]["message"]
