"""A supplier without free drafts: approved on its price, made once, released once, whatever answer is lost.

Judged from the suppliers' own books. Printify is played as the worst reading of its papers has it: names are not kept
unique, new orders come late into its list, and a request without an answer may be carried out minutes later.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from podbridge_desktop.domain.cases import Action
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.views import OrderDetail
from podbridge_desktop.errors import BadInput
from podbridge_desktop.sandbox.practice import CLOCK
from podbridge_desktop.services.routes import RouteWish
from podbridge_desktop.storage import ledger
from podbridge_desktop.sync import guard
from tests.support.books import assert_all_made, assert_nothing_twice, supplier_orders
from tests.support.bridge import SHOP, SUPPLIER, Bridge, running_bridge
from tests.support.printify_bridge import (
    PRINTIFY,
    act,
    books,
    charged,
    fault,
    knobs,
    live,
    open_printify,
    pass_by,
    posted,
    push_of,
    route_printify,
    turn,
)
from tests.sync.test_last_word import meanwhile

LOST = ("drop_after", "server_error_after", "truncated")
NOT_DONE = ("drop", "server_error", "maintenance", "rate_limited")
CREATE = {"method": "POST", "path": r"/orders\.json$"}
RELEASE = {"method": "POST", "path": r"/send_to_production\.json$"}
TRACK = {"vendor": "shopify", "method": "POST", "path": "graphql", "contains": "fulfillmentCreate"}
QUIET = 16  # minutes
CALIFORNIA = {"state_code": "CA", "zip": "95814"}
OREGON = {"state_code": "OR", "zip": "97201"}


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    """A seller with a shop and Printify."""
    with running_bridge(tmp_path, platforms=("shopify", "printify")) as found:
        yield found


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Bridge]:
    """A seller with a shop and both suppliers, and products of both on sale."""
    with running_bridge(tmp_path, platforms=("shopify", "printful", "printify")) as found:
        found.open_shop(Mode.AUTOMATIC, products=0)
        knobs(found, split_rate=0.0)
        for supplier in (SUPPLIER, PRINTIFY):
            push_of(found, supplier, 2)
        yield found


def until_quiet(bridge: Bridge, days: int = 7) -> None:
    """Faults are over; let the program find its way."""
    for _ in range(3):
        bridge.sync()
        pass_by(bridge, QUIET)
    bridge.days(days)


def first(bridge: Bridge) -> OrderDetail:
    return bridge.orders()[0]


def buy(bridge: Bridge, count: int = 1, **order: object) -> None:
    """Orders of one line each, so that each is one order at Printify."""
    variant = next(each["variant"] for each in bridge.ledger_state() if not each["hand_packed"])
    bridge.buy(count, variants=[variant], **order)


def approve_all(bridge: Bridge) -> None:
    """Two passes, and a yes to all that asks for one."""
    bridge.sync()
    for case in bridge.cases():
        bridge.container.actions.resolve(case.id, Action.APPROVE, {})
    bridge.sync()


def states(bridge: Bridge) -> list[SupplierState]:
    return [part.state for order in bridge.orders() for part in order.supplier_orders]


def waiting_order(bridge: Bridge, **order: object) -> int:
    """One order that is priced and waits for the seller's yes."""
    open_printify(bridge, Mode.ASSIST)
    buy(bridge, **order)
    bridge.sync()
    return first(bridge).row.id


# --- exactly once -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("enforced", [False, True], ids=["names not kept", "names kept"])
@pytest.mark.parametrize("kind", LOST + NOT_DONE)
@pytest.mark.parametrize("call", [CREATE, RELEASE], ids=["create", "release"])
def test_one_lost_answer(bridge: Bridge, call: dict[str, str], kind: str, enforced: bool) -> None:
    open_printify(bridge)
    knobs(bridge, enforce_external_id=enforced)
    buy(bridge, 2)
    fault(bridge, kind, **call, times=1, retry_after=1)
    bridge.sync()
    until_quiet(bridge)
    ledger = bridge.ledger()
    assert ledger["faults"]["struck"]
    assert_all_made(ledger)
    assert_nothing_twice(ledger)


def test_a_tracking_push_without_answer_mails_once(bridge: Bridge) -> None:
    open_printify(bridge)
    buy(bridge, 2)
    bridge.sync()
    bridge.world.post("fault", {**TRACK, "kind": "drop_after"})
    bridge.days(8)
    ledger = bridge.ledger()
    assert ledger["faults"]["struck"]
    assert_nothing_twice(ledger)
    assert len(ledger["vendors"]["shopify"]["mails"]) == len(live(bridge))


@pytest.mark.parametrize("kind", LOST)
def test_every_answer_lost_for_a_while(bridge: Bridge, kind: str) -> None:
    open_printify(bridge)
    buy(bridge, 3)
    for call in (CREATE, RELEASE):
        fault(bridge, kind, **call, times=3)
    until_quiet(bridge)
    assert_all_made(bridge.ledger())
    assert_nothing_twice(bridge.ledger())


def test_a_request_that_is_carried_out_ten_minutes_later_is_not_repeated(bridge: Bridge) -> None:
    open_printify(bridge)
    buy(bridge, 1)
    fault(bridge, "late", **CREATE, seconds=600)
    bridge.sync()
    for _ in range(4):
        pass_by(bridge, 5)
        bridge.sync()
    until_quiet(bridge)
    assert posted(bridge) == 1
    assert_all_made(bridge.ledger())


def test_an_order_that_comes_late_into_the_list_is_not_made_again(bridge: Bridge) -> None:
    open_printify(bridge)
    knobs(bridge, list_lag=600.0)
    buy(bridge, 1)
    fault(bridge, "drop_after", **CREATE)
    for _ in range(4):
        bridge.sync()
        pass_by(bridge, 5)
    until_quiet(bridge)
    assert posted(bridge) == 1
    assert_all_made(bridge.ledger())
    assert_nothing_twice(bridge.ledger())


def test_a_late_request_and_a_late_list_together(bridge: Bridge) -> None:
    open_printify(bridge)
    knobs(bridge, list_lag=240.0)
    buy(bridge, 2)
    fault(bridge, "late", **CREATE, seconds=500)
    for _ in range(6):
        bridge.sync()
        pass_by(bridge, 4)
    until_quiet(bridge)
    assert_all_made(bridge.ledger())
    assert_nothing_twice(bridge.ledger())


def test_a_look_up_without_result_waits_out_the_quiet_period(bridge: Bridge) -> None:
    open_printify(bridge)
    buy(bridge, 1)
    fault(bridge, "drop", **CREATE)
    bridge.sync()
    report = bridge.sync()
    assert posted(bridge) == 0  # the request was never answered, nor counted
    assert [wait["step"] for wait in report.waits] == ["confirm_order"]
    pass_by(bridge, 13)  # a minute or less would be waited out
    bridge.sync()
    assert posted(bridge) == 0
    pass_by(bridge, 3)
    bridge.sync()
    assert posted(bridge) == 1
    assert_all_made(bridge.ledger())


def test_our_own_clock_does_not_shorten_the_quiet_period(bridge: Bridge) -> None:
    """It jumps an hour ahead; the vendor's own time, in each of its answers, says that only seconds went by."""
    open_printify(bridge)
    buy(bridge, 1)
    fault(bridge, "late", **CREATE, seconds=600)
    bridge.sync()
    bridge.sync()
    ours = bridge.config.workspace.world / CLOCK
    ours.write_text(json.dumps({"offset": bridge.practice.clock.offset + 3600}), encoding="utf-8")
    bridge.sync()
    assert posted(bridge) == 0
    pass_by(bridge, QUIET)  # which also puts our clock right
    until_quiet(bridge)
    assert posted(bridge) == 1
    assert_all_made(bridge.ledger())


def test_a_look_up_that_fails_makes_nothing(bridge: Bridge) -> None:
    open_printify(bridge)
    buy(bridge, 1)
    fault(bridge, "drop_after", **CREATE)
    bridge.sync()
    fault(bridge, "server_error", method="GET", path=r"/orders\.json$", times=40)
    for _ in range(3):
        bridge.sync()
        pass_by(bridge, QUIET)
    assert posted(bridge) == 1
    bridge.world.post("fault/clear", {})
    bridge.sync()
    assert_all_made(bridge.ledger())


def test_a_name_that_is_taken_is_adopted(bridge: Bridge) -> None:
    """The list hides the order longer than the quiet period; Printify, where it keeps names, does not."""
    open_printify(bridge)
    knobs(bridge, enforce_external_id=True, list_lag=86_400.0)
    buy(bridge, 1)
    fault(bridge, "drop_after", **CREATE)
    for _ in range(3):
        bridge.sync()
        pass_by(bridge, QUIET)
    assert posted(bridge) == 2
    assert len(live(bridge)) == 1
    assert_all_made(bridge.ledger())


def test_the_way_goes_on_after_a_restart(bridge: Bridge) -> None:
    order_id = waiting_order(bridge)
    bridge.restart()
    bridge.container.actions.approve(order_id)
    fault(bridge, "drop_after", **CREATE)
    bridge.sync()
    bridge.restart()
    fault(bridge, "drop_after", **RELEASE)
    bridge.sync()
    bridge.restart()
    until_quiet(bridge, days=1)
    assert posted(bridge) == 1
    assert_all_made(bridge.ledger())
    assert_nothing_twice(bridge.ledger())


def test_lists_without_a_total_are_looked_through_as_well(bridge: Bridge) -> None:
    open_printify(bridge)
    knobs(bridge, order_totals=False)
    buy(bridge, 12)
    bridge.sync()
    buy(bridge, 1)
    fault(bridge, "drop_after", **CREATE)
    bridge.sync()
    until_quiet(bridge, days=9)
    assert posted(bridge) == 13
    assert_all_made(bridge.ledger())
    assert {state.value for state in states(bridge)} <= {"shipped", "delivered"}


# --- before the yes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("approval", ["", "manual"])
def test_nothing_is_posted_before_the_yes(bridge: Bridge, approval: str) -> None:
    open_printify(bridge, Mode.ASSIST, approval=approval)
    buy(bridge, 2)
    bridge.days(3)
    assert posted(bridge) == 0
    assert states(bridge) == [SupplierState.WAITING] * 2
    assert all(order.supplier_orders[0].cost for order in bridge.orders())
    bridge.container.actions.approve(first(bridge).row.id)
    bridge.sync()
    assert posted(bridge) == 1


def test_hold_release_and_cancel_before_the_post_cost_no_call(bridge: Bridge) -> None:
    order_id = waiting_order(bridge)
    before = books(bridge)["calls"]
    bridge.container.actions.hold(order_id, "wait")
    bridge.container.actions.approve(order_id)
    bridge.engine.run_until_idle()
    assert books(bridge)["calls"] == before
    bridge.container.actions.cancel(order_id)
    bridge.container.actions.release(order_id)
    bridge.engine.run_until_idle()
    assert books(bridge)["calls"] == before
    assert first(bridge).row.step == "cancelled"


def test_released_again_it_is_made(bridge: Bridge) -> None:
    order_id = waiting_order(bridge)
    bridge.container.actions.hold(order_id, "wait")
    bridge.container.actions.approve(order_id)
    bridge.sync()
    assert posted(bridge) == 0
    bridge.container.actions.release(order_id)
    bridge.sync()
    assert posted(bridge) == 1


def test_hold_clicked_while_the_price_is_asked_again_makes_nothing(bridge: Bridge) -> None:
    order_id = waiting_order(bridge)
    bridge.container.actions.approve(order_id)
    pass_by(bridge, 120)
    wire = meanwhile(
        bridge,
        "POST",
        r"/orders/shipping\.json$",
        lambda: bridge.container.actions.hold(order_id, "wait"),
    )
    bridge.sync()
    assert wire.done
    assert posted(bridge) == 0


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", r"/orders/shipping\.json$"), ("GET", r"/orders/[0-9a-f]+\.json$")],
    ids=["while the price is asked again", "while the new order is read back"],
)
def test_cancel_clicked_while_it_is_made_pays_nothing(
    bridge: Bridge, method: str, path: str
) -> None:
    order_id = waiting_order(bridge)
    bridge.container.actions.approve(order_id)
    pass_by(bridge, 120)
    wire = meanwhile(bridge, method, path, lambda: bridge.container.actions.cancel(order_id))
    bridge.sync()
    assert wire.done
    assert (live(bridge), charged(bridge)) == ([], 0)
    assert first(bridge).row.step == "cancelled"


def test_a_yes_by_rule_ends_with_the_rule_while_the_price_is_asked_again(bridge: Bridge) -> None:
    open_printify(bridge)
    buy(bridge)
    fault(bridge, "drop", **CREATE)
    bridge.sync()
    bridge.sync()
    pass_by(bridge, 120)
    wire = meanwhile(
        bridge, "POST", r"/orders/shipping\.json$", lambda: route_printify(bridge, Mode.WATCH)
    )
    bridge.sync()
    assert wire.done
    assert posted(bridge) == 0
    assert bridge.case("approval")


def test_a_plan_that_was_dropped_while_its_price_was_asked_stays_dropped(bridge: Bridge) -> None:
    """A pull of the store, on its own thread, ended it."""
    open_printify(bridge, Mode.ASSIST)

    def drop() -> None:
        with bridge.container._database.write() as tx:
            guard.drop_plan(tx, ledger.of_order(tx, 1)[0])

    wire = meanwhile(bridge, "POST", r"/orders/shipping\.json$", drop)
    buy(bridge)
    bridge.sync()
    assert wire.done
    assert SupplierState.CANCELLED in states(bridge)
    assert posted(bridge) == 0


def test_an_order_that_is_refused_keeps_its_yes_and_goes_when_that_is_mended(
    bridge: Bridge,
) -> None:
    order_id = waiting_order(bridge)
    products = bridge.practice.printify.book.products
    kept = dict(products)
    products.clear()
    bridge.container.actions.approve(order_id)
    bridge.sync()
    case = bridge.case("variant_gone")
    assert states(bridge) == [SupplierState.WAITING]
    products.update(kept)
    bridge.container.actions.resolve(case.id, Action.RETRY, {})
    bridge.sync()
    assert len(live(bridge)) == 1


def test_what_was_cancelled_at_the_store_before_the_yes_ends_by_itself(bridge: Bridge) -> None:
    waiting_order(bridge)
    bridge.world.post("store-order", {"number": "#1001", "action": "cancel"})
    bridge.sync()
    bridge.sync()
    assert first(bridge).row.step == "cancelled"
    assert bridge.cases() == ()
    assert posted(bridge) == 0


def test_a_new_address_at_the_store_is_priced_anew_and_asked_again(bridge: Bridge) -> None:
    order_id = waiting_order(bridge, country="US")
    bridge.world.post(
        "store-order",
        {"number": "#1001", "action": "change-address", "address": {"address1": "9 Invented Lane"}},
    )
    bridge.sync()
    assert [case.kind.value for case in bridge.cases()] == ["approval"]
    bridge.container.actions.approve(order_id)
    bridge.sync()
    assert [order["recipient"]["address1"] for order in live(bridge)] == ["9 Invented Lane"]


def test_an_address_corrected_before_the_yes_is_where_it_goes(bridge: Bridge) -> None:
    order_id = waiting_order(bridge, country="US")
    corrected = Address(
        name="Ada Example", address1="9 Invented Lane", city="Portland", zip="97201",
        country_code="US", province_code="OR",
    )  # fmt: skip
    bridge.container.actions.fix_address(order_id, corrected)
    bridge.sync()
    bridge.container.actions.approve(order_id)
    bridge.sync()
    assert [order["recipient"]["address1"] for order in live(bridge)] == ["9 Invented Lane"]
    assert charged(bridge) == 1


def test_fulfilled_by_hand_before_the_yes_is_made_by_nobody(bridge: Bridge) -> None:
    order_id = waiting_order(bridge)
    bridge.fulfil_by_hand("#1001")
    bridge.container.actions.approve(order_id)
    bridge.sync()
    assert posted(bridge) == 0
    assert bridge.case("changed_at_store")
    assert bridge.container.reads.routes()[0].mode is Mode.WATCH


def test_retry_of_an_unanswered_question_asks_the_price_again(bridge: Bridge) -> None:
    open_printify(bridge, Mode.ASSIST)
    fault(bridge, "server_error", method="POST", path=r"/orders/shipping\.json$", times=2)
    buy(bridge, 1)
    bridge.sync()
    assert states(bridge) == [SupplierState.PLANNED]
    bridge.sync()
    assert bridge.case("approval")


# --- the cost -----------------------------------------------------------------------------------------------------------


def test_an_order_that_costs_more_than_its_price_goes_back_to_the_seller(bridge: Bridge) -> None:
    order_id = waiting_order(bridge)
    knobs(bridge, cents_more=500)
    bridge.container.actions.approve(order_id)
    bridge.sync()
    assert "You approved" in bridge.case("cost_higher").message
    assert (posted(bridge), charged(bridge)) == (1, 0)
    bridge.container.actions.approve(order_id)
    bridge.sync()
    assert (posted(bridge), charged(bridge)) == (1, 1)


def test_a_dearer_order_that_the_rule_allows_goes_on_by_itself(bridge: Bridge) -> None:
    open_printify(bridge)
    knobs(bridge, cents_more=50)
    buy(bridge, 1)
    bridge.sync()
    assert (posted(bridge), charged(bridge)) == (1, 1)


def test_a_dearer_order_that_would_lose_money_waits_on_hold_there(bridge: Bridge) -> None:
    open_printify(bridge)
    knobs(bridge, cents_more=50_000)
    buy(bridge, 1)
    bridge.sync()
    assert bridge.case("loss")
    assert charged(bridge) == 0
    bridge.container.actions.cancel(first(bridge).row.id)
    bridge.sync()
    assert live(bridge) == []


@pytest.mark.parametrize("where", [{"country": "DE"}, {"country": "US", "address": CALIFORNIA}])
def test_the_first_order_that_is_taxed_is_asked_about_once(
    bridge: Bridge, where: dict[str, Any]
) -> None:
    order_id = waiting_order(bridge, quantity=2, **where)
    [case] = bridge.cases()
    assert "tax as it is usual there" in case.message
    expected = first(bridge).supplier_orders[0].cost
    bridge.container.actions.approve(order_id)
    bridge.sync()
    assert bridge.cases() == ()
    assert (posted(bridge), charged(bridge)) == (1, 1)
    paid = first(bridge).supplier_orders[0].cost
    assert 0 <= expected.minor - paid.minor < expected.minor * 4 // 100
    said = [
        entry for entry in bridge.container.actions.audit_trail(200) if entry.event == "approved"
    ]
    assert len(said) == 1


def test_the_tax_of_an_earlier_order_there_is_in_the_price(bridge: Bridge) -> None:
    waiting_order(bridge, quantity=1, country="US", address=CALIFORNIA)
    bridge.container.actions.approve(first(bridge).row.id)
    bridge.sync()
    buy(bridge, 1, quantity=1, country="US", address=CALIFORNIA)
    bridge.sync()
    one, two = (order.supplier_orders[0].cost for order in bridge.orders())
    assert 0 <= two.minor - one.minor <= 1  # rounded up


def test_where_no_tax_is_usual_a_tax_is_asked_about(bridge: Bridge) -> None:
    order_id = waiting_order(bridge, quantity=1, country="JP")
    assert "of it is tax" not in bridge.case("approval").message
    knobs(bridge, cents_more=500)
    bridge.container.actions.approve(order_id)
    bridge.sync()
    assert bridge.case("cost_higher")
    assert charged(bridge) == 0


def test_a_price_that_went_up_since_the_yes_stops_before_anything_is_made(bridge: Bridge) -> None:
    open_printify(bridge, Mode.ASSIST)
    buy(bridge, 2, quantity=1, country="US", address=OREGON)
    bridge.sync()
    one, two = bridge.orders()
    bridge.container.actions.approve(one.row.id)
    bridge.sync()
    for order in bridge.practice.printify.book.orders.values():
        order["total_tax"] = 400  # a new law: no tax was usual there
    pass_by(bridge, 120)
    bridge.sync()
    bridge.container.actions.approve(two.row.id)
    bridge.sync()
    assert posted(bridge) == 1
    assert bridge.order(two.row.number).cases[0].kind == "cost_higher"


def test_while_printify_reckons_the_order_waits(bridge: Bridge) -> None:
    open_printify(bridge)
    knobs(bridge, pending_seconds=120.0)
    buy(bridge, 1)
    bridge.sync()
    assert charged(bridge) == 0
    pass_by(bridge, 5)
    bridge.sync()
    assert (posted(bridge), charged(bridge)) == (1, 1)


def test_while_pictures_are_processed_the_release_is_tried_again_in_minutes(
    bridge: Bridge,
) -> None:
    open_printify(bridge)
    knobs(bridge, image_seconds=900.0)
    buy(bridge, 1)
    bridge.sync()
    bridge.sync()
    assert charged(bridge) == 0
    assert bridge.cases() == ()
    for _ in range(4):
        pass_by(bridge, 6)
        bridge.sync()
    assert (posted(bridge), charged(bridge)) == (1, 1)


# --- the supplier releases by itself ------------------------------------------------------------------------------------


def on_hold_there(bridge: Bridge) -> str:
    """An order that is made, costs more than approved, and waits for another yes."""
    order_id = waiting_order(bridge)
    knobs(bridge, cents_more=500)
    bridge.container.actions.approve(order_id)
    bridge.sync()
    knobs(bridge, cents_more=0)
    return first(bridge).supplier_orders[0].external_id


def test_an_order_that_leaves_on_hold_by_itself_stops_sending_there(bridge: Bridge) -> None:
    name = on_hold_there(bridge)
    act(bridge, "slip", name)
    bridge.sync()
    assert first(bridge).row.step == "production"
    assert "not by PodBridge" in bridge.case("auto_approval").message
    buy(bridge, 2)
    bridge.sync()
    for order in bridge.orders()[1:]:
        bridge.container.actions.approve(order.row.id)
    bridge.days(2)
    assert posted(bridge) == 1


def test_an_order_found_released_when_it_is_to_be_released_stops_sending(bridge: Bridge) -> None:
    name = on_hold_there(bridge)
    bridge.container.actions.approve(first(bridge).row.id)
    act(bridge, "slip", name)
    bridge.engine.run_until_idle()  # no poll comes first
    assert bridge.case("auto_approval")
    assert (first(bridge).row.step, charged(bridge)) == ("production", 1)


def test_a_release_of_ours_that_is_carried_out_late_stops_nothing(bridge: Bridge) -> None:
    order_id = waiting_order(bridge)
    fault(bridge, "late", **RELEASE, seconds=60)
    wire = meanwhile(
        bridge,
        "POST",
        RELEASE["path"],
        lambda: bridge.container.actions.hold(order_id, "wait"),
    )
    bridge.container.actions.approve(order_id)
    bridge.sync()
    assert (wire.done, charged(bridge)) == (True, 0)
    pass_by(bridge, 5)
    bridge.sync()
    assert (first(bridge).row.step, charged(bridge)) == ("production", 1)
    assert not [each for each in bridge.cases() if each.kind == "auto_approval"]


def test_a_release_that_is_refused_takes_the_yes_back_until_it_is_mended(bridge: Bridge) -> None:
    open_printify(bridge)
    buy(bridge)
    path = r"/orders/[0-9a-f]+\.json$"
    meanwhile(bridge, "GET", path, lambda: act(bridge, "hold", live(bridge)[0]["external_id"]))
    bridge.sync()
    case = bridge.case("refused")
    assert "can not be sent to production" in case.message
    assert charged(bridge) == 0
    act(bridge, "release", live(bridge)[0]["external_id"])
    bridge.container.actions.resolve(case.id, Action.RETRY, {})
    bridge.sync()
    assert (posted(bridge), charged(bridge)) == (1, 1)


def test_what_waited_goes_on_when_the_seller_says_manual_again(bridge: Bridge) -> None:
    name = on_hold_there(bridge)
    act(bridge, "slip", name)
    bridge.sync()
    buy(bridge, 1)
    bridge.sync()
    bridge.container.actions.approve(bridge.orders()[1].row.id)
    bridge.sync()
    bridge.container.actions.resolve(bridge.case("auto_approval").id, Action.RETRY, {})
    bridge.sync()
    assert posted(bridge) == 2


def test_an_order_released_between_its_making_and_its_check_stops_sending(bridge: Bridge) -> None:
    order_id = waiting_order(bridge)
    name = first(bridge).supplier_orders[0].external_id
    bridge.container.actions.approve(order_id)
    wire = meanwhile(bridge, "GET", r"/orders/[0-9a-f]+\.json$", lambda: act(bridge, "slip", name))
    bridge.sync()
    assert wire.done
    assert bridge.case("auto_approval")
    assert charged(bridge) == 1
    bridge.days(6)
    assert_all_made(bridge.ledger())
    assert first(bridge).row.step == "tracking_synced"


# --- bad input ----------------------------------------------------------------------------------------------------------


def test_an_order_without_zip_waits_for_its_address(bridge: Bridge) -> None:
    open_printify(bridge)
    buy(bridge, country="US", address={"zip": ""})
    bridge.sync()
    case = bridge.case("address")
    assert "ZIP or postal code is missing" in case.message
    assert posted(bridge) == 0
    bridge.container.actions.resolve(case.id, Action.FIX_ADDRESS, {"zip": "97201"})
    bridge.sync()
    assert_all_made(bridge.ledger())


def test_a_line_that_nobody_links_stops_the_whole_order(bridge: Bridge) -> None:
    open_printify(bridge)
    on_sale = bridge.ledger_state()
    mixed = [
        next(x["variant"] for x in on_sale if x["hand_packed"] is hers) for hers in (True, False)
    ]
    bridge.buy(1, variants=mixed)
    bridge.sync()
    assert "wait as a whole" in bridge.case("link").message
    assert posted(bridge) == 0
    bridge.container.actions.resolve(bridge.case("link").id, Action.NOT_OURS, {})
    bridge.sync()
    assert posted(bridge) == 1


def test_a_product_that_is_gone_there_is_told_before_anything_is_made(bridge: Bridge) -> None:
    open_printify(bridge, products=1)
    bridge.practice.printify.book.products.clear()
    buy(bridge, 1)
    bridge.sync()
    assert "link the item to a variant" in bridge.case("variant_gone").message
    assert posted(bridge) == 0


def test_a_payment_that_is_not_received_is_told_and_tried_again(bridge: Bridge) -> None:
    open_printify(bridge)
    knobs(bridge, payment_works=False)
    buy(bridge, 1)
    bridge.sync()
    pass_by(bridge, 15)
    bridge.sync()
    case = bridge.case("payment")
    assert "payment-not-received" in case.message
    knobs(bridge, payment_works=True)
    bridge.container.actions.resolve(case.id, Action.RETRY, {})
    bridge.sync()
    assert (posted(bridge), charged(bridge)) == (1, 1)
    assert bridge.cases() == ()


def test_a_token_without_the_right_to_order_is_a_case_and_nothing_is_lost(bridge: Bridge) -> None:
    open_printify(bridge)
    turn(bridge, "set-scopes", scopes=["shops.read", "products.read", "orders.read"])
    buy(bridge, 1)
    bridge.sync()
    assert "orders.write" in bridge.case("permission").message
    assert live(bridge) == []
    turn(
        bridge, "set-scopes", scopes=["shops.read", "products.read", "orders.read", "orders.write"]
    )
    for case in bridge.cases():
        bridge.container.actions.resolve(case.id, Action.RETRY, {})
    bridge.sync()
    assert_all_made(bridge.ledger())


def test_a_locked_product_is_told_and_unlocked_on_demand(bridge: Bridge) -> None:
    open_printify(bridge)
    product = next(iter(bridge.practice.printify.book.products))
    turn(bridge, "lock-product", product=product)
    bridge.sync()
    case = bridge.case("product_locked")
    assert "locked at the supplier" in case.message
    bridge.container.actions.resolve(case.id, Action.RETRY, {})
    bridge.sync()
    assert bridge.cases() == ()
    assert not bridge.practice.printify.book.products[product]["locked"]


# --- cancelling ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["drop", "drop_after"])
def test_a_create_without_answer_is_settled_before_it_is_cancelled(
    bridge: Bridge, kind: str
) -> None:
    order_id = waiting_order(bridge)
    knobs(bridge, cents_more=500)  # found again, it waits for another yes
    bridge.container.actions.approve(order_id)
    fault(bridge, kind, **CREATE)
    bridge.sync()
    if kind == "drop":
        bridge.sync()  # looked up once already
    bridge.container.actions.cancel(order_id)
    for _ in range(3):
        bridge.sync()
        pass_by(bridge, QUIET)
    assert live(bridge) == []
    assert posted(bridge) == (1 if kind == "drop_after" else 0)
    assert first(bridge).row.step == "cancelled"


def test_what_is_being_made_is_not_cancelled_and_the_sentence_says_why(bridge: Bridge) -> None:
    open_printify(bridge)
    buy(bridge, 1)
    bridge.sync()
    pass_by(bridge, 60)
    bridge.sync()
    bridge.container.actions.cancel(first(bridge).row.id)
    bridge.sync()
    assert "already being made" in bridge.case("refused").message
    with pytest.raises(BadInput):
        bridge.container.actions.approve(first(bridge).row.id)


# --- both suppliers -----------------------------------------------------------------------------------------------------


def test_an_order_for_two_suppliers_is_made_once_by_each(both: Bridge) -> None:
    skus = [
        next(row for row in both.container.reads.products() if row.supplier == supplier)
        .variants[0]
        .sku
        for supplier in (SUPPLIER, PRINTIFY)
    ]
    both.buy(1, skus=skus)
    fault(both, "drop_after", **CREATE)
    printful = {"vendor": "printful", "method": "POST", "path": "^/orders$"}
    both.world.post("fault", {**printful, "kind": "drop_after"})
    both.sync()
    until_quiet(both, days=9)
    made = [supplier for supplier, _ in supplier_orders(both.ledger())]
    assert made == ["printful", "printify"]
    assert_all_made(both.ledger())
    assert_nothing_twice(both.ledger())
    assert first(both).row.step == "tracking_synced"


def test_a_supplier_with_free_drafts_may_be_confirmed_by_hand(both: Bridge) -> None:
    both.container.actions.set_route(RouteWish(SHOP, SUPPLIER, Mode.ASSIST))
    row = next(row for row in both.container.reads.products() if row.supplier == SUPPLIER)
    both.buy(1, skus=[row.variants[0].sku])
    both.sync()
    [draft] = both.ledger()["vendors"]["printful"]["orders"]
    door = both.world.vendors["printful"]
    key = {"authorization": f"Bearer {door['secrets']['token']}"}
    both._post(f"{door['api_url']}/orders/{draft['id']}/confirm", {}, key)
    both.sync()
    assert first(both).row.step == "production"
    assert both.cases() == ()


def test_lines_of_two_print_providers_are_two_orders_and_their_parcels_are_told_apart(
    bridge: Bridge,
) -> None:
    open_printify(bridge, products=10)
    by_provider: dict[int, str] = {}
    for product in bridge.practice.printify.book.products.values():
        sku = next(each["sku"] for each in product["variants"] if each["enabled"])
        by_provider.setdefault(product["provider"], sku)
    skus = list(by_provider.values())[:2]
    bridge.buy(1, skus=skus, country="US")
    bridge.sync()
    for case in bridge.cases():  # a cheap thing may cost more than it brings
        bridge.container.actions.resolve(case.id, Action.APPROVE, {})
    bridge.days(8)
    assert len(live(bridge)) == 2
    assert all(len({item["provider"] for item in order["items"]}) == 1 for order in live(bridge))
    told = bridge.ledger()["vendors"]["shopify"]["orders"][0]["fulfillments"]
    assert len(told) == 2
    assert_all_made(bridge.ledger())


def test_errors_stay_a_small_share_of_the_calls(bridge: Bridge) -> None:
    open_printify(bridge)
    buy(bridge, 12)
    bridge.days(9)
    assert books(bridge)["error_share"] < 0.01
    assert_all_made(bridge.ledger())


@pytest.mark.parametrize(("bought", "again"), [(2, 1), (3, None)])
def test_of_what_was_cancelled_on_its_way_is_made_again_what_surely_had_not_left(
    bridge: Bridge, bought: int, again: int | None
) -> None:
    """A parcel of one line holds a piece of two; of three it may hold two, and that nobody says."""
    open_printify(bridge)
    bridge.buy(1, quantity=bought)
    approve_all(bridge)
    name = first(bridge).supplier_orders[0].external_id
    line = bridge.practice.printify.order(name)["lines"][0]
    pass_by(bridge, 60)
    bridge.practice.printify.ship(name, {line["id"]: 1})
    bridge.practice.printify.cancel(name)
    for _ in range(2):
        bridge.sync()
    [number] = [each["number"] for each in bridge.practice.printify.order(name)["shipments"]]
    (mail,) = bridge.ledger()["vendors"]["shopify"]["mails"]
    assert number in json.dumps(mail)
    case = bridge.case("supplier_cancelled")
    if again is None:
        with pytest.raises(BadInput, match="does not say what is in it"):
            bridge.container.actions.resolve(case.id, Action.RETRY, {})
        assert "counts as sent" in bridge.case("supplier_cancelled").message
        assert len(live(bridge)) == 0
        return
    bridge.container.actions.resolve(case.id, Action.RETRY, {})
    bridge.sync()
    anew = bridge.practice.printify.order(first(bridge).supplier_orders[1].external_id)
    assert [each["quantity"] for each in anew["lines"]] == [again]


def test_two_parcels_of_one_order_leave_the_store_what_another_order_makes(bridge: Bridge) -> None:
    """Printify names for each parcel all that has left: the second one may not use up the piece that was added."""
    open_printify(bridge, products=10)
    provider = next(iter(bridge.practice.printify.book.products.values()))["provider"]
    skus = [
        next(each["sku"] for each in product["variants"] if each["enabled"])
        for product in bridge.practice.printify.book.products.values()
        if product["provider"] == provider
    ][:2]
    bridge.buy(1, skus=skus, country="US")
    approve_all(bridge)
    pass_by(bridge, 60)
    name = first(bridge).supplier_orders[0].external_id
    line = bridge.ledger()["vendors"]["shopify"]["orders"][0]["lines"][0]["id"]
    bridge.world.post("store-order", {"number": "#1001", "action": "edit", "quantities": {line: 2}})
    approve_all(bridge)
    for each in bridge.practice.printify.order(name)["lines"]:
        bridge.practice.printify.ship(name, {each["id"]: 1})
    bridge.sync()
    sent = bridge.ledger()["vendors"]["shopify"]["orders"][0]["fulfillments"]
    parcels = bridge.practice.printify.order(name)["shipments"]
    assert [each["number"] in json.dumps(sent) for each in parcels] == [True, True]
    pieces = [part for each in sent for part in each["lines"] if part["line_item_id"] == line]
    assert sum(part["quantity"] for part in pieces) == 1
    bridge.days(8)
    assert bridge.cases() == ()
    assert len(live(bridge)) == 2
    assert_all_made(bridge.ledger())
