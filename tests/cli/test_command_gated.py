"""An Etsy shop that shows no addresses to programs, by the command: the orders file, or an address pasted whole."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.support.command import Shop

ADDRESS = "Harper Quillfeather\n12 Elm Street\nPortland, OR 97201\nUnited States"
COLUMNS = (
    "Sale Date", "Order ID", "Buyer User ID", "Full Name", "First Name", "Last Name", "Number of Items", "Street 1",
    "Street 2", "Ship City", "Ship State", "Ship Zipcode", "Ship Country",
)  # fmt: skip


@pytest.fixture
def gated(shop: Shop) -> Shop:
    """Two paid orders whose addresses stay with Etsy."""
    for vendor in shop.world.etsy.values():
        vendor.turn(image_delay=0.0, limiter=False)
    assert shop.connect("etsy", "Etsy").code == 0
    assert shop.connect("printful", "Maker").code == 0
    shop.run.json("route", "Etsy", "Maker", "--mode", "assist")
    shop.run.json("sync")
    product = str(shop.run.json("products")[0]["id"])
    shop.run.json("push", product, "--to", "Etsy", "--price", "60")
    shop.post("vendor", name="etsy", action="gate", on=True)
    shop.buy(2, shop="etsy", country="US", quantity=1)
    shop.run.json("sync")
    return shop


def hidden(shop: Shop) -> list[dict[str, object]]:
    return [each for each in shop.run.json("exceptions") if each["code"] == "address_hidden"]


def etsy_file(folder: Path, numbers: list[str]) -> Path:
    """As the Shop Manager's *Download Data* gives it."""
    file = folder / "EtsySoldOrders2026.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(COLUMNS)
        for number in numbers:
            name = ("Harper Quillfeather", "Harper", "Quillfeather")
            rows.writerow(
                ["11/28/2026", number, "buyer1", *name, "1", "12 Elm Street", "", "Portland", "OR", "97201", "United States"]
            )  # fmt: skip
    return file


def test_the_orders_file_brings_the_addresses(gated: Shop, tmp_path: Path) -> None:
    numbers = [str(case["order"]).lstrip("#") for case in hidden(gated)]
    assert len(numbers) == 2
    said = gated.run.json("import-addresses", "Etsy", str(etsy_file(tmp_path, [*numbers, "1"])))
    assert (said["taken"], said["unknown"]) == (2, 1)
    gated.run.json("sync")
    assert hidden(gated) == []
    assert {order["hold_reason"] for order in gated.run.json("orders")} == {"approval"}


def test_an_address_is_pasted_whole_into_its_case(gated: Shop) -> None:
    (first, second) = hidden(gated)
    assert first["actions"][:2] == ["fix_address", "import_addresses"]
    words = ("resolve", str(first["id"]), "--action", "fix_address", "--field", f"pasted={ADDRESS}")
    gated.run.json(*words)
    gated.run.json("sync")
    assert [case["id"] for case in hidden(gated)] == [second["id"]]
    assert gated.run.json("order", str(first["order"]))["ship_to"]["city"] == "Portland"


def test_what_is_no_orders_file_is_refused_in_words(gated: Shop, tmp_path: Path) -> None:
    wrong = tmp_path / "notes.csv"
    wrong.write_text("a,b\n1,2\n", encoding="utf-8")
    said = gated.run("import-addresses", "Etsy", str(wrong), "--json")
    assert said.code == 1
    assert "Download Data" in said.error["hint"]
