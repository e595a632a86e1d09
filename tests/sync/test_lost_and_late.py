"""Answers that are lost and works that are done late, each struck at the one moment at which it would hurt most."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.jobs import JobKind
from podbridge_desktop.sandbox.http import Request
from tests.simulation import books
from tests.support.virtual_shop import Shop

Strike = Callable[[str, str, Request], None]


@pytest.fixture
def shop(tmp_path: Path, pair: str) -> Iterator[Shop]:
    made = Shop(tmp_path, *pair.split("-"), 10_000)
    try:
        made.open()
        yield made
    finally:
        made.close()


def run(shop: Shop, **time: float) -> None:
    shop.run_until(shop.clock.now() + timedelta(**time))


def live(shop: Shop) -> list[books.Made]:
    return [each for each in books.made(shop.supplier) if each.status != "canceled"]


def states(shop: Shop) -> list[str]:
    return [state for (state,) in shop.query("SELECT state FROM supplier_order ORDER BY id")]


def open_cases(shop: Shop) -> set[str]:
    return {
        kind for (kind,) in shop.query("SELECT kind FROM exception_case WHERE closed_at IS NULL")
    }


def late_findings(shop: Shop) -> int:
    ((count,),) = shop.query("SELECT count(*) FROM late_finding")
    return int(count)


class LostCreate:
    """The first create gets no answer and is not carried out, until `do` carries it out."""

    def __init__(self, shop: Shop, job: JobKind) -> None:
        self._shop, self._job = shop, job
        self._asked: Request | None = None
        self._done = False
        self.then: Callable[[], None] = lambda: None  # right after it was lost

    @property
    def is_lost(self) -> bool:
        return self._asked is not None

    def strike(self, job: str, side: str, asked: Request) -> None:
        making = asked.method == "POST" and asked.path.endswith(("/orders", "/orders.json"))
        if self._asked is None and job == self._job and side == "supplier" and making:
            self._asked = asked
            self.then()
            raise httpx.ReadTimeout("lost")

    def do(self) -> None:
        if self._asked is not None and not self._done:
            self._done = True
            self._shop.supplier.handle(self._asked, self._shop.clock.now())


@pytest.mark.parametrize("pair", ["shopify-printful", "etsy-printful"])
@pytest.mark.parametrize("when", ["before it is looked for", "in the night"])
def test_a_create_that_is_carried_out_after_its_plan_was_dropped_is_cancelled(
    shop: Shop, when: str
) -> None:
    order = shop.buy_now(1)
    lost = LostCreate(shop, JobKind.SEND_ORDER)
    lost.then = lambda: shop.store.cancel_order(order, now=shop.clock.now())

    def strike(job: str, side: str, asked: Request) -> None:
        lost.strike(job, side, asked)
        if when == "before it is looked for" and job == JobKind.CANCEL_ORDER:
            lost.do()

    shop.wire.before = strike
    run(shop, minutes=30)
    assert states(shop) == ["cancelled"]
    lost.do()
    run(shop, days=2)
    assert [each.status for each in books.made(shop.supplier)] == ["canceled"]
    assert books.charges(shop.supplier) == 0
    assert late_findings(shop) == (when == "in the night")
    assert states(shop) == ["cancelled"]  # and nothing is made anew


@pytest.mark.parametrize("pair", ["shopify-printify", "etsy-printify"])
def test_a_list_that_leaves_the_order_out_at_the_last_look_makes_no_second_one(shop: Shop) -> None:
    shop.buy_now(1)
    lost = LostCreate(shop, JobKind.CONFIRM_ORDER)
    begun: list[object] = []

    def strike(job: str, side: str, asked: Request) -> None:
        if lost.is_lost and job == JobKind.CONFIRM_ORDER and _is_first_page(side, asked):
            begun.append(asked)
            if (
                len(begun) == 3
            ):  # before the quiet period, after it, and once more: here it stands in the list
                lost.do()
        lost.strike(job, side, asked)

    shop.wire.before = strike
    run(shop, hours=3)
    assert len(begun) >= 3
    (made,) = books.made(shop.supplier)
    assert made.counts


def _is_first_page(side: str, asked: Request) -> bool:
    listed = asked.method == "GET" and asked.path.endswith("/orders.json")
    return side == "supplier" and listed and asked.params.get("page", "1") == "1"


@pytest.mark.parametrize("pair", ["shopify-printify", "etsy-printify"])
def test_an_order_that_is_cancelled_while_its_confirm_is_open_is_followed_on(shop: Shop) -> None:
    shop.buy_now(1)
    released = False

    def strike(job: str, side: str, asked: Request) -> None:
        nonlocal released
        if job != JobKind.CONFIRM_ORDER or side != "supplier":
            return
        if released:
            raise httpx.ConnectError("out of reach")
        if asked.path.endswith("/send_to_production.json"):
            released = True
            shop.supplier.handle(asked, shop.clock.now())
            raise httpx.ReadTimeout("lost")

    shop.wire.before = strike
    run(shop, minutes=20)
    assert states(shop) == ["confirming"]
    ((order,),) = shop.query("SELECT order_id FROM supplier_order")
    shop.actions.cancel(order)
    run(shop, hours=1)
    assert states(shop) == ["in_production"]
    assert "refused" in open_cases(shop)
    shop.wire.before = lambda _job, _side, _asked: None
    (made,) = books.made(shop.supplier)
    shop.supplier.ship(made.id)
    run(shop, hours=14)
    (told,) = books.sold(shop.store)
    assert told.numbers == books.made(shop.supplier)[0].numbers


@pytest.mark.parametrize("pair", ["shopify-printful", "shopify-printify"])
def test_a_store_that_lets_go_of_a_hold_while_it_is_asked_is_no_second_bridge(shop: Shop) -> None:
    order = shop.buy_now(1)
    run(shop, minutes=30)
    shop.store.hold(order, now=shop.clock.now())
    shop.supplier.advance(shop.clock.now())
    (made,) = live(shop)
    shop.supplier.ship(made.id)
    reads = 0

    def strike(job: str, side: str, _asked: Request) -> None:
        nonlocal reads
        reads += job == JobKind.PUSH_TRACKING and side == "store"
        if reads == 2:  # the first said that nothing is open
            shop.store.release_hold(order, now=shop.clock.now())

    shop.wire.before = strike
    run(shop, hours=14)
    assert reads > 2
    (told,) = books.sold(shop.store)
    assert set(books.made(shop.supplier)[0].numbers) == set(told.numbers)
    assert open_cases(shop) == set()
    assert shop.query("SELECT count(*) FROM exception_case WHERE kind = 'foreign_fulfilment'") == [
        (0,)
    ]


@pytest.mark.parametrize(
    "pair", ["shopify-printful", "etsy-printful"]
)  # Printify: no call lies between
def test_a_sleep_between_the_look_at_the_store_and_the_payment_pays_nothing(shop: Shop) -> None:
    """The laptop is closed after the store said yes; the order is cancelled meanwhile."""
    order = shop.buy_now(1)
    stores = 0
    slept = False

    def strike(job: str, side: str, _asked: Request) -> None:
        nonlocal stores, slept
        if job != JobKind.CONFIRM_ORDER or slept:
            return
        stores += side == "store"
        if side == "supplier" and stores == 1:
            slept = True
            shop.clock.advance(shop.clock.now() + timedelta(hours=8))
            shop.store.cancel_order(order, now=shop.clock.now())

    shop.wire.before = strike
    run(shop, hours=12)
    assert slept
    assert books.charges(shop.supplier) == 0
    assert live(shop) == []


@pytest.mark.parametrize("pair", ["shopify-printful", "etsy-printful"])
def test_a_parcel_is_not_told_on_a_look_that_is_long_past(shop: Shop) -> None:
    """Whoever else works on the same orders may have told it meanwhile: the store is looked at once more."""
    shop.buy_now(1)
    run(shop, minutes=30)
    shop.supplier.advance(shop.clock.now())
    (made,) = live(shop)
    shop.supplier.ship(made.id)
    asked_for: list[bool] = []  # whether it wrote

    def strike(job: str, side: str, asked: Request) -> None:
        if job == JobKind.PUSH_TRACKING and side == "store":
            asked_for.append(b"mutation" in asked.body or asked.path.endswith("/tracking"))

    paused = []

    def stand_still(_changed: Changed) -> None:
        pushing = shop.query("SELECT count(*) FROM shipment WHERE state = 'pushing'")
        if pushing == [(1,)] and not paused:
            paused.append(shop.clock.now())
            shop.clock.advance(shop.clock.now() + timedelta(seconds=72))

    shop.database.listen(stand_still)
    shop.wire.before = strike
    run(shop, hours=14)
    assert paused
    assert asked_for == [False, False, True]
    meant = "SELECT count(*) FROM audit WHERE event = 'tracking' AND facts LIKE '%pushing%'"
    assert shop.query(meant) == [(2,)]  # the first one was taken back, behind the fence
    (told,) = books.sold(shop.store)
    assert len(told.numbers) == 1
