"""The daily review: what comes first, and what each row says."""

import pytest

from podbridge_desktop.domain.cases import Action, CaseKind, NewCase, Severity
from podbridge_desktop.storage import cases
from tests.support.filled import STORE, SUPPLIER, line, store_order, usd


@pytest.fixture
def opened(shop):
    """Opens a case; the clock moves on so that each has its own age."""

    def open_one(kind, subject, **values):
        with shop.database.write() as tx:
            cases.open_case(tx, NewCase(kind, subject, f"About {subject}.", **values))
        shop.clock.pass_by(minutes=1)

    return open_one


def test_what_holds_an_order_comes_first_then_urgency_then_age(shop, reads, opened):
    one, two = shop.take(store_order(1001), store_order(1002))
    opened(CaseKind.SIGN_IN, "sign-in", connection_id=SUPPLIER)
    opened(CaseKind.APPROVAL, "approval", order_id=one)
    opened(CaseKind.STOCK, "stock-1", order_id=one)
    opened(CaseKind.STOCK, "stock-2", order_id=two)
    opened(CaseKind.ADDRESS, "address", order_id=two)
    opened(CaseKind.PUSH_REFUSED, "push", connection_id=STORE)
    assert [case.message for case in reads.cases()] == [
        "About address.", "About stock-1.", "About stock-2.", "About approval.",
        "About sign-in.", "About push.",
    ]  # fmt: skip


def test_of_the_same_age_the_costliest_comes_first(shop, reads):
    cheap, dear = shop.take(store_order(1001), store_order(1002, total=usd("80.00")))
    with shop.database.write() as tx:
        for id_ in (cheap, dear):
            cases.open_case(tx, NewCase(CaseKind.STOCK, f"order:{id_}", "Out.", order_id=id_))
    assert [case.at_stake for case in reads.cases()] == [usd("78.00"), usd("29.00")]


def test_a_row_names_the_order_the_supplier_and_their_pages(shop, reads, opened):
    (id_,) = shop.take(store_order(1001))
    shop.waiting(id_)
    (part,) = reads.order(id_).supplier_orders
    opened(
        CaseKind.SUPPLIER_HOLD,
        "held",
        order_id=id_,
        supplier_order_id=part.id,
        connection_id=SUPPLIER,
    )
    (case,) = reads.cases()
    assert case.customer == reads.order(id_).row.customer == "Ada Lovelace"
    assert (case.order_number, case.store, case.connection) == ("#1001", "Peak Prints", "Printful")
    assert (case.ref, case.url) == (part.external_id, part.url)
    assert (case.severity, case.holds, case.actions[0]) == (
        Severity.URGENT, True, Action.OPEN_AT_SUPPLIER)  # fmt: skip
    assert reads.case(case.id) == case


def test_a_parcels_case_opens_the_stores_page_and_is_named_by_its_number(shop, reads, opened):
    (id_,) = shop.take(store_order(1001))
    shop.waiting(id_)
    shop.approve(id_)
    parcel = shop.ship(id_, "1Z999")
    opened(CaseKind.TRACKING_REFUSED, "parcel", order_id=id_, shipment_id=parcel)
    (case,) = reads.cases()
    assert (case.ref, case.url) == ("1Z999", "https://peak.myshopify.com/admin/orders/5001001")
    assert not case.holds


def test_a_case_of_a_store_names_the_store(shop, reads, opened):
    opened(CaseKind.SIGN_IN, "sign-in", connection_id=STORE)
    (case,) = reads.cases()
    assert (case.store, case.order_number, case.at_stake, case.url) == (
        "Peak Prints",
        None,
        None,
        "",
    )


def test_closed_cases_come_behind_the_open_ones_newest_first(shop, reads, opened):
    for subject in ("first", "second", "open"):
        opened(CaseKind.BUG, subject, connection_id=STORE)
    for subject in ("first", "second"):
        with shop.database.write() as tx:
            cases.close_cases(tx, subject=subject)
        shop.clock.pass_by(minutes=1)
    assert [case.message for case in reads.cases()] == ["About open."]
    assert [case.message for case in reads.cases(closed=True)] == [
        "About open.", "About second.", "About first."]  # fmt: skip


def test_an_unknown_variant_is_one_case_that_holds_its_order(shop, reads):
    shop.take(
        store_order(1001, lines=(line("a", "var-x"),)),
        store_order(1002, lines=(line("b", "var-x"),)),
    )
    (case,) = reads.cases()
    assert (case.kind, case.holds, case.order_number) == (CaseKind.LINK, True, "#1001")
    assert case.facts["variant"] == "var-x"


def test_a_case_that_never_was(reads):
    assert reads.case(1) is None
