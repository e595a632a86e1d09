"""Tracking numbers to be entered by hand, ready to copy."""

import pytest

from podbridge_desktop.domain.cases import Action, CaseKind
from podbridge_desktop.domain.lifecycle import SupplierState as S
from podbridge_desktop.services import cases as service
from podbridge_desktop.services.tracking_list import as_text, to_enter
from tests.support.filled import READY, STORE, store_order

ON_THE_WAY = (*READY, S.CONFIRMING, S.IN_PRODUCTION)


@pytest.fixture
def refused(shop):
    """Two parcels that the store did not take, and one that it did."""
    made = []
    for number in (1001, 1002, 1003):
        (order_id,) = shop.take(store_order(number))
        shop.walk(order_id, *ON_THE_WAY)
        shipment = shop.ship(order_id, f"TRACK{number}", pushed=number == 1003)
        if number != 1003:
            made.append(
                shop.ask(CaseKind.TRACKING_REFUSED, f"track:{shipment}", order_id=order_id, shipment_id=shipment)
            )  # fmt: skip
    return made


def test_every_refused_number_with_its_page(db, refused):
    first, second = to_enter(db)
    assert (first.store, first.order, first.carrier, first.tracking_number) == (
        "Peak Prints", "#1001", "UPS", "TRACK1001",
    )  # fmt: skip
    assert first.order_page.endswith("/5001001")
    assert second.order == "#1002"


def test_of_one_store_alone(db, refused):
    assert len(to_enter(db, STORE)) == 2
    assert to_enter(db, "another") == ()


def test_what_the_seller_has_entered_and_closed_is_off_the_list(db, refused):
    service.resolve(db, refused[0], Action.IGNORE, {})
    assert [each.order for each in to_enter(db)] == ["#1002"]


def test_a_list_to_copy_has_columns(db, refused):
    head, first, _ = as_text(to_enter(db)).split("\n")
    assert head == "Order\tCarrier\tTracking number\tOrder page"
    assert first.split("\t")[:3] == ["#1001", "UPS", "TRACK1001"]
