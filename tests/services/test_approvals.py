"""The seller's yes, no and not yet."""

from datetime import timedelta

import pytest

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.lifecycle import SupplierState as S
from podbridge_desktop.domain.orders import Payment
from podbridge_desktop.errors import BadInput
from podbridge_desktop.services import approvals
from podbridge_desktop.storage import jobs, ledger, tables
from tests.support.filled import NOON, SUPPLIER, line, store_order, usd


@pytest.fixture
def order_id(shop):
    (id_,) = shop.take(store_order(1001))
    return id_


@pytest.fixture
def waiting(shop, order_id):
    shop.waiting(order_id, "12.00")
    shop.ask(CaseKind.APPROVAL, "approve:1", order_id=order_id, supplier_order_id=1)
    shop.no_jobs()
    return order_id


def test_a_yes_is_written_with_its_cost_and_wished_for(shop, db, waiting):
    changed = approvals.approve(db, waiting)
    row = shop.row(waiting)
    assert (row.approved_by, row.approved_cost, row.state) == ("seller", usd("12.00"), S.WAITING)
    assert shop.jobs() == {"confirm:1"}
    assert shop.open_cases() == set()
    assert waiting in changed.order_ids
    assert not shop.column(waiting, "on_hold")


@pytest.mark.parametrize(
    "states", [(), (S.SENDING,), (S.SENDING, S.DRAFTED), (S.SENDING, S.DRAFTED, S.CANCELLED)]
)
def test_only_what_waits_can_be_approved(shop, db, order_id, states):
    shop.walk(order_id, *states)
    with pytest.raises(BadInput, match="#1001 has nothing that waits for your approval"):
        approvals.approve(db, order_id)
    assert shop.row(order_id).approved_by is None


def test_one_part_may_be_approved_alone(shop, db):
    shop.connect("supplier-2", "Second", platform="printful")
    shop.route(supplier="supplier-2")
    shop.link("var-2", "sup-2", supplier="supplier-2")
    (order_id,) = shop.take(store_order(1001, lines=(line("1"), line("2", "var-2"))))
    for row in shop.rows(order_id):
        for state in (S.SENDING, S.DRAFTED, S.CHECKED, S.WAITING):
            with db.write() as tx:
                ledger.move(tx, ledger.get(tx, row.id), state)
    shop.no_jobs()
    approvals.approve(db, order_id, 2)
    assert [row.approved_by for row in shop.rows(order_id)] == [None, "seller"]
    assert shop.jobs() == {"confirm:2"}


def test_every_waiting_part_of_an_order_is_approved_at_once(shop, db, waiting):
    approvals.approve(db, waiting, by="ada")
    assert shop.row(waiting).approved_by == "ada"
    assert '"by":"ada"' in shop.trail("approved")[0][1]


# --- hold and release ------------------------------------------------------------------------------------------------


def test_hold_wins_over_approve(shop, db, waiting):
    approvals.hold(db, waiting, " wait for her answer ")
    approvals.approve(db, waiting)
    assert shop.row(waiting).held_by_seller == "wait for her answer"
    assert shop.column(waiting, "hold_reason") == "held_by_seller"


def test_release_brings_the_yes_on_its_way(shop, db, waiting):
    approvals.hold(db, waiting, "")
    approvals.approve(db, waiting)
    shop.no_jobs()
    approvals.release(db, waiting)
    assert {"confirm:1", f"recheck:{waiting}"} <= shop.jobs()
    assert shop.row(waiting).held_by_seller is None
    assert not shop.column(waiting, "on_hold")


def test_release_goes_on_with_what_was_not_sent_yet(shop, db, order_id):
    approvals.hold(db, order_id, "why")
    shop.no_jobs()
    approvals.release(db, order_id)
    assert {"send:1", f"recheck:{order_id}"} == shop.jobs()


def test_release_without_a_hold_sends_nothing(shop, db, waiting):
    approvals.release(db, waiting)
    assert shop.jobs() == {f"recheck:{waiting}"}


def test_a_confirm_without_answer_is_held_in_case_it_did_not_happen(shop, db, waiting):
    approvals.approve(db, waiting)
    shop.walk(waiting, S.CONFIRMING)
    approvals.hold(db, waiting, "wait")
    assert shop.row(waiting).held_by_seller == "wait"
    approvals.release(db, waiting)
    assert f"confirm:{waiting}" in shop.jobs()


def test_what_is_being_made_is_not_held(shop, db, waiting):
    approvals.approve(db, waiting)
    shop.walk(waiting, S.IN_PRODUCTION)
    approvals.hold(db, waiting, "too late")
    assert shop.row(waiting).held_by_seller is None
    assert shop.column(waiting, "held_by_seller") == "too late"


def test_a_part_cancelled_while_it_was_held_is_not_sent_by_the_release(shop, db, order_id):
    approvals.hold(db, order_id, "why")
    shop.walk(order_id, S.CANCELLED)
    shop.no_jobs()
    approvals.release(db, order_id)
    assert "send:1" not in shop.jobs()


def test_an_order_without_parts_can_be_held_too(shop, db):
    (order_id,) = shop.take(store_order(1001, lines=(line("1", "var-new"),)))
    approvals.hold(db, order_id, "why")
    assert shop.column(order_id, "hold_reason") == "held_by_seller"
    approvals.release(db, order_id)
    assert shop.column(order_id, "hold_reason") == "link"


# --- cancel ----------------------------------------------------------------------------------------------------------

CANCELLABLE = {
    (): True,
    (S.SENDING,): True,
    (S.SENDING, S.DRAFTED): True,
    (S.SENDING, S.DRAFTED, S.CHECKED, S.WAITING): True,
    (S.SENDING, S.DRAFTED, S.CHECKED, S.WAITING, S.CONFIRMING): True,
    (S.SENDING, S.DRAFTED, S.IN_PRODUCTION): True,
    (S.SENDING, S.DRAFTED, S.FAILED): True,
    (S.SENDING, S.DRAFTED, S.PARTLY_SHIPPED): False,
    (S.SENDING, S.DRAFTED, S.SHIPPED): False,
    (S.SENDING, S.DRAFTED, S.CANCELLED): False,
}


@pytest.mark.parametrize(("path", "can"), CANCELLABLE.items())
def test_what_has_left_cannot_be_cancelled_and_the_rest_can(shop, db, order_id, path, can):
    shop.walk(order_id, *path)
    if can:
        approvals.cancel(db, order_id)
        assert "cancel:1" in shop.jobs()
    else:
        with pytest.raises(BadInput, match="nothing that can still be cancelled"):
            approvals.cancel(db, order_id)


def test_a_cancel_takes_back_the_yes_and_the_wishes_to_send_or_pay(shop, db, waiting):
    approvals.approve(db, waiting)
    approvals.cancel(db, waiting, 1)
    assert shop.jobs() == {"cancel:1"}
    assert shop.row(waiting).approved_by is None


def test_a_cancel_by_the_seller_is_not_planned_anew(shop, db, order_id):
    approvals.cancel(db, order_id)
    with db.read() as tx:
        assert jobs.live(tx, "cancel:1").payload["replan"] == 0


# --- pick ------------------------------------------------------------------------------------------------------------


def test_a_pick_looks_at_the_store_and_the_suppliers_first(shop, db):
    (order_id,) = shop.take(store_order(1001, paid_at=NOON - timedelta(days=2)))
    assert shop.column(order_id, "standing") == "before_podbridge"
    approvals.pick(db, order_id)
    assert shop.jobs() == {f"pick:{order_id}"}
    assert not shop.column(order_id, "picked")  # not before the look-up: any planning would send it
    assert shop.trail("picked") == [("seller", "{}")]
    with db.read() as tx:
        assert tx.conn.execute(tables.supplier_order.select()).all() == []


@pytest.mark.parametrize("values", [{"payment": Payment.PENDING}, {"cancelled_at": NOON}])
def test_what_is_not_paid_or_was_cancelled_cannot_be_picked(shop, db, values):
    (order_id,) = shop.take(store_order(1001, **values))
    with pytest.raises(BadInput, match="not paid or was cancelled"):
        approvals.pick(db, order_id)
    assert not shop.column(order_id, "picked")


def test_the_supplier_that_carries_a_wish_is_the_rows_own(shop, db, waiting):
    approvals.approve(db, waiting)
    with db.read() as tx:
        assert jobs.live(tx, "confirm:1").connection_id == SUPPLIER
