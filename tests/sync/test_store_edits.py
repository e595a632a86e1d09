"""The order is read again right before it is made and right before it is paid: what the store says then counts.

Each change strikes between our last pull and the read before that step, in the middle of the job itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from podbridge_desktop.domain.cases import Action
from podbridge_desktop.domain.jobs import JobKind
from podbridge_desktop.sandbox.etsy import EtsyVendor
from podbridge_desktop.sandbox.http import Request
from podbridge_desktop.sandbox.world import World
from tests.simulation import books
from tests.support.virtual_shop import Shop

PAIRS = ("shopify-printful", "shopify-printify", "etsy-printful", "etsy-printify")
# the job, and which of its reads at the store comes right before the step
BEFORE = {
    ("draft", "printful"): (JobKind.SEND_ORDER, 1),
    ("confirm", "printful"): (JobKind.CONFIRM_ORDER, 1),
    ("draft", "printify"): (JobKind.CONFIRM_ORDER, 1),
    ("confirm", "printify"): (JobKind.CONFIRM_ORDER, 2),
}
HOME = World("store-edits").customer("GB").address


def line_of(order: Any) -> Any:
    return order.lines[0]


def cancel(shop: Shop, order: Any) -> None:
    shop.store.cancel_order(order, now=shop.clock.now())


def refund(shop: Shop, order: Any) -> None:
    whole = (
        {}
        if isinstance(shop.store, EtsyVendor)
        else {"lines": {line.id: line.current_quantity for line in order.lines}}
    )
    amount = {} if isinstance(shop.store, EtsyVendor) else {"amount": order.received}
    shop.store.refund(order, now=shop.clock.now(), **whole, **amount)


def move(shop: Shop, order: Any) -> None:
    shop.store.change_address(order, HOME, now=shop.clock.now())


def fewer(shop: Shop, order: Any) -> None:
    shop.store.edit_order(order, {line_of(order).id: 1}, now=shop.clock.now())


def more(shop: Shop, order: Any) -> None:
    shop.store.edit_order(order, {line_of(order).id: 3}, now=shop.clock.now())


def gone(shop: Shop, order: Any) -> None:
    shop.store.edit_order(order, {line.id: 0 for line in order.lines}, now=shop.clock.now())


Change = Callable[[Shop, Any], None]
OVER: tuple[Change, ...] = (cancel, refund)  # nothing is wanted any more
EDITS: tuple[Change, ...] = (fewer, more, gone)  # which Etsy does not have
ALL = tuple(
    pytest.param(pair, change, id=f"{pair}-{change.__name__}")
    for pair, change in product(PAIRS, (*OVER, move, *EDITS))
    if not (pair.startswith("etsy") and change in EDITS)
)


@pytest.fixture
def shop(tmp_path: Path, pair: str) -> Iterator[Shop]:
    made = Shop(tmp_path, *pair.split("-"), 10_000)
    try:
        made.open()
        yield made
    finally:
        made.close()


def play(shop: Shop, change: Change, step: str, hours: float = 1) -> Any:
    """Buy two of each, and let the change strike right before the step's read."""
    job, read = BEFORE[step, shop.names[1]]
    order = shop.buy_now(2)
    reads = 0

    def strike(working: str, side: str, _asked: Request) -> None:
        nonlocal reads
        reads += working == job and side == "store"
        if reads == read and working == job and side == "store":
            change(shop, order)

    shop.wire.before = strike
    shop.run_until(shop.clock.now() + timedelta(hours=hours))
    assert reads >= read
    return order


def open_cases(shop: Shop) -> set[str]:
    return {
        kind for (kind,) in shop.query("SELECT kind FROM exception_case WHERE closed_at IS NULL")
    }


def take_the_loss(shop: Shop) -> None:
    """A piece that is sent alone may cost more than it brings: the seller says yes."""
    for (case,) in shop.query("SELECT id FROM exception_case WHERE kind = 'loss'"):
        shop.actions.resolve(case, Action.APPROVE, {})
        shop.run_until(shop.clock.now() + timedelta(hours=1))


def paid(shop: Shop) -> list[books.Made]:
    return [each for each in books.made(shop.supplier) if each.counts]


def live(shop: Shop) -> list[books.Made]:
    return [each for each in books.made(shop.supplier) if each.status != "canceled"]


@pytest.mark.parametrize(("pair", "change"), ALL)
def test_before_it_is_made_the_order_is_made_as_the_store_has_it_then(
    shop: Shop, change: Change
) -> None:
    play(shop, change, "draft")
    if change is more:
        take_the_loss(shop)
    (told,) = books.sold(shop.store)
    wanted = {line: count for line, count in told.wanted.items() if count}
    assert dict(books.produced(shop.supplier)) == wanted
    assert {each.address for each in paid(shop)} <= {told.address}
    assert open_cases(shop) == set()


@pytest.mark.parametrize(("pair", "change"), ALL)
def test_before_it_is_paid_the_change_stops_it(shop: Shop, change: Change) -> None:
    play(shop, change, "confirm")
    if change in OVER:
        assert (live(shop), open_cases(shop)) == ([], set())
    elif change is more:  # what is ready is paid, and the rest is made beside it
        take_the_loss(shop)
        (told,) = books.sold(shop.store)
        assert dict(books.produced(shop.supplier)) == told.wanted
    else:
        assert (paid(shop), open_cases(shop)) == ([], {"changed_at_store"})


@pytest.mark.parametrize(("pair", "change"), ALL)
def test_after_it_is_paid_the_seller_is_told_whether_it_can_still_be_cancelled(
    shop: Shop, change: Change
) -> None:
    order = shop.buy_now(2)
    shop.run_until(shop.clock.now() + timedelta(minutes=20))
    (made,) = paid(shop)
    change(shop, order)
    shop.run_until(shop.clock.now() + timedelta(hours=2))
    assert made.id in {each.id for each in books.made(shop.supplier)}
    if change is more:
        take_the_loss(shop)
        (told,) = books.sold(shop.store)
        assert dict(books.produced(shop.supplier)) == told.wanted
        return
    kind = "cancelled_at_store" if change in OVER else "changed_at_store"
    assert kind in open_cases(shop)
    ((message,),) = shop.query("SELECT message FROM exception_case WHERE kind = ?", kind)
    assert ("can still" if made.status == "pending" else "cannot cancel it any more") in message
