"""Cases: one question once, closed with who closed it, never all at once."""

import pytest
from sqlalchemy import select

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.storage import cases, tables
from podbridge_desktop.storage.audit import Actor
from tests.support.filled import SUPPLIER, store_order


def new(kind=CaseKind.STOCK, subject="hold:1", message="Out of stock.", **values):
    return NewCase(kind, subject, message, **values)


@pytest.fixture
def ask(shop):
    def asked(*made):
        with shop.database.write() as tx:
            for case in made:
                cases.open_case(tx, case)

    return asked


@pytest.fixture
def close(shop):
    def closed(**conditions):
        with shop.database.write() as tx:
            return cases.close_cases(tx, **conditions)

    return closed


def rows(shop):
    with shop.database.read() as tx:
        return tx.conn.execute(select(tables.exception_case)).all()


def test_the_same_question_is_one_case_with_the_newest_sentence(shop, ask):
    ask(new(), new(message="Still out of stock.", facts={"n": "2"}, details="trace"))
    (row,) = rows(shop)
    assert (row.message, row.facts, row.details) == ("Still out of stock.", {"n": "2"}, "trace")


def test_another_subject_or_kind_is_another_case(shop, ask):
    ask(new(), new(subject="hold:2"), new(CaseKind.PAYMENT))
    assert len(rows(shop)) == 3


def test_a_closed_question_may_come_back(shop, ask, close):
    ask(new())
    assert close(subject="hold:1") == 1
    ask(new())
    assert [row.closed_at is None for row in rows(shop)] == [False, True]


def test_a_case_is_read_back_whole(shop, ask):
    (order_id,) = shop.take(store_order(1001))
    ask(new(order_id=order_id, supplier_order_id=1, connection_id=SUPPLIER, facts={"a": "b"}))
    with shop.database.read() as tx:
        case = cases.get(tx, 1)
        assert cases.get(tx, 2) is None
    assert (case.kind, case.order_id, case.supplier_order_id, case.connection_id, case.facts) == (
        CaseKind.STOCK, order_id, 1, SUPPLIER, {"a": "b"})  # fmt: skip


@pytest.mark.parametrize(
    ("conditions", "closed"),
    [
        ({"subject": "hold:1"}, 1),
        ({"kinds": (CaseKind.STOCK, CaseKind.PAYMENT)}, 2),
        ({"connection_id": SUPPLIER}, 1),
        ({"case_id": 2}, 1),
        ({"kinds": (CaseKind.STOCK,), "subject": "elsewhere"}, 0),
    ],
)
def test_cases_close_where_every_condition_fits(ask, close, conditions, closed):
    ask(new(), new(CaseKind.PAYMENT, "confirm:1", connection_id=SUPPLIER))
    assert close(**conditions) == closed
    assert close(**conditions) == 0


def test_closing_every_case_at_once_is_a_bug(close):
    with pytest.raises(ValueError, match="never meant"):
        close()


def test_the_trail_says_who_opened_and_closed(shop, ask, close):
    ask(new())
    close(subject="hold:1", by=Actor.SELLER)
    t = tables.audit
    with shop.database.read() as tx:
        found = tx.conn.execute(select(t.c.actor, t.c.event).where(t.c.event.like("case%"))).all()
    assert [tuple(row) for row in found] == [("engine", "case_opened"), ("seller", "case_closed")]


def test_an_open_case_puts_its_order_on_hold_and_a_closed_one_releases_it(shop, ask, close):
    (order_id,) = shop.take(store_order(1001))
    ask(new(order_id=order_id))
    held = select(tables.order.c.on_hold)
    with shop.database.read() as tx:
        assert tx.conn.execute(held).scalar()
    close(order_id=order_id)
    with shop.database.read() as tx:
        assert not tx.conn.execute(held).scalar()


def test_what_is_open_is_counted(shop, ask, close):
    ask(new(), new(CaseKind.APPROVAL, "approve:1"), new(CaseKind.APPROVAL, "approve:2"))
    close(subject="approve:2")
    with shop.database.read() as tx:
        assert cases.count_open(tx) == 2
        assert cases.open_subjects(tx, CaseKind.APPROVAL) == {"approve:1"}


def test_a_reason_for_ignoring_is_kept(shop, ask):
    ask(new())
    with shop.database.write() as tx:
        cases.note_reason(tx, cases.get(tx, 1), "the customer knows")
        facts = tx.conn.execute(
            select(tables.audit.c.facts).where(tables.audit.c.event == "case_ignored")
        ).scalar()
    assert "the customer knows" in facts
