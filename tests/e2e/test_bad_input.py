"""Everything that goes wrong on the way in: a plain sentence, a case where a person must act, nothing lost or sent."""

from __future__ import annotations

import re
import socket
from typing import Any

import pytest

from podbridge_desktop.bootstrap.connecting import ConnectForm
from podbridge_desktop.domain.cases import Action, CaseKind
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.views import CaseRow
from podbridge_desktop.errors import BadInput, PodBridgeError, Refused, SignInFailed, Unreachable
from tests.support.books import assert_all_made, assert_nothing_twice
from tests.support.bridge import SHOP, Bridge

# A status as a number of its own: any of them may stand within a tracking number.
_CODE = re.compile(r"(?<!\d)(401|403|404|422|500)(?!\d)|null|API|traceback|Exception|HTTP")


def assert_plain(text: str) -> None:
    """A sentence for a seller: begins with a capital, ends, and holds no code word."""
    assert text
    assert text[0].isupper() or text[0] in "“0123456789"
    assert text.rstrip()[-1] in ".!?”"
    assert _CODE.search(text) is None, text


def assert_plain_case(case: CaseRow) -> None:
    assert_plain(case.message)
    assert_plain(case.remedy)
    assert case.actions


def drafts(bridge: Bridge) -> int:
    return int(bridge.ledger()["vendors"]["printful"]["drafts"])


def form(bridge: Bridge, platform: str, **changes: Any) -> ConnectForm:
    door = bridge.world.vendors[platform]
    fields = {**door["fields"], **changes.get("fields", {})}
    secrets = {**door["secrets"], **changes.get("secrets", {})}
    return ConnectForm(
        platform, f"My {platform}", fields, secrets, changes.get("api_url", door["api_url"])
    )


def refusal(bridge: Bridge, wrong: ConnectForm) -> PodBridgeError:
    """The connect test's error; nothing may be kept."""
    with pytest.raises(PodBridgeError) as caught:
        bridge.container.connecting.keep(bridge.container.connecting.test(wrong))
    assert bridge.container.reads.connections() == ()
    assert_plain(caught.value.message)
    return caught.value


# --- connecting -------------------------------------------------------------------------------------------------------


def test_a_wrong_shopify_secret(bridge: Bridge) -> None:
    error = refusal(bridge, form(bridge, "shopify", secrets={"client_secret": "shpss_wrong"}))
    assert isinstance(error, SignInFailed)
    assert error.hint


def test_a_wrong_printful_token(bridge: Bridge) -> None:
    assert isinstance(
        refusal(bridge, form(bridge, "printful", secrets={"token": "wrong-token"})), SignInFailed
    )


def test_a_wrong_shop_name(bridge: Bridge) -> None:
    error = refusal(bridge, form(bridge, "shopify", fields={"shop": "not a shop!"}))
    assert isinstance(error, BadInput)


def test_a_shop_that_does_not_exist(bridge: Bridge) -> None:
    bridge.world.post(
        "vendor", {"name": "shopify", "action": "set-installation", "state": "store_unavailable"}
    )
    error = refusal(bridge, form(bridge, "shopify"))
    assert isinstance(error, Refused | SignInFailed | BadInput)


@pytest.mark.parametrize("state", ["app_not_installed", "shop_not_permitted"])
def test_an_app_the_shop_does_not_know(bridge: Bridge, state: str) -> None:
    bridge.world.post("vendor", {"name": "shopify", "action": "set-installation", "state": state})
    assert refusal(bridge, form(bridge, "shopify")).hint


def test_no_network(bridge: Bridge) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}"
    assert isinstance(refusal(bridge, form(bridge, "printful", api_url=closed)), Unreachable)


@pytest.mark.parametrize("platform", ["shopify", "printful"])
def test_a_web_page_instead_of_an_answer(bridge: Bridge, platform: str) -> None:
    bridge.world.post("fault", {"vendor": platform, "kind": "maintenance", "times": 9})
    refusal(bridge, form(bridge, platform))


def test_missing_rights_are_named_but_no_refusal(bridge: Bridge) -> None:
    bridge.world.post(
        "vendor", {"name": "printful", "action": "set-scopes", "scopes": ["orders/read"]}
    )
    tested = bridge.container.connecting.test(form(bridge, "printful"))
    assert tested.report.missing
    for ability in tested.report.missing:
        assert_plain(ability.sentence)


def test_pasted_blanks_and_quotes_are_forgiven(bridge: Bridge) -> None:
    token = bridge.world.vendors["printful"]["secrets"]["token"]
    pasted = form(bridge, "printful", secrets={"token": f'  "{token}"\n'})
    assert bridge.container.connecting.keep(bridge.container.connecting.test(pasted))


# --- while it runs ----------------------------------------------------------------------------------------------------


def test_a_key_revoked_later_is_one_case_and_loses_nothing(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(3)
    bridge.world.post("vendor", {"name": "printful", "action": "revoke-key"})
    report = bridge.sync()
    assert report.unusable
    assert [case.kind for case in bridge.cases()] == [CaseKind.SIGN_IN]
    assert_plain_case(bridge.case("sign_in"))
    bridge.world.post("vendor", {"name": "printful", "action": "restore-key"})
    bridge.sync()
    bridge.sync()
    assert bridge.cases() == ()
    assert_all_made(bridge.ledger())


def test_the_store_out_of_reach_for_a_while(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(2)
    bridge.world.post("fault", {"vendor": "shopify", "kind": "drop", "times": 40})
    bridge.sync()
    bridge.world.post("fault/clear", {})
    bridge.sync()
    bridge.sync()
    assert_all_made(bridge.ledger())


def test_an_order_without_address_waits_and_goes_on_when_it_is_typed(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(1, address=None, country="DE")
    bridge.sync()
    case = bridge.case("address")
    assert_plain_case(case)
    assert drafts(bridge) == 0
    typed = {
        "name": "Ada Example", "address1": "Musterweg 1", "city": "Berlin", "zip": "10115",
        "country_code": "DE",
    }  # fmt: skip
    bridge.container.actions.resolve(case.id, Action.FIX_ADDRESS, typed)
    bridge.sync()
    assert bridge.cases() == ()
    assert_all_made(bridge.ledger())


def test_a_state_that_is_missing_is_named(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    address = {
        "first_name": "Sam", "last_name": "Example", "address1": "1 Invented Road", "city": "Austin", "zip": "78701",
        "country_code": "US", "state_code": "",
    }  # fmt: skip
    bridge.buy(1, address=address)
    bridge.sync()
    case = bridge.case("address")
    assert "state" in case.message.lower()
    bridge.container.actions.resolve(case.id, Action.FIX_ADDRESS, {"province_code": "TX"})
    bridge.sync()
    assert_all_made(bridge.ledger())


@pytest.mark.parametrize("mode", ["denied", "silent"])
def test_a_plan_that_hides_addresses_says_so_and_offers_the_file(
    bridge: Bridge, mode: str, tmp_path: Any
) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(1, country="DE")
    bridge.world.post("vendor", {"name": "shopify", "action": "protected-data", "mode": mode})
    bridge.sync()
    case = next(c for c in bridge.cases() if c.kind in {CaseKind.ADDRESS_HIDDEN, CaseKind.ADDRESS})
    assert_plain_case(case)
    assert drafts(bridge) == 0
    number = bridge.orders()[0].row.number
    file = tmp_path / "orders_export.csv"
    file.write_text(
        "Name,Email,Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country\n"
        f"{number},a@example.org,Ada Example,Musterweg 1,Berlin,'10115,DE\n",
        encoding="utf-8",
    )
    assert bridge.container.actions.import_addresses(bridge.store_id(), file) == (1, 0)
    bridge.sync()
    assert_all_made(bridge.ledger())


def test_a_line_the_seller_packs_herself_is_asked_about_once(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    candle = next(item["sku"] for item in bridge.ledger_state() if item["hand_packed"])
    ours = next(item["sku"] for item in bridge.ledger_state() if not item["hand_packed"])
    for _ in range(2):
        bridge.buy(1, skus=[ours, candle])
    bridge.sync()
    assert [case.kind for case in bridge.cases()] == [CaseKind.LINK]
    assert drafts(bridge) == 0
    assert all(order.row.on_hold for order in bridge.orders())
    assert_plain_case(bridge.case("link"))
    bridge.container.actions.resolve(bridge.case("link").id, Action.NOT_OURS, {})
    bridge.sync()
    assert bridge.cases() == ()
    assert drafts(bridge) == 2
    bridge.buy(1, skus=[ours, candle])
    bridge.sync()
    assert bridge.cases() == ()
    assert drafts(bridge) == 3


def test_an_unknown_sku_stops_the_whole_order_until_it_is_linked(bridge: Bridge) -> None:
    bridge.connect(Mode.AUTOMATIC)
    bridge.sync()
    product = bridge.container.reads.products()[0]
    bridge.practice.shops["shopify"].add_simple_product(
        "Mystery tee", ["NOBODY-KNOWS"], now=bridge.practice.clock.now(), price="30.00"
    )
    bridge.buy(1, skus=["NOBODY-KNOWS"])
    bridge.sync()
    case = bridge.case("link")
    assert "NOBODY-KNOWS" in case.message
    fields = {"supplier": "Practice Printful", "variant": product.variants[0].remote_id}
    bridge.container.actions.resolve(case.id, Action.CHOOSE_VARIANT, fields)
    bridge.sync()
    assert drafts(bridge) == 1
    assert not [c for c in bridge.cases() if c.kind is CaseKind.LINK]


def test_a_variant_deleted_at_the_store_after_it_was_bought(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(1, quantity=1)
    bridge.world.post("store-order", {"number": "#1001", "action": "delete-variant"})
    bridge.sync()
    case = bridge.case("variant_gone")
    assert_plain_case(case)
    assert drafts(bridge) == 0
    variant = bridge.container.reads.products()[0].variants[0].remote_id
    fields = {"supplier": "Practice Printful", "variant": variant}
    bridge.container.actions.resolve(case.id, Action.CHOOSE_VARIANT, fields)
    bridge.sync()
    assert drafts(bridge) == 1


def test_a_word_of_the_supplier_that_nobody_knows(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(1)
    bridge.sync()
    name = bridge.orders()[0].supplier_orders[0].external_id
    order = bridge.practice.printful.order(name)
    known, order["status"] = order["status"], "levitating"
    bridge.sync()
    case = bridge.case("unknown_status")
    assert "levitating" in case.message
    assert_plain_case(case)
    order["status"] = known
    bridge.sync()
    assert bridge.cases() == ()


def test_a_payment_the_supplier_could_not_take(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(1)
    bridge.sync()
    name = bridge.orders()[0].supplier_orders[0].external_id
    bridge.world.post(
        "supplier-order", {"external_id": name, "action": "fail", "reason": "payment failed"}
    )
    bridge.sync()
    assert_plain_case(next(c for c in bridge.cases() if c.kind is not CaseKind.APPROVAL))
    assert bridge.orders()[0].row.on_hold


def test_a_live_shop_with_300_paid_orders_on_day_one(bridge: Bridge) -> None:
    shop = bridge.practice.shops["shopify"]
    shop.settings.limiter = False  # two minutes of waiting for points would show nothing more
    shop.bulk_orders(300, now=bridge.practice.clock.now(), days=20)
    bridge.connect(Mode.AUTOMATIC)
    bridge.sync()
    bridge.container.actions.auto_link()
    bridge.sync()
    assert len(bridge.orders()) == 300
    assert drafts(bridge) == 0
    standings = {order.row.standing.value for order in bridge.orders()}
    assert standings <= {"before_podbridge", "not_ours", "unpaid", "cancelled", "test"}
    assert bridge.cases() == ()


def test_a_picked_order_from_before_is_sent_once(bridge: Bridge) -> None:
    bridge.open_shop(Mode.WATCH)
    first = bridge.buy(1)[0]
    bridge.sync()
    bridge.days(1)
    route = bridge.container.reads.routes()[0]
    bridge.begin_today(route)
    bridge.sync()
    order = bridge.order(first["name"])
    assert order.row.standing == "before_podbridge"
    bridge.container.actions.pick(order.row.id)
    bridge.sync()
    bridge.sync()
    assert drafts(bridge) == 1
    assert_nothing_twice(bridge.ledger())


def test_orders_seen_days_late_stand_in_one_case_until_all_are_sent(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(3)
    bridge.world.next_day(5)  # the laptop was closed
    bridge.sync()
    assert drafts(bridge) == 0
    case = bridge.case("late_orders")
    assert "3 paid orders" in case.message
    assert_plain_case(case)
    bridge.container.actions.resolve(case.id, Action.SEND_ALL, {})
    bridge.sync()
    assert bridge.cases() == ()
    assert_all_made(bridge.ledger())


def test_a_second_bridge_is_refused(bridge: Bridge) -> None:
    domain = bridge.world.vendors["shopify"]["fields"]["shop"]
    bridge.world.post(
        "vendor", {"name": "printful", "action": "link-store", "store": domain, "kind": "shopify"}
    )
    bridge.connect_only(token="account")
    with pytest.raises(BadInput) as caught:
        bridge.route(Mode.ASSIST)
    assert_plain(caught.value.message)
    assert bridge.route(Mode.WATCH).mode is Mode.WATCH


def test_somebody_else_fulfilling_our_order_turns_the_route_to_watch(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(1, quantity=1)
    bridge.sync()
    bridge.fulfil_by_hand("#1001")
    bridge.days(5)
    case = bridge.case("foreign_fulfilment")
    assert_plain_case(case)
    assert bridge.container.reads.routes()[0].mode is Mode.WATCH
    assert bridge.store_id(SHOP)


def test_no_keyring_is_said_in_words(tmp_path: Any) -> None:
    """Run in a process without a session bus: there is no keyring to find."""
    import os  # noqa: PLC0415
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    bare = {
        k: v for k, v in os.environ.items() if not k.startswith(("DBUS", "XDG", "PYTHON_KEYRING"))
    }
    code = (
        "from pathlib import Path\n"
        "from podbridge_desktop.bootstrap.container import open_container\n"
        "from podbridge_desktop.config import read_config\n"
        "from podbridge_desktop.errors import KeyringMissing\n"
        "try:\n"
        f"    open_container(read_config(data_dir=Path({str(tmp_path)!r})))\n"
        "except KeyringMissing as error:\n"
        "    print(error.code, '|', error.message, '|', error.hint)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], env=bare, capture_output=True, text=True, check=True
    )
    code_word, message, hint = (part.strip() for part in ran.stdout.split("|"))
    assert code_word == "keyring_missing"
    assert_plain(message)
    assert "--key-file" in hint
    assert not (tmp_path / "podbridge.db").exists()
