"""What does not go: exit statuses, plain sentences, one document, no traceback, nothing half-done."""

import json
import socket

import pytest

from tests.support.command import STORE, SUPPLIER

FAILED, WRONG_USAGE, UNUSABLE = 1, 2, 3


def closed_port() -> str:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        (),
        ("connect", "shopify"),
        ("connect", "nowhere", "--name", "x"),
        ("connect", "shopify", "--name", "x", "--field", "no-equals"),
        ("orders", "--state", "nonsense"),
        ("orders", "--limit", "0"),
        ("resolve", "1", "--action", "nonsense"),
        ("resolve", "one", "--action", "retry"),
        ("route", "a", "b", "--mode", "nonsense"),
        ("route", "a", "b", "--from", "yesterday-ish"),
        ("link", "only", "three", "words"),
        ("push", "1", "--to", "x", "--markup", "much"),
        ("push", "1", "--to", "x", "--markup", "10", "--price", "9"),
        ("backup",),
    ],
)
def test_wrong_usage_is_2(run, words):
    said = run(*words, "--json")
    assert said.code == WRONG_USAGE
    assert said.err
    assert said.error["code"] == "usage"


@pytest.mark.parametrize(
    ("platform", "secret"),
    [("printful", "token"), ("shopify", "client_secret"), ("shopify", "access_token")],
)
def test_a_secret_on_the_command_line_is_refused(run, platform, secret):
    said = run("connect", platform, "--name", "x", "--field", f"{secret}=hush-hush-123")
    assert said.code == WRONG_USAGE
    assert "hush-hush" not in said.err + said.out
    assert "--secrets-stdin" in said.err


def test_options_work_before_and_after_the_verb(run):
    before = run("--json", "connections")
    after = run("connections", "--json")
    assert (before.code, before.document) == (after.code, after.document) == (0, [])


def test_a_wrong_key_connects_nothing(shop):
    said = shop.connect("printful", SUPPLIER, token="not-the-token-at-all")
    assert said.code == FAILED
    assert "not-the-token" not in said.err + said.out
    assert shop.run.json("connections") == []


def test_no_network_connects_nothing(run):
    said = run(
        "connect", "printful", "--name", "x", "--api-url", closed_port(), "--secrets-stdin", "--json",
        stdin="token=abcdefghijkl",
    )  # fmt: skip
    assert (said.code, said.error["code"]) == (FAILED, "unreachable")
    assert "by itself" not in said.err
    assert "Nothing was saved" in said.err
    assert run.json("connections") == []


@pytest.mark.parametrize(
    "typed", ["practice-shop-1", "Practice-Shop-1.MyShopify.com", "practice-shop-1.myshopify.com"]
)
def test_a_shop_is_connected_by_its_name_however_it_is_typed(shop, typed):
    shop.doors["shopify"]["fields"]["shop"] = typed
    assert shop.connect("shopify", STORE).code == 0


def test_a_shop_that_answers_under_another_name_is_refused(shop):
    shop.doors["shopify"]["fields"]["shop"] = "wrong-shop.myshopify.com"
    said = shop.connect("shopify", STORE)
    assert said.code == FAILED
    assert "wrong-shop.myshopify.com" in said.err
    assert "practice-shop-1.myshopify.com" in said.err
    assert shop.run.json("connections") == []


def test_plain_http_elsewhere_is_refused(run):
    said = run(
        "connect", "printful", "--name", "x", "--api-url", "http://198.51.100.7", "--secrets-stdin",
        stdin="token=abcdefghijkl",
    )  # fmt: skip
    assert said.code == FAILED
    assert "https" in said.err


def test_secrets_that_are_no_pairs_are_not_repeated(run):
    said = run("connect", "printful", "--name", "x", "--secrets-stdin", stdin="hush-hush-123")
    assert said.code == FAILED
    assert "hush" not in said.err


def test_without_keyring_and_key_file(run, monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    run.options = run.options[:2]
    said = run("connections", "--json")
    assert (said.code, said.error["code"]) == (FAILED, "keyring_missing")
    assert "--key-file" in said.err


def test_a_key_file_that_others_can_read_is_refused(run, tmp_path):
    loose = tmp_path / "keys"
    loose.write_text("{}")
    loose.chmod(0o644)
    said = run("connections", "--json")
    assert (said.code, said.error["code"]) == (FAILED, "bad_input")
    assert "chmod 600" in said.err


def test_places_that_cannot_be_used_are_named_in_a_sentence(run, tmp_path):
    (tmp_path / "data").write_text("a file, no folder")
    said = run("orders", "--json")
    assert (said.code, said.error["code"]) == (FAILED, "database")
    (tmp_path / "data").unlink()
    (tmp_path / "keys").mkdir()
    said = run("orders", "--json")
    assert (said.code, said.error["code"]) == (FAILED, "bad_input")


def test_a_folder_that_another_program_copies_elsewhere_is_refused(run, tmp_path):
    (tmp_path / ".stfolder").mkdir()
    said = run("sync", "--json")
    assert (said.code, said.error["code"]) == (FAILED, "data_folder")
    assert "Syncthing" in said.err
    assert "--data-dir" in said.err
    assert not (tmp_path / "data").exists()


def test_vendors_out_of_reach_are_3_and_nothing_is_lost(shop):
    shop.open("assist", products=1)
    (name,) = shop.buy()
    shop.run.json("sync")
    shop.run.json("approve", name)
    shop.world.stop()
    said = shop.run("sync", "--json")
    assert said.code == UNUSABLE
    assert set(said.document["unusable"]) == {STORE, SUPPLIER}
    assert {row["health"] for row in shop.run.json("connections")} == {"offline"}
    assert {one["error"]["code"] for one in shop.run.json("check", code=UNUSABLE)} == {
        "unreachable"
    }
    assert shop.order(name)["supplier_orders"][0]["state"] == "waiting"


def test_no_price_is_reckoned_on_the_costs_of_a_disconnected_supplier(shop):
    shop.open(products=0)
    shop.run.json("disconnect", SUPPLIER)
    said = shop.run("push", "1", "--to", STORE, "--json")
    assert (said.code, said.error["code"]) == (FAILED, "unreachable")
    assert "costs" in said.error["message"]
    assert shop.run.json("products")[0]["stores"][0]["state"] == "not_pushed"


def test_no_price_is_reckoned_on_the_costs_of_a_broken_supplier(shop):
    shop.open(products=0)
    shop.post("vendor", name="printful", action="revoke-key")
    shop.run.json("sync", code=UNUSABLE)
    said = shop.run("push", "1", "--to", STORE, "--json")
    assert (said.code, said.error["code"]) == (FAILED, "unreachable")
    assert "costs" in said.error["message"]


def test_a_price_finer_than_the_currency_is_refused(shop):
    shop.open(products=0)
    said = shop.run("push", "1", "--to", STORE, "--price", "12.999", "--dry-run", "--json")
    assert (said.code, said.error["code"]) == (FAILED, "bad_input")
    assert "decimals" in said.error["message"]
    shown = shop.run.json("push", "1", "--to", STORE, "--price", "12.990", "--dry-run")
    assert shown["products"][0]["variants"][0]["price"]["amount"] == "12.99"


def test_a_markup_that_loses_money_says_so(shop):
    shop.open(products=0)
    said = shop.run("push", "1", "--to", STORE, "--markup", "-60", "--dry-run")
    assert "loses money" in said.out


def test_a_missing_addresses_file_is_said_to_be_missing(shop):
    shop.open(products=0)
    said = shop.run("import-addresses", STORE, "no-such-file.csv")
    assert said.code == FAILED
    assert "There is no file" in said.err


def test_a_push_to_a_shop_that_breaks_says_so(shop):
    shop.open(products=0)
    shop.post("fault", vendor="shopify", kind="unauthorized", times=1000)
    said = shop.run("push", "1", "--to", STORE, "--json")
    assert said.code == UNUSABLE
    assert said.document["products"][0]["state"] == "pushing"


def test_a_revoked_key_is_3_and_opens_one_case(shop):
    shop.open("automatic", products=1)
    shop.post("vendor", name="printful", action="revoke-key")
    shop.buy(2)
    report = shop.run.json("sync", code=UNUSABLE)
    assert set(report["unusable"]) == {SUPPLIER}
    assert [case["code"] for case in shop.run.json("exceptions")] == ["sign_in"]
    assert shop.run.json("check", SUPPLIER, code=UNUSABLE)[0]["works"] is False
    shop.post("vendor", name="printful", action="restore-key")
    assert shop.run.json("check", SUPPLIER)[0]["works"] is True
    assert shop.run.json("sync")["confirmed"] == 2
    assert shop.run.json("exceptions") == []


def test_a_missing_right_is_a_warning_and_no_refusal(shop):
    shop.post("vendor", name="printful", action="set-scopes", scopes=["orders"])
    said = shop.connect("printful", SUPPLIER)
    assert said.code == 0
    assert "Warning" in said.out
    (card,) = shop.run.json("connections")
    assert card["health"] == "needs_you"


def test_a_case_names_its_connection_once_and_is_one_case(shop):
    shop.open(products=0)
    shop.post("fault", vendor="shopify", kind="unauthorized", times=1000)
    assert "1 open case." in shop.run("sync").out
    assert shop.run("exceptions").out.splitlines()[0].endswith(f": {STORE}")


def test_check_is_3_when_a_needed_right_is_missing(shop):
    shop.post("vendor", name="printful", action="set-scopes", scopes=["orders"])
    shop.connect("printful", SUPPLIER)
    (found,) = shop.run.json("check", code=UNUSABLE)
    assert (found["works"], found["error"]) == (False, None)


def test_names_nobody_knows(shop):
    shop.open(products=1)
    for words in (
        ("route", "Elsewhere", SUPPLIER),
        ("disconnect", "Elsewhere"),
        ("check", "Elsewhere"),
        ("sync", "--only", "Elsewhere"),
        ("approve", "#9999"),
        ("order", "#9999"),
        ("resolve", "999", "--action", "retry"),
        ("push", "No such shirt", "--to", STORE),
        ("link", STORE, "1", SUPPLIER, "2"),
        ("settings", "no_such"),
        ("settings", "sync_interval", "soon"),
        ("import-addresses", STORE, "no-such-file.csv"),
    ):
        said = shop.run(*words, "--json")
        assert (said.code, bool(said.error["message"])) == (FAILED, True), words


def test_an_order_number_of_two_stores_is_ambiguous(two_shops):
    shop = two_shops
    shop.open("assist", products=1)
    assert shop.connect("shopify-2", "Second").code == 0
    shop.run.json("sync")
    shop.run.json(
        "push", shop.run.json("products", "--search", "Poster")[0]["title"], "--to", "Second"
    )
    shop.buy(1, shop="shopify")
    shop.buy(1, shop="shopify-2")
    shop.run.json("sync")
    said = shop.run("order", "#1001", "--json")
    assert (said.code, said.error["code"]) == (FAILED, "ambiguous")
    refs = [order["ref"] for order in shop.run.json("orders")]
    assert len(refs) == 2
    assert all(ref in said.error["hint"] for ref in refs)
    assert {shop.run.json("order", ref)["number"] for ref in refs} == {"#1001"}


def test_of_several_the_possible_ones_are_done(shop):
    shop.open("assist")
    first, second = shop.buy(2)
    shop.run.json("sync")
    shop.run.json("approve", first)
    shop.run.json("sync")
    said = shop.run("approve", first, second, "--json")
    assert said.code == FAILED
    assert said.document["approved"] == [second]
    assert [one["ref"] for one in said.document["failed"]] == [first]
    assert said.document["error"]["message"]


def test_a_reference_nobody_knows_stops_all_before_anything_is_done(shop):
    shop.open("assist")
    (name,) = shop.buy()
    shop.run.json("sync")
    assert shop.run("approve", name, "#9999").code == FAILED
    assert shop.order(name)["on_hold"] is True


def test_a_damaged_key_file_is_said_in_words(run, tmp_path):
    assert run("connections").code == 0
    keys = json.loads((tmp_path / "keys").read_text())
    (tmp_path / "keys").write_text("{}")
    said = run("connections", "--json")
    assert (said.code, said.error["code"]) == (FAILED, "database_key_missing")
    (tmp_path / "keys").write_text(json.dumps(keys))
    assert run("connections").code == 0
