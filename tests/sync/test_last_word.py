"""The seller's and the store's last word counts, also when it comes while a call is on the wire."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from podbridge_desktop.bootstrap.connecting import ConnectForm
from podbridge_desktop.bootstrap.container import open_container
from podbridge_desktop.domain.cases import Action
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.errors import BadInput
from tests.support.books import assert_all_made, assert_nothing_twice
from tests.support.bridge import Bridge

CONFIRM = {"vendor": "printful", "method": "POST", "path": "/confirm$"}
CREATE = {"vendor": "printful", "method": "POST", "path": "^/orders$"}
CANCEL = {"vendor": "printful", "method": "DELETE", "path": "^/orders/"}


class Wire(httpx.BaseTransport):
    """The real wire; once, right before a certain request goes out, somebody does something."""

    def __init__(self, method: str, path: str, then: Callable[[], object]) -> None:
        self._inner = httpx.HTTPTransport()
        self._method, self._path, self._then = method, path, then
        self.done = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        hit = request.method == self._method and re.search(self._path, request.url.path)
        if hit and not self.done:
            self.done = True
            self._then()
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


def meanwhile(bridge: Bridge, method: str, path: str, then: Callable[[], object]) -> Wire:
    """From now on the bridge speaks over a wire on which `then` happens once."""
    bridge.container.close()
    wire = Wire(method, path, then)
    bridge.container = open_container(bridge.config, transport=wire)
    bridge.engine = bridge.container.engine(spawn=None)
    return wire


def change(bridge: Bridge, action: str, **order: Any) -> None:
    bridge.world.post("store-order", {"number": "#1001", "action": action, **order})


def drafted(bridge: Bridge, **order: Any) -> int:
    bridge.open_shop(Mode.ASSIST)
    bridge.buy(1, quantity=1, **order)
    bridge.sync()
    return bridge.order("#1001").row.id


def confirms(bridge: Bridge) -> int:
    return int(bridge.ledger()["vendors"]["printful"]["confirms"])


def streets(bridge: Bridge) -> list[str]:
    """Where that goes which was paid for."""
    made = bridge.ledger()["vendors"]["printful"]["orders"]
    return [o["recipient"]["address1"] for o in made if o["charged"]]


def test_hold_clicked_while_the_draft_is_read_once_more_pays_nothing(bridge: Bridge) -> None:
    order_id = drafted(bridge)
    wire = meanwhile(
        bridge, "GET", r"^/orders/\d+$", lambda: bridge.container.actions.hold(order_id, "wait")
    )
    bridge.container.actions.approve(order_id)
    bridge.sync()
    assert wire.done
    assert confirms(bridge) == 0
    bridge.container.actions.release(order_id)
    bridge.sync()
    assert confirms(bridge) == 1


def test_cancel_clicked_while_the_draft_is_read_once_more_pays_nothing(bridge: Bridge) -> None:
    order_id = drafted(bridge)
    meanwhile(bridge, "GET", r"^/orders/\d+$", lambda: bridge.container.actions.cancel(order_id))
    bridge.container.actions.approve(order_id)
    bridge.sync()
    assert confirms(bridge) == 0
    assert bridge.order("#1001").row.step == "cancelled"


@pytest.mark.parametrize("word", ["hold", "cancel at the store"])
def test_a_confirm_that_did_not_happen_asks_everything_again(bridge: Bridge, word: str) -> None:
    order_id = drafted(bridge)
    bridge.container.actions.approve(order_id)
    bridge.world.post(
        "fault", {**CONFIRM, "kind": "server_error", "times": 2}
    )  # looked up, tried again
    bridge.sync()
    if word == "hold":
        bridge.container.actions.hold(order_id, "wait")
    else:
        change(bridge, "cancel")
    bridge.sync()
    bridge.sync()
    assert confirms(bridge) == 0


def test_what_automatic_approved_is_asked_for_once_the_route_only_watches(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(1)
    bridge.world.post("fault", {**CONFIRM, "kind": "server_error", "times": 2})
    bridge.sync()
    bridge.route(Mode.WATCH)
    bridge.sync()
    assert confirms(bridge) == 0
    assert bridge.case("approval")


def test_a_draft_that_goes_for_a_new_one_cannot_be_approved(bridge: Bridge) -> None:
    order_id = drafted(bridge, country="US")
    change(bridge, "change-address", address={"address1": "9 Invented Lane"})
    bridge.sync()
    bridge.container.actions.resolve(bridge.case("changed_at_store").id, Action.RETRY, {})
    with pytest.raises(BadInput):
        bridge.container.actions.approve(order_id)
    bridge.sync()
    assert confirms(bridge) == 0
    bridge.container.actions.approve(order_id)
    bridge.sync()
    assert streets(bridge) == ["9 Invented Lane"]


def corrected(bridge: Bridge) -> Address:
    known = bridge.practice.printful.order(bridge.order("#1001").supplier_orders[0].external_id)
    place = known["recipient"]
    return Address(
        name="Ada Example", address1="9 Invented Lane", city=place["city"], zip=place["zip"],
        country_code="US", province_code=place["state_code"],
    )  # fmt: skip


def test_cancel_after_a_corrected_address_makes_nothing_anew(bridge: Bridge) -> None:
    order_id = drafted(bridge, country="US")
    bridge.container.actions.fix_address(order_id, corrected(bridge))
    bridge.container.actions.cancel(order_id)
    bridge.sync()
    bridge.sync()
    printful = bridge.ledger()["vendors"]["printful"]["orders"]
    assert [order["status"] for order in printful] == ["canceled"]
    assert bridge.order("#1001").row.step == "cancelled"


def test_a_create_without_answer_does_not_bring_the_old_address_back(bridge: Bridge) -> None:
    bridge.open_shop(Mode.AUTOMATIC)
    bridge.buy(1, quantity=1, country="US")
    bridge.world.post("fault", {**CREATE, "kind": "drop_after"})
    unseen = {"vendor": "printful", "method": "GET", "path": "^/orders/@", "kind": "server_error"}
    bridge.world.post("fault", {**unseen, "times": 3})
    bridge.sync()
    bridge.container.actions.fix_address(bridge.order("#1001").row.id, corrected(bridge))
    for _ in range(3):
        bridge.sync()
    assert streets(bridge) == ["9 Invented Lane"]
    assert_nothing_twice(bridge.ledger())


def test_a_cancellation_without_answer_still_makes_the_order_anew(bridge: Bridge) -> None:
    order_id = drafted(bridge, country="US")
    bridge.container.actions.fix_address(order_id, corrected(bridge))
    bridge.world.post("fault", {**CANCEL, "kind": "drop_after"})
    for _ in range(3):
        bridge.sync()
    assert [case.kind.value for case in bridge.cases()] == ["approval"]
    bridge.container.actions.approve(order_id)
    bridge.sync()
    assert streets(bridge) == ["9 Invented Lane"]


def test_fulfilled_by_hand_before_the_yes_is_paid_by_nobody(bridge: Bridge) -> None:
    order_id = drafted(bridge)
    bridge.fulfil_by_hand("#1001")
    bridge.container.actions.approve(order_id)
    bridge.sync()
    assert confirms(bridge) == 0
    assert bridge.case("changed_at_store")
    assert bridge.container.reads.routes()[0].mode is Mode.WATCH
    bridge.container.actions.resolve(bridge.case("changed_at_store").id, Action.RETRY, {})
    bridge.sync()
    assert confirms(bridge) == 0
    assert [case.kind for case in bridge.cases()] == [
        "foreign_fulfilment"
    ]  # the route only watches


def test_the_same_account_is_not_connected_twice(bridge: Bridge) -> None:
    bridge.connect()
    door = bridge.world.vendors["shopify"]
    form = ConnectForm("shopify", "Twin", door["fields"], door["secrets"], door["api_url"])
    with pytest.raises(BadInput):
        bridge.container.connecting.keep(bridge.container.connecting.test(form))
    bridge.sync()
    bridge.push()
    bridge.buy(1)
    bridge.sync()
    bridge.container.actions.approve(bridge.order("#1001").row.id)
    bridge.sync()
    assert_all_made(bridge.ledger())
