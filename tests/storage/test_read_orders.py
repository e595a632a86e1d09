"""The list of orders: rows as they are shown, states, sorting, finding by a name."""

import pytest

from podbridge_desktop.domain.cases import HoldReason
from podbridge_desktop.domain.lifecycle import Step
from podbridge_desktop.domain.mapping import LinkKind
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.orders import Payment
from podbridge_desktop.domain.planning import Standing
from podbridge_desktop.domain.reading import Found, OrderQuery, OrderSort
from podbridge_desktop.errors import BadInput
from podbridge_desktop.storage import orders
from tests.support.filled import NOON, STORE, SUPPLIER, address, line, store_order, usd


def test_a_row_carries_what_the_list_shows(shop, reads):
    (id_,) = shop.take(store_order(1001, lines=(line("a", quantity=2, to_fulfil=2), line("b"))))
    shop.waiting(id_, "18.50")
    row = reads.orders([id_])[id_]
    assert (row.number, row.store, row.customer, row.country) == (
        "#1001", "Peak Prints", "Ada Lovelace", "US")  # fmt: skip
    assert (row.items, row.total, row.income) == (3, usd("31.00"), usd("29.00"))
    assert (row.cost, row.margin) == (usd("18.50"), usd("10.50"))
    assert (row.step, row.standing, row.on_hold) == (Step.APPROVAL, Standing.OURS, False)


def test_a_cost_in_another_currency_gives_no_margin(shop, reads):
    (id_,) = shop.take(store_order(1001))
    shop.walk(id_, "sending")
    shop.cost(id_, "15.00", "EUR")
    row = reads.orders([id_])[id_]
    assert (row.cost, row.margin) == (Money(1500, "EUR"), None)


def test_a_corrected_address_shows_until_the_store_says_another(shop, reads):
    (id_,) = shop.take(store_order(1001))
    with shop.database.write() as tx:
        orders.correct_address(tx, id_, address("Ada King", country_code="GB"))
    assert (reads.orders([id_])[id_].customer, reads.orders([id_])[id_].country) == (
        "Ada King",
        "GB",
    )
    later = store_order(1001, ship_to=address(country_code="FR"), updated_at=NOON)
    shop.take(later)
    assert reads.orders([id_])[id_].country == "FR"


def test_an_order_without_address_has_no_customer(shop, reads):
    (id_,) = shop.take(store_order(1001, ship_to=None, address_hidden=True))
    assert (reads.orders([id_])[id_].customer, reads.orders([id_])[id_].country) == ("", "")


def test_ids_that_are_gone_are_left_out(shop, reads):
    (id_,) = shop.take(store_order(1001))
    assert list(reads.orders([id_, 999])) == [id_]
    assert reads.orders([]) == {}


def test_more_ids_than_one_statement_takes(shop, reads):
    ids = shop.take(*(store_order(n) for n in range(1000, 3000)))
    assert set(reads.orders(ids)) == set(ids)


def test_newest_first_and_the_first_page_agrees(shop, reads):
    ids = shop.take(*(store_order(n) for n in (1003, 1001, 1002)))
    newest = [ids[0], ids[2], ids[1]]
    assert list(reads.order_ids(OrderQuery())) == newest
    assert [row.id for row in reads.first_orders(OrderQuery(), 2)] == newest[:2]
    assert list(reads.order_ids(OrderQuery(descending=False))) == newest[::-1]


def test_numbers_sort_as_numbers(shop, reads):
    ids = shop.take(*(store_order(n) for n in (999, 1001, 10000)))
    query = OrderQuery(sort=OrderSort.NUMBER, descending=False)
    assert list(reads.order_ids(query)) == ids


def test_an_unknown_margin_comes_last_both_ways(shop, reads):
    ids = shop.take(*(store_order(n) for n in (1001, 1002, 1003)))
    shop.waiting(ids[0], "10.00")
    shop.waiting(ids[2], "20.00")
    up = OrderQuery(sort=OrderSort.MARGIN, descending=False)
    down = OrderQuery(sort=OrderSort.MARGIN)
    assert list(reads.order_ids(up)) == [ids[2], ids[0], ids[1]]
    assert list(reads.order_ids(down)) == [ids[0], ids[2], ids[1]]


def test_sorting_by_step_follows_the_journey_with_on_hold_first(shop, reads):
    placed, approval, made, held = shop.take(*(store_order(n) for n in range(1001, 1005)))
    shop.waiting(approval)
    shop.waiting(made)
    shop.approve(made)
    shop.waiting(held)
    shop.hold(held)
    query = OrderQuery(sort=OrderSort.STEP, descending=False)
    assert list(reads.order_ids(query)) == [held, placed, approval, made]
    assert list(reads.order_ids(OrderQuery(sort=OrderSort.STEP))) == [held, made, approval, placed]
    assert [row.id for row in reads.first_orders(query, 3)] == [held, placed, approval]


def test_each_state_shows_its_orders(shop, reads):
    early = NOON.replace(year=2025)
    shop.link("var-own", kind=LinkKind.NOT_OURS, supplier="")
    plain, unpaid, before, own, held = shop.take(
        store_order(1001),
        store_order(1002, payment=Payment.PENDING, paid_at=None),
        store_order(1003, paid_at=early),
        store_order(1004, lines=(line("x", "var-own"),)),
        store_order(1005),
    )
    shop.waiting(held)
    shop.hold(held)

    def found(state):
        return sorted(reads.order_ids(OrderQuery(state=state)))

    assert found("unpaid") == [unpaid]
    assert found("before_podbridge") == [before]
    assert found("not_ours") == [own]
    assert found("on_hold") == [held]
    assert found("placed") == [plain, unpaid, before, own]
    assert found("approval") == [held]
    assert reads.orders([held])[held].hold_reason is HoldReason.HELD_BY_SELLER


def test_an_unknown_state_is_said_in_words(shop, reads):
    with pytest.raises(BadInput, match="“lost” is not a state of orders"):
        reads.order_ids(OrderQuery(state="lost"))


def test_one_store_alone(shop, reads):
    shop.connect("store-2", "Valley Prints")
    shop.take(store_order(1001))
    (theirs,) = shop.take(store_order(1001), store="store-2")
    assert list(reads.order_ids(OrderQuery(store_id="store-2"))) == [theirs]


@pytest.mark.parametrize("ref", ["#1001", "1001", " 1001 ", "5001001", "order:1"])
def test_an_order_is_found_by_its_names(shop, reads, ref):
    (id_,) = shop.take(store_order(1001))
    assert reads.find_order(ref) == Found(id_)


def test_a_supplier_orders_name_finds_both(shop, reads):
    _, id_ = shop.take(store_order(1001), store_order(1002))
    shop.walk(id_, "sending", "drafted")
    (part,) = reads.order(id_).supplier_orders
    assert reads.find_order(part.external_id) == Found(id_, part.id)
    assert reads.find_order(part.remote_id) == Found(id_, part.id)


def test_a_number_of_two_stores_names_the_candidates(shop, reads):
    shop.connect("store-2", "Valley Prints")
    (one,) = shop.take(store_order(1001))
    (two,) = shop.take(store_order(1001, remote_id="77"), store="store-2")
    assert reads.find_order("#1001") == Found(
        None,
        candidates=(f"order:{one} (#1001, Peak Prints)", f"order:{two} (#1001, Valley Prints)"),
    )
    assert reads.find_order("77") == Found(two)


@pytest.mark.parametrize("ref", ["#9", "order:9", "order:x", "", SUPPLIER, STORE])
def test_nothing_is_found_for_a_name_nobody_has(shop, reads, ref):
    shop.take(store_order(1001))
    assert reads.find_order(ref) == Found(None)
