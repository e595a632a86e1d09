"""The detail of one order: every part of it under the names the seller knows."""

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.lifecycle import ShipmentState, Step, SupplierState
from podbridge_desktop.domain.mapping import LinkKind
from podbridge_desktop.domain.orders import LineProperty
from podbridge_desktop.domain.planning import Standing
from podbridge_desktop.storage import cases, orders
from tests.support.filled import NOON, address, line, store_order, usd


def test_an_order_that_is_gone(shop, reads):
    assert reads.order(7) is None


def test_lines_say_who_makes_them(shop, reads):
    shop.link("var-own", kind=LinkKind.NOT_OURS, supplier="")
    named = (LineProperty("Name", "Rex"),)
    (id_,) = shop.take(
        store_order(
            1001, lines=(line("a", properties=named), line("b", "var-own"), line("c", "var-x"))
        )
    )
    made, own, unknown = reads.order(id_).lines
    assert [row.route for row in (made, own, unknown)] == ["Printful", "not ours", ""]
    assert made.properties == named
    assert made.unit_price == usd("24.00")


def test_a_line_that_was_sent_keeps_its_maker_when_the_link_changes(shop, reads):
    (id_,) = shop.take(store_order(1001))
    with shop.database.write() as tx:
        tx.conn.exec_driver_sql("DELETE FROM variant_link")
    (row,) = reads.order(id_).lines
    assert row.route == "Printful"


def test_a_supplier_order_with_its_lines_costs_and_parcels(shop, reads):
    (id_,) = shop.take(store_order(1001, lines=(line("a", quantity=2, to_fulfil=2),)))
    shop.waiting(id_, "15.00")
    shop.approve(id_)
    shop.ship(id_, "1Z999", pushed=True)
    detail = reads.order(id_)
    (part,) = detail.supplier_orders
    assert (part.supplier, part.state, part.cost) == ("Printful", SupplierState.SHIPPED, usd("15"))
    assert (part.approved_by, part.approved_at) == ("seller", NOON)
    assert part.url == f"https://supplier.example/orders/{part.id}"
    assert [(row.title, row.quantity, row.supplier_variant_id) for row in part.lines] == [
        ("Mountain T-shirt", 2, "sup-1")
    ]
    (parcel,) = part.shipments
    assert (parcel.tracking_number, parcel.state, parcel.synced_at) == (
        "1Z999", ShipmentState.PUSHED, NOON)  # fmt: skip
    assert detail.row.step is Step.TRACKING_SYNCED


def test_the_address_is_the_sellers_correction_while_it_holds(shop, reads):
    (id_,) = shop.take(store_order(1001))
    with shop.database.write() as tx:
        orders.correct_address(tx, id_, address("Ada King"))
    detail = reads.order(id_)
    assert (detail.ship_to.name, detail.address_corrected) == ("Ada King", True)


def test_the_stores_page_of_the_order(shop, reads):
    (id_,) = shop.take(store_order(1001))
    assert reads.order(id_).store_url == "https://peak.myshopify.com/admin/orders/5001001"


def test_history_tells_what_happened_oldest_first(shop, reads):
    (id_,) = shop.take(store_order(1001))
    shop.clock.pass_by(minutes=5)
    shop.walk(id_, SupplierState.SENDING)
    history = reads.order(id_).history
    assert [row.event for row in history] == ["order_seen", "planned", "supplier_order"]
    assert history[-1].facts["to"] == "sending"
    assert history[0].at < history[-1].at


def test_every_order_that_waits_for_a_variant_shows_its_one_question(shop, reads):
    first, second, other = shop.take(
        store_order(1001, lines=(line("a", "var-x"),)),
        store_order(1002, lines=(line("b", "var-x"),)),
        store_order(1003),
    )
    assert [case.kind for case in reads.order(first).cases] == [CaseKind.LINK]
    assert reads.order(second).cases == reads.order(first).cases
    assert reads.order(other).cases == ()


def test_late_orders_show_the_question_of_their_store(shop, reads):
    shop.clock.pass_by(days=5)
    (id_,) = shop.take(store_order(1001))
    detail = reads.order(id_)
    assert detail.row.standing is Standing.LATE
    assert [case.kind for case in detail.cases] == [CaseKind.LATE_ORDERS]


def test_closed_cases_are_history_not_questions(shop, reads):
    (id_,) = shop.take(store_order(1001))
    with shop.database.write() as tx:
        cases.open_case(tx, NewCase(CaseKind.ADDRESS, "a", "No street.", order_id=id_))
        cases.close_cases(tx, order_id=id_)
    detail = reads.order(id_)
    assert detail.cases == ()
    assert [row.event for row in detail.history][-2:] == ["case_opened", "case_closed"]
