"""What a store is told of stock; the seller's own hand is left alone."""

import pytest

from podbridge_desktop.domain.catalog import Availability
from podbridge_desktop.domain.stock import StockLine, StockWish, stock_wish


def line(name="1", supplied=Availability.ACTIVE, available=True, quantity=None, withheld=False):
    return StockLine(name, supplied, available, quantity, withheld)


def test_what_is_as_it_should_be_is_not_told():
    assert stock_wish([line(), line("2", quantity=999)], live=True) is None
    assert stock_wish([], live=True) is None


@pytest.mark.parametrize("supplied", [Availability.OUT_OF_STOCK, Availability.DISCONTINUED])
def test_what_cannot_be_made_goes_off_sale_and_all_of_the_listing_is_told(supplied):
    wish = stock_wish([line("1", supplied), line("2")], live=True)
    assert wish == StockWish({"1": False, "2": True}, revive=False)


def test_what_was_withheld_comes_back_and_with_it_the_listing():
    back = line("1", available=False, withheld=True)
    still = line("2", Availability.OUT_OF_STOCK, available=False, withheld=True)
    assert stock_wish([back, still], live=False) == StockWish({"1": True, "2": False}, revive=True)
    assert stock_wish([back, line("3")], live=True) == StockWish(
        {"1": True, "3": True}, revive=False
    )


def test_nothing_is_done_where_the_supplier_does_not_say():
    assert stock_wish([line("1", Availability.UNKNOWN, quantity=3)], live=True) is None
    wish = stock_wish(
        [line("1", Availability.UNKNOWN), line("2", Availability.OUT_OF_STOCK)], live=True
    )
    assert wish == StockWish({"2": False}, revive=False)


def test_what_she_took_off_or_put_back_is_hers():
    off, put_back = line("1", available=False), line("2", Availability.OUT_OF_STOCK, withheld=True)
    assert stock_wish([off, put_back], live=True) is None
    wish = stock_wish([off, put_back, line("3", Availability.OUT_OF_STOCK)], live=True)
    assert wish == StockWish({"3": False}, revive=False)


def test_a_listing_that_nobody_sees_is_left_alone():
    assert (
        stock_wish([line("1", Availability.OUT_OF_STOCK), line("2", quantity=1)], live=False)
        is None
    )


def test_counted_pieces_are_filled_up_before_they_come_to_nothing():
    wish = stock_wish([line("1", quantity=19), line("2", quantity=500)], live=True)
    assert wish == StockWish({"1": True, "2": True}, revive=False)
    assert stock_wish([line("1", quantity=20)], live=True) is None
