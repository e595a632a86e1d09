"""A disk that fills up: nothing new is sent and how much is lacking is said; what was sent is recorded or looked up."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from podbridge_desktop.sandbox.faults import Fault
from tests.support.books import assert_all_made, assert_nothing_twice
from tests.support.command import Shop
from tests.support.small_disk import SmallDisk, small_disk

CREATE = {"vendor": "printful", "method": "POST", "path": "^/orders$"}
CONFIRM = {"vendor": "printful", "method": "POST", "path": "/confirm$"}
TRACK = {"vendor": "shopify", "contains": "fulfillmentCreate"}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """Where the data folder of `shop` is."""
    with small_disk(tmp_path / "data", 280) as found:
        yield found


def books(shop: Shop):
    return shop.world.control._ledger({}, shop.world.clock.now())


def has_left(shop: Shop) -> bool:
    """Packed is not gone: the store is told of what has left the house."""
    (order,) = shop.world.printful.book.orders.values()
    return any(each["shipped_at"] for each in order["shipments"])


def mails(shop: Shop) -> int:
    return len(books(shop)["vendors"]["shopify"]["mails"])


def test_little_room_sends_nothing_new_and_still_records(disk: SmallDisk, shop: Shop) -> None:
    shop.open("automatic", products=1)
    assert (disk.folder / "ballast").exists()
    (first,) = shop.buy()
    assert shop.run.json("sync")["held_back"] is None
    disk.leave(150)
    (second,) = shop.buy()
    said = shop.run("sync", "--json")
    assert said.code == 3
    assert "PodBridge needs 200 MB" in said.document["held_back"]
    assert "free 5" in said.document["held_back"]
    assert "Until then nothing new is sent" in shop.run("sync").out
    assert (shop.confirmed, books(shop)["vendors"]["printful"]["drafts"]) == (1, 1)
    assert shop.order(second)["step"] in {"placed", "approval"}
    for _ in range(6):
        shop.post("next-day")
        shop.run("sync")
    assert shop.order(first)["step"] == "shipped"
    assert mails(shop) == 0
    assert [case for case in shop.run.json("exceptions") if case["code"] != "late_orders"] == []
    disk.empty()
    for case in shop.run.json("exceptions"):
        shop.run.json("resolve", str(case["id"]), "--action", "send_all")
    shop.days(8)
    assert_all_made(books(shop))
    assert_nothing_twice(books(shop))
    assert {shop.order(name)["step"] for name in (first, second)} == {"tracking_synced"}


@pytest.mark.slow
@pytest.mark.parametrize("call", [CREATE, CONFIRM, TRACK], ids=["create", "confirm", "track"])
def test_a_disk_that_fills_up_while_a_vendor_works(
    disk: SmallDisk, shop: Shop, call: dict[str, str]
) -> None:
    shop.open("automatic", products=1)
    shop.run.json("settings", "quiet_period", "0")
    (name,) = shop.buy()
    if call is TRACK:
        shop.run.json("sync")
        while not has_left(shop):
            shop.post("next-day")
    shop.world.faults.order(Fault(**call, kind="slow", seconds=1.5))
    process = shop.run.process("sync", "--json")
    while not shop.world.faults.listing()["struck"]:
        assert process.poll() is None
        time.sleep(0.02)
    disk.leave(0)
    try:
        _, err = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    assert "Traceback" not in err
    said = shop.run("sync", "--json")
    assert said.code == 3, said
    assert "Traceback" not in said.err
    assert_nothing_twice(books(shop))
    disk.empty()
    shop.days(8)
    assert_all_made(books(shop))
    assert_nothing_twice(books(shop))
    assert mails(shop) == 1
    assert shop.order(name)["step"] == "tracking_synced"
    assert (disk.folder / "ballast").exists()
