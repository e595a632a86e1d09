from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from podbridge_desktop.sandbox.practice import PracticeWorld


def call(url: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(url, data, headers or {}), timeout=20) as answer:
        return json.loads(answer.read())


def key(description: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {description['vendors']['printful']['secrets']['token']}"}


def test_the_description_says_what_connect_needs() -> None:
    with PracticeWorld(shops=2) as world:
        description = world.description()
    names = {"shopify", "shopify-2", "etsy", "etsy-2", "printful", "printify"}
    assert set(description["vendors"]) == names
    assert description["vendors"]["shopify-2"]["fields"]["shop"] == "practice-shop-2.myshopify.com"
    assert set(description["vendors"]["shopify"]["secrets"]) == {"client_secret"}


def test_a_world_is_there_again_at_the_next_start(tmp_path: Path) -> None:
    with PracticeWorld(tmp_path) as world:
        control = world.description()["control"]
        notice = json.loads((tmp_path / "practice.json").read_text())
        assert notice == {"control": control, "pid": os.getpid()}
        bought = call(f"{control}/buy", {"skus": ["CANDLE-HONEY"]})["orders"][0]
        day = call(f"{control}/next-day", {"n": 3})["now"]
    assert not (tmp_path / "practice.json").exists()
    with PracticeWorld(tmp_path) as world:
        description = world.description()
        assert world.shops["shopify"].order(bought["id"]).number == 1001
        assert world.clock.now().isoformat() >= day.removesuffix("Z")
        printful = description["vendors"]["printful"]["api_url"]
        product = call(f"{printful}/store/products", headers=key(description))["result"][0]
        assert product["thumbnail_url"].startswith(printful)


def test_the_supplier_reads_files_that_this_world_serves() -> None:
    with PracticeWorld() as world:
        description = world.description()
        printful = description["vendors"]["printful"]["api_url"]
        world.printful.turn(file_delay=0)
        made = call(
            f"{printful}/files",
            {"url": f"{printful}/pictures/tee-1d1c1f-sunrise.png"},
            key(description),
        )
        assert (made["result"]["width"], made["result"]["height"]) == (800, 800)


def test_an_ordered_fault_reaches_the_wire() -> None:
    with PracticeWorld() as world:
        description = world.description()
        call(
            f"{description['control']}/fault",
            {"vendor": "printful", "kind": "rate_limited", "retry_after": 3},
        )
        with pytest.raises(HTTPError) as refused:
            call(
                f"{description['vendors']['printful']['api_url']}/orders", headers=key(description)
            )
        with refused.value as answer:
            assert (answer.code, answer.headers["Retry-After"]) == (429, "3")


def test_a_child_process_serves_until_its_parent_lets_go(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "podbridge_desktop.sandbox",
        "--folder",
        str(tmp_path),
        "--json",
        "--until-stdin-closes",
    ]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        description = json.loads(child.stdout.readline())
        call(f"{description['control']}/buy", {"skus": ["CANDLE-HONEY"]})
        child.stdin.close()
        assert child.wait(timeout=15) == 0
    assert "CANDLE-HONEY" in (tmp_path / "world.json").read_text("utf-8")
