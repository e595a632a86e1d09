"""The tax an order will have, where the supplier tells it only with the order: as on the newest order there."""

from dataclasses import replace

import pytest

from podbridge_desktop.domain.fulfilment import Costs, SupplierOrderReading, SupplierStatus
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.storage import ledger, orders, taxes
from tests.support.filled import SUPPLIER, address, store_order, usd

QUOTE = Costs(usd("8.00"), usd("2.00"), usd("0.00"), usd("10.00"))
OSLO = address(country_code="NO", province_code="", province="")
BERLIN = address(country_code="DE", province_code="", province="")
S = SupplierState


@pytest.fixture
def priced(shop):
    """An order to a place, made at the supplier with its tax."""

    def made(number, where, tax, net="10.00", *, at_supplier=True):
        (order_id,) = shop.take(store_order(number, ship_to=where))
        shop.walk(order_id, *((S.SENDING, S.DRAFTED) if at_supplier else (S.WAITING,)))
        costs = Costs(usd(net), usd("0.00"), usd(tax), usd(net) + usd(tax))
        with shop.database.write() as tx:
            row = shop.part(tx, order_id)
            told = SupplierOrderReading(
                "x", row.external_id, SupplierStatus.DRAFT, "draft", costs=costs
            )
            ledger.note_reading(tx, row, told)
        return order_id

    return made


def estimate(shop, where, costs=QUOTE, supplier=SUPPLIER):
    with shop.database.read() as tx:
        return taxes.with_tax(tx, supplier, where, costs)


def test_without_an_earlier_order_there_what_is_usual_counts(shop, priced):
    priced(1001, address(country_code="FR"), "2.50")
    assert estimate(shop, BERLIN).tax == usd("1.90")
    assert estimate(shop, address(province_code="CA")).total == usd("11.00")


@pytest.mark.parametrize("where", [OSLO, address(province_code="OR")])
def test_where_no_tax_is_usual_the_price_stays(shop, where):
    assert estimate(shop, where) == QUOTE


def test_the_share_of_the_newest_order_there_counts_and_is_rounded_up(shop, priced):
    priced(1001, BERLIN, "1.00")
    priced(1002, BERLIN, "1.90")
    found = estimate(shop, BERLIN, replace(QUOTE, total=usd("10.01")))
    assert (found.tax, found.total) == (usd("1.91"), usd("11.92"))


def test_where_no_tax_was_asked_none_is_reckoned(shop, priced):
    priced(1001, BERLIN, "0.00")
    assert estimate(shop, BERLIN) == QUOTE


def test_each_state_has_its_own_where_states_tax(shop, priced):
    priced(1001, address(province_code="CA"), "0.80")
    assert estimate(shop, address(province_code="OR")) == QUOTE
    assert estimate(shop, address(province_code="CA")).tax == usd("0.80")


def test_elsewhere_a_country_is_one_place(shop, priced):
    priced(1001, replace(BERLIN, province_code="BE"), "1.90")
    assert estimate(shop, replace(BERLIN, province_code="HH")).tax == usd("1.90")


def test_only_what_the_supplier_itself_has_priced_counts(shop, priced):
    priced(1001, OSLO, "1.90", at_supplier=False)
    assert estimate(shop, OSLO) == QUOTE


def test_another_supplier_or_currency_says_nothing(shop, priced):
    priced(1001, OSLO, "1.90")
    assert estimate(shop, OSLO, supplier="another") == QUOTE
    pounds = replace(QUOTE, total=replace(QUOTE.total, currency="GBP"))
    assert estimate(shop, OSLO, pounds) == pounds


def test_an_order_that_cost_nothing_says_nothing(shop, priced):
    priced(1001, OSLO, "0.00", net="0.00")
    assert estimate(shop, OSLO) == QUOTE


def test_a_tax_that_was_told_stays(shop, priced):
    priced(1001, BERLIN, "1.90")
    told = replace(QUOTE, tax=usd("0.50"))
    assert estimate(shop, BERLIN, told) == told


def test_an_order_goes_where_the_seller_corrected_it_to(shop, priced):
    order_id = priced(1001, address(country_code="FR"), "1.90")
    with shop.database.write() as tx:
        orders.correct_address(tx, order_id, BERLIN)
    assert estimate(shop, BERLIN).tax == usd("1.90")
