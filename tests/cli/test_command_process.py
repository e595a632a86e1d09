"""The command as a process: signals, two of them on one data folder, one that was killed."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.support.command import PROGRAM, Command

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")

PATIENCE = 10.0  # the contract's: everything has ended by then


@contextmanager
def watching(run: Command, *words: str) -> Iterator[subprocess.Popen[str]]:
    """`sync --watch` that owns the engine."""
    process = run.process("sync", "--watch", *words)
    try:
        assert process.stderr is not None
        assert "Watching" in process.stderr.readline()
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_watch_ends_cleanly_and_says_what_it_did(shop, number):
    shop.open("automatic", products=1)
    with watching(shop.run, "--json") as process:
        asked = time.monotonic()
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE)
        assert time.monotonic() - asked < PATIENCE
    assert process.returncode == 0
    assert json.loads(out)["unusable"] == {}
    assert "Traceback" not in err
    assert shop.run("sync").code == 0


def test_a_slow_vendor_does_not_keep_it_from_ending(shop):
    shop.open("automatic", products=1)
    shop.post("fault", vendor="shopify", kind="slow", seconds=30, times=100)
    process = shop.run.process("sync", "--json")
    while not shop.world.faults.listing()["struck"]:  # until it waits for the answer
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.1)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert json.loads(out)["error"]["code"] == "stopped"
    assert "Traceback" not in err


def test_while_one_watches_another_sync_hands_its_wish_over(shop):
    shop.open("automatic", products=1)
    with watching(shop.run):
        (name,) = shop.buy()
        report = shop.run.json("sync")
        assert report["owner"].startswith("sync --watch (process ")
        assert shop.order(name)["step"] == "production"
        assert shop.run.json("doctor")["engine"] == report["owner"]
    assert "owner" not in shop.run.json("sync")
    assert shop.confirmed == 1


def test_a_killed_owner_is_no_owner(shop):
    shop.open("automatic", products=1)
    with watching(shop.run) as process:
        process.kill()
        process.wait()
        shop.buy()
        report = shop.run.json("sync")
        assert "owner" not in report
        assert report["confirmed"] == 1


def test_two_that_start_at_once_in_a_new_folder_share_one_key(run):
    both = [run.process("connections", "--json") for _ in range(2)]
    ended = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0], ended
    assert run("connections").code == 0


def test_the_served_world_prints_one_line_and_ends_at_once(run):
    process = run.process("practice", "--serve", "--shops", "2", "--json")
    assert process.stdout is not None
    described = json.loads(process.stdout.readline())
    assert list(described["vendors"]) == [
        "shopify",
        "shopify-2",
        "etsy",
        "etsy-2",
        "printful",
        "printify",
    ]
    assert set(described["vendors"]["printful"]) == {"api_url", "fields", "secrets"}
    assert run.json("practice", "next-day")["days"] == 1  # found by its note
    process.send_signal(signal.SIGTERM)
    rest, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, rest) == (0, "")
    assert "Traceback" not in err


def test_help_comes_fast_and_without_the_heavy_parts():
    heavy = ["sqlalchemy", "httpx", "keyring", "alembic", "PySide6", "uvicorn"]
    check = (
        f"import sys, podbridge_desktop.cli.app; print([m for m in {heavy!r} if m in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True
    ).stdout
    assert said.strip() == "[]"
    assert subprocess.run([*PROGRAM, "--help"], capture_output=True, check=False).returncode == 0


def test_a_reader_that_goes_away_is_no_error_message(run):
    process = run.process("connections")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    err = process.stderr.read()
    process.stderr.close()
    process.wait()
    assert "Traceback" not in err
    assert "BrokenPipe" not in err
