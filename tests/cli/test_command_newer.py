"""Data that a newer PodBridge wrote: what reads still works, what would write is refused in one sentence."""

import pytest

from tests.support.command import STORE, SUPPLIER

NEWER = "This data was written by a newer PodBridge"


@pytest.fixture
def newer(shop):
    """A shop with one order, whose file says that a newer program wrote it."""
    shop.open("assist", products=1)
    shop.buy()
    shop.run.json("sync")
    shop.run.stamp("9999")
    return shop


@pytest.mark.parametrize(
    "words",
    [
        ("orders",), ("order", "#1001"), ("products",), ("connections",), ("exceptions",), ("settings",),
        ("link", "--list"), ("doctor",), ("audit", "--verify"),
    ],
)  # fmt: skip
def test_what_reads_works(newer, words):
    assert newer.run(*words, "--json").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("sync",), ("sync", "--watch"), ("approve", "#1001"), ("hold", "#1001", "--reason", "wait"), ("cancel", "#1001"),
        ("settings", "sync_interval", "60"), ("route", STORE, SUPPLIER, "--mode", "watch"), ("disconnect", STORE),
        ("push", "1", "--to", STORE), ("link", "--auto"),
    ],
)  # fmt: skip
def test_what_writes_is_refused(newer, words):
    before = newer.run.data.joinpath("podbridge.db").read_bytes()
    said = newer.run(*words, "--json")
    assert (said.code, said.error["code"]) == (1, "newer_data"), said
    assert NEWER in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert newer.run.data.joinpath("podbridge.db").read_bytes() == before
    assert newer.confirmed == 0
