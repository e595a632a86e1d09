"""`connect`, `route`, `approve` and the cases of a Printify supplier, by the command alone."""

from __future__ import annotations

import sys

import pytest

from podbridge_desktop.sandbox.printify.tokens import issue
from tests.support.command import STORE, Shop
from tests.support.terminal import at_a_terminal

MAKER = "Printify"


@pytest.fixture
def printify(shop: Shop) -> Shop:
    """A Shopify store whose products Printify makes; its parcels go whole."""
    shop.world.printify.limiter(on=False)
    shop.world.printify.turn(split_rate=0.0)
    assert shop.connect("shopify", STORE).code == 0
    assert shop.connect("printify", MAKER).code == 0
    assert shop.run("route", STORE, MAKER, "--mode", "assist").code == 0
    shop.run.json("sync")
    ids = [str(row["id"]) for row in shop.run.json("products", "--supplier", MAKER)[:2]]
    shop.run.json("push", *ids, "--to", STORE)
    return shop


def connect_without(shop: Shop, *left_out: str) -> list[str]:
    door = shop.doors["printify"]
    fields = {key: value for key, value in door["fields"].items() if key not in left_out}
    return [
        "connect", "printify", "--name", MAKER, "--api-url", door["api_url"],
        *(f"--field={key}={value}" for key, value in fields.items()),
    ]  # fmt: skip


def token(shop: Shop) -> str:
    return f"token={shop.doors['printify']['secrets']['token']}\n"


def card(shop: Shop) -> dict[str, object]:
    return next(row for row in shop.run.json("connections") if row["name"] == MAKER)


def test_without_the_word_of_manual_it_connects_with_a_warning(shop: Shop) -> None:
    words = [*connect_without(shop, "approval"), "--secrets-stdin", "--json"]
    said = shop.run(*words, stdin=token(shop))
    assert said.code == 0
    (warning,) = said.document["warnings"]
    assert "Manual" in warning
    assert "approved it here" in warning


def test_the_word_is_given_later_without_the_key(shop: Shop) -> None:
    shop.run(*connect_without(shop, "approval"), "--secrets-stdin", stdin=token(shop))
    said = shop.run.json("connect", "printify", "--name", MAKER, "--field", "approval=yes")
    assert said["warnings"] == []
    (checked,) = shop.run.json("check", MAKER)
    assert checked["warnings"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="terminals as POSIX has them")
def test_on_a_terminal_the_word_is_asked_for_with_its_clicks(shop: Shop) -> None:
    answers = {
        "Access token: ": shop.doors["printify"]["secrets"]["token"],
        "set to Manual? [y/N]: ": "y",
        "Shop number (Enter to skip): ": shop.doors["printify"]["fields"]["shop_id"],
        "bills you in (Enter to skip): ": "",
    }
    words = [*connect_without(shop, "approval", "shop_id"), *shop.run.options]
    seen, code = at_a_terminal(words, answers)
    assert code == 0, seen
    assert "1. In Printify open" in seen
    assert "Warning" not in seen


def test_a_key_that_lacks_rights_connects_and_says_which(shop: Shop) -> None:
    weak = issue(
        shop.world.printify.book,
        int(shop.world.clock.now().timestamp()),
        ("shops.read", "orders.read"),
    )
    told = shop.connect("printify", MAKER, token=weak)
    assert told.code == 0
    assert "orders.write" in told.out
    assert "products.read" in told.out
    assert card(shop)["health"] == "needs_you"


def test_when_the_key_ends_stands_on_its_card(shop: Shop) -> None:
    shop.connect("printify", MAKER)
    assert str(card(shop)["key_ends"]).endswith("Z")
    shop.connect("printful", "Maker")
    said = shop.run.json(
        "connect", "printful", "--name", "Maker", "--field", "token_expires=2099-12-31"
    )
    assert said["name"] == "Maker"
    ends = next(row for row in shop.run.json("connections") if row["name"] == "Maker")["key_ends"]
    assert ends == "2100-01-01T00:00:00Z"
    wrong = shop.run(
        "connect", "printful", "--name", "Maker", "--field", "token_expires=soon", "--json"
    )
    assert wrong.code == 1
    assert "not a day" in wrong.error["message"]


def test_from_the_yes_to_the_tracking_number(printify: Shop) -> None:
    (name,) = printify.buy(country="AU", quantity=1)
    report = printify.run.json("sync")
    assert (report["sent"], report["confirmed"], report["waiting"]) == (0, 0, 1)
    order = printify.order(name)
    assert (order["step"], order["hold_reason"]) == ("approval", "approval")
    assert order["cost"] is not None
    assert printify.world.printify.ledger()["drafts"] == 0  # nothing is posted before the yes
    printify.run.json("approve", name)
    report = printify.run.json("sync")
    assert (report["sent"], report["confirmed"]) == (1, 1)
    printify.days(8)
    assert printify.order(name)["step"] == "tracking_synced"
    books = printify.world.printify.ledger()
    assert (books["drafts"], books["confirms"]) == (1, 1)


def test_a_supplier_that_releases_by_itself_is_a_case_that_can_be_resolved(printify: Shop) -> None:
    (name,) = printify.buy(country="AU", quantity=1)
    printify.run.json("sync")
    printify.world.printify.turn(cents_more=500)  # dearer than approved, so it waits there
    printify.run.json("approve", name)
    printify.run.json("sync")
    ref = printify.order(name)["supplier_orders"][0]["external_id"]
    printify.post("supplier-order", supplier="printify", external_id=ref, action="slip")
    printify.run.json("sync")
    (case,) = [each for each in printify.run.json("exceptions") if each["code"] == "auto_approval"]
    assert "Manual" in case["message"]
    assert "retry" in case["actions"]
    printify.run.json("resolve", str(case["id"]), "--action", "retry")
    assert "auto_approval" not in {each["code"] for each in printify.run.json("exceptions")}


def test_a_store_that_printify_serves_by_itself_is_only_watched(shop: Shop) -> None:
    shop.connect("etsy", "Etsy")
    name = shop.run.json("connections")[0]["account"]
    shop.post("vendor", name="printify", action="link-store", store=name, kind="etsy")
    shop.connect("printify", MAKER)
    said = shop.run("route", "Etsy", MAKER, "--mode", "automatic", "--json")
    assert said.code == 1
    assert "made twice" in said.error["message"]
    assert "watch" in said.error["hint"]
    assert shop.run.json("route", "Etsy", MAKER)["mode"] == "watch"


def test_where_printify_names_a_channel_and_no_shop_the_mode_is_the_answer(shop: Shop) -> None:
    shop.connect("etsy", "Etsy")
    shop.post("vendor", name="printify", action="link-store", store="Another shop", kind="etsy")
    shop.connect("printify", MAKER)
    assert shop.run.json("route", "Etsy", MAKER)["mode"] == "watch"
    assert shop.run.json("route", "Etsy", MAKER, "--mode", "assist")["mode"] == "assist"
    trail = shop.run.json("audit")
    assert any("the seller chose the mode" in str(entry) for entry in trail)
