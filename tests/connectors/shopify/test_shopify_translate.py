"""Corners of the translation that no ordinary order shows."""

from datetime import UTC, datetime

import pytest

from podbridge_desktop.connectors.shopify import replies, translate, wire, work
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.orders import Blocked, Payment
from podbridge_desktop.errors import PermissionMissing, VendorFault

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LINE, ORDER = "gid://shopify/LineItem/7", "gid://shopify/Order/5"


def bag(amount="0.0"):
    return wire.MoneyBag(wire.Amount(amount))


def line(**how):
    return wire.Line(
        LINE, "Mug", how.pop("quantity", 1), how.pop("quantity_now", 1), True, bag("10.0"), **how
    )


def order(*lines, **how):
    pages = wire.Lines(list(lines), wire.PageInfo())
    amounts = [bag("10.0"), bag("4.0"), bag("1.0"), bag("15.0"), bag()]
    return wire.Order(
        ORDER, "#1", NOON, NOON, NOON, False, how.pop("currency", "USD"), *amounts, [], pages, **how
    )


def piece(
    status="OPEN",
    *,
    place=False,
    method="SHIPPING",
    holds=(),
    actions=("CREATE_FULFILLMENT",),
    left=1,
):
    return wire.Work(
        "gid://shopify/FulfillmentOrder/1",
        status,
        wire.AssignedLocation("Shelf", wire.Location("gid://shopify/Location/1", place)),
        wire.WorkLines([wire.WorkLine("x", left, wire.Ref(LINE))], wire.PageInfo()),
        tuple(wire.Action(each) for each in actions),
        tuple(wire.Hold(each) for each in holds),
        wire.DeliveryMethod(method) if method else None,
    )


def read(raw, *works, **how):
    return translate.order(translate.Reading(raw, list(works), **how))


@pytest.mark.parametrize(
    ("works", "to_fulfil", "blocked", "by"),
    [
        ([piece()], 1, None, ""),
        ([piece("IN_PROGRESS", method=None)], 1, None, ""),
        ([piece("CLOSED"), piece("INCOMPLETE"), piece("CANCELLED")], 0, Blocked.DONE, ""),
        ([], 0, Blocked.HIDDEN, ""),
        ([piece(left=0)], 0, Blocked.DONE, ""),
        ([piece(method="LOCAL")], 0, Blocked.NOT_SHIPPED, "LOCAL"),
        ([piece("ON_HOLD", holds=("Fraud", "Upsell"))], 0, Blocked.HELD, "Fraud, Upsell"),
        ([piece(actions=("REQUEST_FULFILLMENT",))], 0, Blocked.OTHER_APP, "Shelf"),
        ([piece("SCHEDULED"), piece("ON_HOLD", holds=("Upsell",))], 0, Blocked.HELD, "Upsell"),
        ([piece("ON_HOLD", holds=("Upsell",)), piece("SCHEDULED")], 0, Blocked.HELD, "Upsell"),
        ([piece("ON_HOLD"), piece(place=True)], 0, Blocked.OTHER_APP, "Shelf"),
        ([piece(place=True), piece(left=3)], 3, None, ""),
    ],
)
def test_what_stands_in_the_way_of_a_line(works, to_fulfil, blocked, by):
    raw = order(line(), display_fulfillment_status="UNFULFILLED")
    (found,) = read(raw, *works).lines
    assert (found.to_fulfil, found.blocked, found.blocked_by) == (to_fulfil, blocked, by)


def test_a_line_that_is_not_shipped_and_one_without_a_variant():
    digital = wire.Line(LINE, "PDF", 1, 1, False, bag("10.0"), variant_title="Default Title")
    (found,) = read(order(digital), piece(method="NONE")).lines
    assert (found.blocked, found.requires_shipping, found.variant_id, found.options) == (
        Blocked.NOT_SHIPPED, False, None, "",
    )  # fmt: skip


def test_a_line_that_was_removed_is_done_even_where_nothing_is_shown():
    raw = order(line(quantity_now=0), display_fulfillment_status="UNFULFILLED")
    assert read(raw).lines[0].blocked is Blocked.DONE


@pytest.mark.parametrize("status", ["FULFILLED", "RESTOCKED", "FULFILLMENT_NOT_REQUIRED"])
def test_finished_orders_are_not_asked_about_again(status):
    assert not work.needs_work(order(display_fulfillment_status=status))
    assert work.needs_work(order(display_fulfillment_status="SOMETHING_NEW"))


def test_currencies_without_hundredths():
    found = read(order(line(), currency="JPY"))
    assert found.total == Money(15, "JPY")


def test_money_that_came_without_a_transaction_counts_from_the_order():
    assert read(order(display_financial_status="PAID")).paid_at == NOON
    assert read(order(display_financial_status=None)).payment is Payment.UNKNOWN


def test_an_order_without_an_address_answer_has_no_address():
    ship = wire.ShipTo(ORDER, email="a@example.com")
    assert read(order(), ship_to=ship).ship_to is None
    assert not translate.is_blanked(ship)


def error(message, code="ACCESS_DENIED", path=("orders",), access=""):
    return replies.GraphError(message, list(path), replies.ErrorExtensions(code, access))


def test_a_missing_scope_and_refused_people_get_opposite_advice():
    scope = replies.read_error(
        [error("Access denied for orders field. Required access: `read_orders` access scope.")]
    )
    people = replies.read_error(
        [error("This app is not approved to access the Order object (PII).")]
    )
    assert isinstance(scope, PermissionMissing)
    assert isinstance(people, PermissionMissing)
    assert scope.missing == ("read_orders",)
    assert people.missing == ()
    assert "plan" in people.message


def test_a_fault_in_the_middle_of_a_read_is_the_stores():
    assert isinstance(replies.read_error([error("boom", "INTERNAL_SERVER_ERROR")]), VendorFault)
