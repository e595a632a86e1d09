"""Settings as they count now, and the one that could make an order twice."""

import pytest

from podbridge_desktop.errors import BadInput
from podbridge_desktop.services import settings
from podbridge_desktop.storage import connections
from tests.support.filled import STORE, SUPPLIER


def readdress(shop, store, supplier):
    with shop.database.write() as tx:
        connections.readdress(tx, STORE, store)
        connections.readdress(tx, SUPPLIER, supplier)


def test_unset_counts_as_its_default(db):
    assert settings.get(db, "sync_interval") == "120"
    assert settings.get(db, "quiet_period") == ""


def test_a_setting_is_kept_and_recorded(shop, db):
    assert settings.put(db, "sync_interval", " 60 ")
    assert settings.get(db, "sync_interval") == "60"
    assert shop.trail("setting") == [("seller", '{"key":"sync_interval","value":"60"}')]


def test_unset_is_back_to_the_default_and_recorded(shop, db):
    settings.put(db, "sync_interval", "60")
    assert settings.put(db, "sync_interval", "unset")
    assert settings.get(db, "sync_interval") == "120"
    assert ("seller", '{"key":"sync_interval","value":""}') in shop.trail("setting")


@pytest.mark.parametrize("key", ["colour", ""])
def test_an_unknown_setting_is_refused(db, key):
    with pytest.raises(BadInput, match="no setting"):
        settings.get(db, key)
    with pytest.raises(BadInput, match="no setting"):
        settings.put(db, key, "1")


def test_a_bad_value_changes_nothing(db):
    with pytest.raises(BadInput):
        settings.put(db, "sync_interval", "1")
    assert settings.get(db, "sync_interval") == "120"


def test_a_short_quiet_period_is_for_simulated_vendors(shop, db):
    readdress(shop, "http://127.0.0.1:9000", "http://[::1]:9001")
    settings.put(db, "quiet_period", "5")
    assert settings.get(db, "quiet_period") == "5"


@pytest.mark.parametrize(
    "real",
    [
        None,
        "https://api.printful.com",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
    ],
)
def test_one_real_vendor_is_enough_to_refuse_it(shop, db, real):
    readdress(shop, "http://127.0.0.1:9000", real)
    with pytest.raises(BadInput, match="Under 900 seconds"):
        settings.put(db, "quiet_period", "899")
    assert settings.get(db, "quiet_period") == ""


@pytest.mark.parametrize("value", ["", "900", "86400"])
def test_a_safe_quiet_period_is_for_all(db, value):
    settings.put(db, "quiet_period", value)
    assert settings.get(db, "quiet_period") == value


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://localhost:1", True), ("http://127.8.9.1/x", True), ("http://[::1]", True), ("", False), (None, False),
        ("https://shop.example", False), ("http://0.0.0.0", False), ("http://128.0.0.1", False),
        ("http://user@127.0.0.1:80", True), ("http://127.0.0.1@evil.example", False),
    ],
)  # fmt: skip
def test_which_addresses_are_on_this_computer(url, here):
    assert settings.is_loopback(url) is here
