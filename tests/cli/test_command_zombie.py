"""An owner that is paused: by Ctrl-Z, by a laptop's sleep, with or without another one that took over meanwhile."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from podbridge_desktop.bootstrap.container import Container, open_container
from podbridge_desktop.cli.engine_pass import one_pass
from podbridge_desktop.config import Config
from podbridge_desktop.errors import OwnerSilent
from podbridge_desktop.paths import Workspace
from podbridge_desktop.sandbox.faults import Fault
from tests.support.books import assert_all_made, assert_nothing_twice
from tests.support.command import Shop

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")

CREATE = {"vendor": "printful", "method": "POST", "path": "^/orders$"}
CONFIRM = {"vendor": "printful", "method": "POST", "path": "/confirm$"}
TRACK = {"vendor": "shopify", "contains": "fulfillmentCreate"}
LOOK = {"vendor": "printful", "method": "GET", "path": "^/orders/"}
STORE_LOOK = {"vendor": "shopify", "contains": "nodes("}


def ledger(shop: Shop):
    return shop.world.control._ledger({}, shop.world.clock.now())


@contextmanager
def watching(shop: Shop) -> Iterator[subprocess.Popen[str]]:
    process = shop.run.process("sync", "--watch")
    try:
        assert process.stderr is not None
        assert "Watching" in process.stderr.readline()
        yield process
    finally:
        process.send_signal(signal.SIGCONT)
        process.kill()
        process.communicate()


@contextmanager
def opened(shop: Shop) -> Iterator[Container]:
    found = open_container(Config(Workspace(shop.run.data), key_file=shop.run.data.parent / "keys"))
    try:
        yield found
    finally:
        found.close()


def until(claim, patience: float = 30.0) -> None:
    end = time.monotonic() + patience
    while not claim():
        assert time.monotonic() < end
        time.sleep(0.02)


def paused_in(shop: Shop, process: subprocess.Popen[str], call: dict[str, str]) -> None:
    """Stop the process while the vendor has done `call` (or, for a look, read it) and keeps back its answer."""
    before = len(shop.world.faults.listing()["struck"])
    shop.world.faults.order(Fault(**call, kind="slow", seconds=1.5))
    shop.buy(1)
    with opened(shop) as container:
        container.actions.sync_now()
    until(lambda: len(shop.world.faults.listing()["struck"]) > before)
    process.send_signal(signal.SIGSTOP)
    while shop.run.is_being_written():  # whoever is stopped there stands in everybody's way
        process.send_signal(signal.SIGCONT)
        time.sleep(0.01)
        process.send_signal(signal.SIGSTOP)
    time.sleep(2)  # the answer comes to a process that does not run


@pytest.mark.slow
@pytest.mark.parametrize(
    "call", [CREATE, CONFIRM, LOOK, STORE_LOOK], ids=["create", "confirm", "look", "store"]
)
def test_a_zombie_that_wakes_sends_nothing(shop: Shop, call: dict[str, str]) -> None:
    """Somebody removed the lock's file while the owner slept, and another one began: the old one is fenced off."""
    shop.open("automatic", products=1)
    shop.run.json("settings", "quiet_period", "0")
    with watching(shop) as process:
        paused_in(shop, process, call)
        (shop.run.data / "engine.lock").unlink()
        assert "owner" not in shop.run.json("sync")
        shop.run.json("sync")
        writes = {
            k: v for k, v in ledger(shop)["vendors"]["printful"]["calls"].items() if k[:3] != "GET"
        }
        process.send_signal(signal.SIGCONT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "Another program syncs this data now" in err
    assert "Traceback" not in err
    after = ledger(shop)
    assert {
        k: v for k, v in after["vendors"]["printful"]["calls"].items() if k[:3] != "GET"
    } == writes
    assert_all_made(after)
    assert_nothing_twice(after)
    shop.days(6)
    assert_nothing_twice(ledger(shop))
    assert shop.order("#1001")["step"] == "tracking_synced"


@pytest.mark.slow
@pytest.mark.parametrize("call", [CREATE, CONFIRM], ids=["create", "confirm"])
@pytest.mark.parametrize("connection", ["kept", "dead"])
def test_a_laptop_that_sleeps_for_hours_in_a_call(
    shop: Shop, call: dict[str, str], connection: str
) -> None:
    """After the wake the answer is there, or its connection is dead and the outcome is looked up."""
    shop.open("automatic", products=1)
    with watching(shop) as process:
        if connection == "kept":
            paused_in(shop, process, call)
        else:
            shop.world.faults.order(Fault(**call, kind="drop_after"))
            paused_in(
                shop, process, {**LOOK} if call is CREATE else {**LOOK, "path": "^/orders/[0-9]"}
            )
        shop.post("advance", seconds=8 * 3600)
        process.send_signal(signal.SIGCONT)
        until(lambda: shop.confirmed == 1)
        until(lambda: not shop.run.json("exceptions"))
    shop.run.json("sync")
    assert_all_made(ledger(shop))
    assert_nothing_twice(ledger(shop))


def test_a_paused_owner_is_named_and_the_wish_is_kept(shop: Shop) -> None:
    shop.open("automatic", products=1)
    with watching(shop) as process:
        paused_in(shop, process, CREATE)
        with opened(shop) as container:
            silent = r"sync --watch \(process [0-9]+\) syncs this data, but gives no sign of life"
            with pytest.raises(OwnerSilent, match=silent) as told:
                one_pass(container, patience=1.0)
            assert "What you asked for is kept" in told.value.hint
            assert shop.confirmed == 0
            process.send_signal(signal.SIGCONT)
            assert one_pass(container)["owner"]
        assert shop.confirmed == 1
