"""kill -9 in the middle of `podbridge sync`, again and again, then one more sync: every order exactly once."""

from __future__ import annotations

import contextlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from podbridge_desktop.sandbox.practice import PracticeWorld
from tests.support.books import assert_all_made, assert_nothing_twice

COMMAND = [
    sys.executable,
    "-c",
    "import sys; from podbridge_desktop.cli.app import main; sys.exit(main())",
]


class Seller:
    """Somebody who scripts: the real command in real processes against vendors that keep running."""

    def __init__(self, folder: Path, world: PracticeWorld) -> None:
        self.folder = folder
        described = world.description()
        self.control, self.doors = described["control"], described["vendors"]
        self.environment = {**os.environ, "PODBRIDGE_KEY_FILE": str(folder / "keys.json")}

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*COMMAND, "--data-dir", str(self.folder / "data"), "--json", *words],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *words: str, stdin: str = "") -> Any:
        process = self.start(*words)
        out, err = process.communicate(stdin.encode())
        assert process.returncode == 0, (words, out, err)
        return json.loads(out)

    def sync_killed_at(self, vendor: str, requests: int) -> bool:
        """Kill a sync while `vendor` keeps back its answer to a request; False when the sync ended before."""
        self.world("fault", {"vendor": vendor, "kind": "slow", "seconds": 5, "skip": requests})
        process = self.start("sync")
        before = self._struck()
        while process.poll() is None and self._struck() == before:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.02)
        ended = process.poll() is not None
        process.kill()
        process.communicate()
        self.world("fault/clear", {})
        return not ended

    def _struck(self) -> int:
        return len(self.world("ledger")["faults"]["struck"])

    def connect(self, platform: str) -> None:
        door = self.doors[platform]
        fields = [
            part for key, value in door["fields"].items() for part in ("--field", f"{key}={value}")
        ]
        secrets = "".join(f"{key}={value}\n" for key, value in door["secrets"].items())
        self.run(
            "connect", platform, "--name", platform, *fields, "--secrets-stdin",
            "--api-url", door["api_url"], stdin=secrets,
        )  # fmt: skip

    def world(self, path: str, order: dict[str, Any] | None = None) -> Any:
        body = None if order is None else json.dumps(order).encode()
        with urlopen(Request(f"{self.control}/{path}", data=body)) as answer:
            return json.loads(answer.read())


@pytest.fixture
def seller(tmp_path: Path) -> Iterator[Seller]:
    with PracticeWorld(None, seed=11) as world:
        found = Seller(tmp_path, world)
        found.world("vendor", {"name": "printful", "action": "limiter", "on": False})
        found.world("vendor", {"name": "shopify", "action": "limiter", "on": False})
        yield found


@pytest.mark.slow
def test_killed_in_the_middle_of_sync(seller: Seller) -> None:
    """Each kill comes while a vendor has done the work and not answered yet: the worst moment there is."""
    seller.connect("shopify")
    seller.connect("printful")
    seller.run("route", "shopify", "printful", "--mode", "automatic")
    # A parcel whose write may have reached the store is looked for over this time; sync waits for it.
    seller.run("settings", "quiet_period", "2")
    seller.run("sync")
    products = [product["id"] for product in seller.run("products")][:3]
    seller.run("push", *map(str, products), "--to", "shopify")
    chance = random.Random(5)
    cut = 0
    for _ in range(10):
        seller.world("buy", {"n": 2, "country": chance.choice(["US", "DE", "GB"])})
        cut += seller.sync_killed_at(chance.choice(["shopify", "printful"]), chance.randrange(16))
    seller.run("sync")
    seller.run("sync")
    ledger = seller.world("ledger")
    assert [case["message"] for case in seller.run("exceptions")] == []
    assert_all_made(ledger)
    assert_nothing_twice(ledger)
    assert len(seller.run("orders", "--limit", "100")) == 20
    for _ in range(8):
        seller.world("next-day", {"n": 1})
        cut += seller.sync_killed_at(chance.choice(["shopify", "printful"]), chance.randrange(24))
    seller.run("sync")
    seller.run("sync")
    ledger = seller.world("ledger")
    assert_nothing_twice(ledger)
    assert {order["step"] for order in seller.run("orders", "--limit", "100")} == {
        "tracking_synced"
    }
    assert cut > 12
