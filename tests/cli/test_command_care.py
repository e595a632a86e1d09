"""doctor, settings, audit, disconnect, and the keyring as it really is."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest

from tests.support.command import PROGRAM, STORE, SUPPLIER
from tests.support.keyring_service import private_keyring


def test_the_doctors_page_has_no_secret_and_no_customer(shop):
    shop.open("assist")
    (name,) = shop.buy()
    shop.run.json("sync")
    order = shop.run.json("order", name)
    page = shop.run.json("doctor")
    assert page["database"]["sqlcipher"]
    assert page["database"]["schema"]
    assert (page["keys"], page["engine"], page["open_cases"]) == ("key file", "free", 1)
    assert page["late_findings"] == 0
    assert {row["platform"] for row in page["connections"]} == {"shopify", "printful"}
    for said in (json.dumps(page), shop.run("doctor").out):
        for door in shop.doors.values():
            assert not [secret for secret in door["secrets"].values() if secret in said]
        for part in (order["customer"], order["ship_to"]["address1"], str(shop.run.data)):
            assert part not in said


def test_settings_are_listed_shown_and_set(run):
    every = {row["key"]: row for row in run.json("settings")}
    assert (every["sync_interval"]["value"], every["quiet_period"]["value"]) == ("120", None)
    assert all(row["meaning"] for row in every.values())
    assert run.json("settings", "sync_interval", "300")["value"] == "300"
    assert run.json("settings", "sync_interval")["value"] == "300"
    assert run.json("settings", "sync_interval")["default"] == "120"
    assert "300" in run("settings").out


def test_a_short_quiet_period_is_for_simulated_vendors_only(shop):
    shop.open(products=0)
    assert shop.run.json("settings", "quiet_period", "5")["value"] == "5"
    assert shop.run.json("settings", "quiet_period", "")["value"] is None


def test_a_setting_is_unset_by_the_word_the_list_prints(run):
    assert run.json("settings", "quiet_period", "1200")["value"] == "1200"
    assert run.json("settings", "quiet_period", "unset")["value"] is None
    assert "unset" in run("settings", "--help").out


def test_the_days_of_retention_say_that_nothing_is_erased_yet(run):
    told = run("settings", "retention_days")
    assert told.code == 0
    assert "erases nothing by itself" in told.out


@pytest.mark.skipif(os.name != "posix", reason="file rights of POSIX")
def test_only_the_owner_may_read_the_database(run):
    run("connections")
    database = run.data / "podbridge.db"
    assert database.stat().st_mode & 0o777 == 0o600
    database.chmod(0o644)
    run("connections")
    assert database.stat().st_mode & 0o777 == 0o600


def test_the_trail_holds_and_shows_what_the_seller_did(shop):
    shop.open("assist")
    (name,) = shop.buy()
    shop.run.json("sync")
    shop.run.json("approve", name)
    assert shop.run.json("audit", "--verify") == {"holds": True}
    events = [entry["event"] for entry in shop.run.json("audit", "--limit", "500")]
    assert {"approved", "connected"} <= set(events)


def test_the_database_is_encrypted(run):
    run("connections")
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(run.data / "podbridge.db").execute("SELECT * FROM connection")


def test_disconnect_keeps_the_data_and_erase_does_not(shop, tmp_path):
    shop.open("automatic", products=1)
    (name,) = shop.buy()
    shop.run.json("sync")
    secret = shop.doors["printful"]["secrets"]["token"]
    assert secret in (tmp_path / "keys").read_text()

    shop.run.json("disconnect", SUPPLIER)
    assert secret not in (tmp_path / "keys").read_text()
    assert shop.order(name)["step"] == "production"
    assert {c["name"]: c["health"] for c in shop.run.json("connections")} == {
        STORE: "healthy",
        SUPPLIER: "disconnected",
    }
    shop.buy()
    report = shop.run.json("sync")  # nothing is asked of it
    assert (report["unusable"], report["sent"]) == ({}, 0)

    assert shop.connect("printful", SUPPLIER).code == 0
    assert shop.run.json("sync")["confirmed"] == 1
    assert shop.confirmed == 2

    shop.run.json("disconnect", STORE, "--erase")
    assert shop.run.json("orders") == []
    assert [c["name"] for c in shop.run.json("connections")] == [SUPPLIER]


def test_connecting_again_replaces_the_key(shop, tmp_path):
    shop.open(products=0)
    said = shop.connect("shopify", STORE)
    assert said.code == 0
    assert len(shop.run.json("connections")) == 2
    said = shop.connect("shopify", STORE, client_secret="shpss_wrong")
    assert said.code == 1
    assert shop.run.json("check", STORE)[0]["works"] is True  # the old one still stands


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the Secret Service is Linux's")
def test_keys_go_to_the_keyring_and_nowhere_else(shop, tmp_path):
    door = shop.doors["printful"]
    with private_keyring() as env:

        def podbridge(*words: str, stdin: str = "") -> str:
            done = subprocess.run(
                [*PROGRAM, "--data-dir", str(tmp_path / "other"), *words],
                env=env,
                input=stdin,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            return done.stdout

        podbridge(
            "connect", "printful", "--name", SUPPLIER, "--api-url", door["api_url"], "--secrets-stdin",
            stdin=f"token={door['secrets']['token']}\n",
        )  # fmt: skip
        assert json.loads(podbridge("check", "--json"))[0]["works"] is True
        assert "keyring" in json.loads(podbridge("doctor", "--json"))["keys"]
    token = door["secrets"]["token"].encode()
    for file in (tmp_path / "other").rglob("*"):
        assert not file.is_file() or token not in file.read_bytes()
