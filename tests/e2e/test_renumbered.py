"""A supplier gives a parcel another tracking number."""

from podbridge_desktop.domain.cases import Action, CaseKind
from podbridge_desktop.domain.lifecycle import Step
from podbridge_desktop.domain.planning import Mode


def renumber(bridge, made, number):
    order = {"external_id": made.external_id, "action": "renumber", "number": number}
    bridge.world.post("advance", {"seconds": 13 * 3600})  # the sweep that finds it is twice a day
    bridge.world.post("supplier-order", order)
    bridge.sync()


def shipped(bridge):
    """One order, whose number the store has."""
    bridge.open_shop(Mode.AUTOMATIC, products=1)
    bridge.buy(1, quantity=1)
    bridge.sync()
    bridge.days(4)
    (detail,) = bridge.orders()
    assert detail.row.step is Step.TRACKING_SYNCED
    (made,) = detail.supplier_orders
    return made


def test_the_seller_is_told_both_numbers_once_the_store_has_the_first(bridge):
    made = shipped(bridge)
    renumber(bridge, made, "NEW-1")
    case = bridge.case("tracking_refused")
    assert "another tracking number, NEW-1" in case.message
    assert f"still shows {made.shipments[0].tracking_number}" in case.message
    assert case.order_number in case.message
    assert len(bridge.ledger()["vendors"]["shopify"]["mails"]) == 1


def test_what_the_seller_mended_in_the_store_is_not_asked_again(bridge):
    made = shipped(bridge)
    renumber(bridge, made, "NEW-1")
    bridge.container.actions.resolve(bridge.case("tracking_refused").id, Action.IGNORE, {})
    renumber(bridge, made, "NEW-1")
    assert bridge.cases() == ()
    assert bridge.orders()[0].row.step is Step.TRACKING_SYNCED
    renumber(bridge, made, "NEW-2")
    assert "NEW-2" in bridge.case("tracking_refused").message


def test_a_newer_number_replaces_the_case_and_the_old_one_ends_it(bridge):
    made = shipped(bridge)
    renumber(bridge, made, "NEW-1")
    renumber(bridge, made, "NEW-2")
    (case,) = bridge.cases()
    assert "NEW-2" in case.message
    renumber(bridge, made, made.shipments[0].tracking_number)
    assert bridge.cases() == ()


def test_retry_looks_again_and_the_case_is_back_while_the_numbers_differ(bridge):
    made = shipped(bridge)
    renumber(bridge, made, "NEW-1")
    bridge.container.actions.resolve(bridge.case("tracking_refused").id, Action.RETRY, {})
    bridge.sync()
    assert bridge.case("tracking_refused").kind is CaseKind.TRACKING_REFUSED
