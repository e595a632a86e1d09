"""Every value has its words, and the bridge brings news to the window's own thread."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QThread, Slot

from podbridge_desktop.domain.cases import Action, CaseKind, HoldReason
from podbridge_desktop.domain.changes import Changed, Topic
from podbridge_desktop.domain.lifecycle import ShipmentState, Step, SupplierState
from podbridge_desktop.domain.orders import Blocked
from podbridge_desktop.domain.planning import Standing
from podbridge_desktop.domain.views import HistoryRow
from podbridge_desktop.ui.bridge import Bridge, merged
from podbridge_desktop.ui.models.order_looks import journey_of, pill_of
from podbridge_desktop.ui.tabs.order_filters import RARE, STATES
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.journey import StepState
from podbridge_desktop.ui.words import phrases
from podbridge_desktop.ui.words.history import sentence
from tests.support.filled import NOON, store_order

ORDERS = frozenset({Topic.ORDERS})


@pytest.mark.parametrize(
    ("say", "values"),
    [
        (phrases.step, Step), (phrases.standing, Standing), (phrases.hold_reason, HoldReason),
        (phrases.supplier_state, SupplierState), (phrases.shipment_state, ShipmentState),
        (phrases.blocked, Blocked), (phrases.action, Action), (phrases.order_state, STATES + RARE),
    ],
)  # fmt: skip
def test_every_value_has_its_own_words(say, values):
    said = [say(value) for value in values]
    assert all(said)
    assert len(set(said)) == len(said)


def test_counts_read_like_a_person_says_them():
    assert phrases.orders(1, "1") == "1 order"
    assert phrases.orders(1204, "1,204") == "1,204 orders"
    assert phrases.new_orders(12) == "12 new orders"
    assert phrases.on_hold(None) == "On Hold"
    assert phrases.made_by("") == "Nobody knows who makes it"
    assert phrases.waiting(2, 1).endswith(
        "Look at one of these alone: it loses money or has no known cost."
    )
    assert "Look at 2 of these" in phrases.waiting(3, 2)


def history(event, **facts):
    return HistoryRow(NOON, "engine", event, {"external_id": "x", **facts})


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (history("order_seen"), "The store reported the order."),
        (history("supplier_order", to="drafted"), "Printful has the draft."),
        (history("supplier_order", to="planned"), "Printful did not have it; it is sent anew."),
        (history("supplier_order", external_id="?", to="failed"), "the supplier could not go on."),
        (history("tracking", to="pushed"), "The store has the tracking number."),
        (history("approved", by="rule", cost="12.50 USD"), "Approved by your rule at $12.50."),
        (history("approved", by="seller", cost="None"), "You approved an unknown cost."),
        (history("case_opened", kind="address"), "Needs you: The address is not complete."),
        (history("case_closed", kind="gone_kind"), "Noted: case closed"),
        (history("order_held", reason="Wait"), "You held it: Wait"),
        (history("held", reason="Wait"), ""),
        (history("some_new_event"), "Noted: some new event"),
    ],
)
def test_history_in_words(formats, row, said):
    assert sentence(row, {"x": "Printful"}, formats) == said


@pytest.mark.parametrize("state", SupplierState)
def test_every_move_of_a_supplier_order_is_told(formats, state):
    assert "%" not in sentence(history("supplier_order", to=state), {"x": "Printful"}, formats)


@pytest.mark.parametrize("state", ShipmentState)
def test_every_move_of_a_parcel_is_told(formats, state):
    assert sentence(history("tracking", to=state), {}, formats)


@pytest.mark.parametrize("kind", CaseKind)
def test_every_case_has_a_title_in_the_history(formats, kind):
    assert "Noted" not in sentence(history("case_opened", kind=kind), {}, formats)


@pytest.fixture
def row(shop, reads):
    (id_,) = shop.take(store_order(1001))
    return reads.orders([id_])[id_]


def test_the_pill_says_what_matters_most(row):
    held = replace(row, on_hold=True, hold_reason=HoldReason.STOCK)
    assert (pill_of(held).text, pill_of(held).tone) == ("On Hold · out of stock", Tone.HOLD)
    assert pill_of(replace(row, standing=Standing.UNPAID)).text == "Not paid yet"
    shipped = replace(row, standing=Standing.CANCELLED, step=Step.SHIPPED)
    assert pill_of(shipped).text == "Shipped"
    assert pill_of(replace(row, step=Step.TRACKING_SYNCED)).tone is Tone.SUCCESS


D, C, H, T, X, F = (
    StepState.DONE, StepState.CURRENT, StepState.ON_HOLD, StepState.TODO, StepState.CANCELLED, StepState.FAILED,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "states"),
    [
        ({}, (C, T, T, T, T)),
        ({"step": Step.PRODUCTION}, (D, D, C, T, T)),
        ({"step": Step.TRACKING_SYNCED}, (D, D, D, D, D)),
        ({"step": Step.TRACKING_SYNCED, "on_hold": True}, (D, D, D, D, H)),
        ({"step": Step.APPROVAL, "on_hold": True}, (D, H, T, T, T)),
        ({"step": Step.CANCELLED}, (D, X, X, X, X)),
        ({"standing": Standing.BEFORE_PODBRIDGE}, (D, T, T, T, T)),
        ({"standing": Standing.UNPAID}, (C, T, T, T, T)),
    ],
)
def test_the_journey_of_an_order(row, changes, states):
    assert journey_of(replace(row, **changes)).states == states


def test_a_failed_supplier_order_shows_in_the_journey(row):
    journey = journey_of(replace(row, step=Step.PRODUCTION), failed=True, notes=("Nov 1",))
    assert journey.states == (D, D, F, T, T)
    assert journey.notes == ("Nov 1", "", "", "", "")


class Listener(QObject):
    def __init__(self):
        super().__init__()
        self.heard = []

    @Slot(Changed)
    def hear(self, changed):
        self.heard.append((changed, QThread.currentThread() is self.thread()))


def test_what_engine_threads_tell_arrives_once_in_the_window(qtbot):
    bridge, listener = Bridge(), Listener()
    bridge.changed.connect(listener.hear)

    def tell(start):
        for id_ in range(start, start + 100):
            bridge.tell(Changed(ORDERS, frozenset({id_})))

    threads = [threading.Thread(target=tell, args=(n * 100,)) for n in range(4)]
    with qtbot.waitSignal(bridge.changed):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    qtbot.waitUntil(lambda: len(set().union(*(c.order_ids for c, _ in listener.heard))) == 400)
    assert all(in_window for _, in_window in listener.heard)
    assert len(listener.heard) < 20


def test_any_order_stays_any_beside_certain_ones():
    every, one = Changed(ORDERS), Changed(ORDERS, frozenset({1}))
    assert merged(every, one) == merged(one, every) == every
    assert merged(one, Changed(frozenset({Topic.CASES}))).order_ids == {1}
    assert merged(Changed(), one) == one
