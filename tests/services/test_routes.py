"""Routes: a second bridge is refused, a blind guard watches, day one is kept, and limits are numbers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.jobs import JobState
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.native_links import Answer, Guard, Sight
from podbridge_desktop.domain.orders import Blocked
from podbridge_desktop.domain.planning import Mode, Standing
from podbridge_desktop.domain.ports import CheckReport, NativeLink
from podbridge_desktop.errors import BadInput
from podbridge_desktop.services import routes, settings
from podbridge_desktop.services.routes import RouteWish
from podbridge_desktop.storage import connections, jobs, wishes
from podbridge_desktop.storage.connections import NewConnection
from podbridge_desktop.storage.intake import Intake
from tests.support.filled import NOON, STORE, SUPPLIER, store_order

SHOP, MAKER = "Peak Prints", "Printful"


@pytest.fixture
def bare(shop):
    """Connected, but without a route."""
    with shop.database.write() as tx:
        tx.conn.exec_driver_sql("DELETE FROM route")
    return shop


def sees(shop, *links, visible=True):
    """What the supplier's key shows of its stores."""
    with shop.database.write() as tx:
        report = CheckReport(
            "1", "Printful Ltd", "USD", (), native_links=links, links_visible=visible
        )
        connections.note_report(tx, SUPPLIER, report)


def wish(**values):
    return RouteWish(SHOP, MAKER, **values)


def test_a_new_route_assists_from_now_on(bare, db):
    changed, setting = routes.set_route(db, wish())
    assert (setting.mode, setting.since, setting.guard_answer) == (Mode.ASSIST, NOON, "")
    assert changed


def test_a_new_route_sends_nothing_that_was_paid_before_it(bare, db):
    (old,) = bare.take(store_order(1001))
    assert bare.column(old, "standing") == Standing.NO_ROUTE
    routes.set_route(db, wish())
    assert bare.column(old, "standing") == Standing.BEFORE_PODBRIDGE
    assert bare.rows(old) == ()


def test_a_day_may_be_named_and_what_was_paid_since_is_planned(bare, db):
    (old,) = bare.take(store_order(1001))
    routes.set_route(db, wish(since=NOON - timedelta(days=2)))
    assert bare.column(old, "standing") == Standing.OURS
    assert len(bare.rows(old)) == 1


@pytest.mark.parametrize(
    "link",
    [
        NativeLink("shopify", "PEAK PRINTS"),
        NativeLink("shopify", "whatever", "peak.myshopify.com"),
        NativeLink("shopify", "whatever", STORE),
    ],
)
def test_a_shop_that_the_suppliers_own_app_serves_is_only_watched(bare, db, link):
    sees(bare, link)
    for mode in (Mode.ASSIST, Mode.AUTOMATIC):
        with pytest.raises(BadInput, match="every order would be made twice") as told:
            routes.set_route(db, wish(mode=mode))
        assert "watch" in told.value.hint
    assert routes.set_route(db, wish())[1].mode is Mode.WATCH


def test_another_shop_of_the_account_is_no_second_bridge(bare, db):
    sees(bare, NativeLink("shopify", "Other shop", "other.myshopify.com"), NativeLink("etsy", ""))
    assert routes.set_route(db, wish())[1].mode is Mode.ASSIST


def test_where_the_guard_is_blind_the_route_watches(bare, db):
    sees(bare, visible=False)
    setting = routes.set_route(db, wish())[1]
    assert (setting.mode, setting.guard_answer) == (Mode.WATCH, "")


def test_a_mode_named_to_a_blind_guard_is_the_answer_and_is_recorded(bare, db):
    sees(bare, visible=False)
    setting = routes.set_route(db, wish(mode=Mode.ASSIST))[1]
    assert (setting.mode, setting.guard_answer) == (Mode.ASSIST, "the seller chose the mode")
    assert "the seller chose the mode" in bare.trail("route_set")[-1][1]
    assert (
        routes.set_route(db, wish(min_margin="10"))[1].guard_answer == "the seller chose the mode"
    )


def test_watching_is_no_answer_and_her_own_words_are_kept(bare, db):
    sees(bare, visible=False)
    assert routes.set_route(db, wish(mode=Mode.WATCH))[1].guard_answer == ""
    told = routes.set_route(db, wish(mode=Mode.ASSIST, answer=Answer.DOES_NOT))[1]
    assert told.guard_answer == Answer.DOES_NOT
    assert "does not serve this store" in bare.trail("route_set")[-1][1]


def test_the_guard_says_what_it_sees(bare, db):
    assert routes.guard(db, STORE, SUPPLIER) == Guard(Sight.CLEAR)
    link = NativeLink("shopify", "Peak Prints Ltd", "https://peak.myshopify.com")
    sees(bare, link, visible=False)
    assert routes.guard(db, STORE, SUPPLIER) == Guard(Sight.LINKED, link)
    with pytest.raises(BadInput, match="as “Peak Prints Ltd”"):
        routes.set_route(db, wish(mode=Mode.ASSIST))


def test_the_guard_names_the_place_where_another_app_stocks_our_variants(shop, db):
    elsewhere = replace(
        store_order(1001).lines[0], to_fulfil=0, blocked=Blocked.OTHER_APP, blocked_by="Dropship Co"
    )
    shop.take(replace(store_order(1001), lines=(elsewhere,)))
    assert routes.guard(db, STORE, SUPPLIER).places == ("Dropship Co",)


# --- changing a route ------------------------------------------------------------------------------------------------


def test_what_is_not_named_stays(bare, db):
    routes.set_route(db, wish(mode=Mode.AUTOMATIC, since=NOON - timedelta(days=5), min_margin="12,5".replace(",", "."), max_cost="30"))  # fmt: skip
    bare.clock.pass_by(days=1)
    setting = routes.set_route(db, wish())[1]
    assert (setting.mode, setting.since) == (Mode.AUTOMATIC, NOON - timedelta(days=5))
    assert (setting.min_margin_percent, setting.max_cost_minor, setting.max_cost_currency) == (
        "12.5", 3000, "USD")  # fmt: skip


def test_a_route_that_watched_begins_on_the_day_it_is_switched_on(bare, db):
    """What was paid meanwhile the other bridge may be making: never a second time."""
    routes.set_route(db, wish(mode=Mode.WATCH, since=NOON - timedelta(days=5)))
    (watched,) = bare.take(store_order(1001))
    assert bare.column(watched, "standing") == Standing.OURS
    bare.clock.pass_by(hours=1)
    setting = routes.set_route(db, wish(mode=Mode.AUTOMATIC))[1]
    assert setting.since == NOON + timedelta(hours=1)
    assert bare.column(watched, "standing") == Standing.BEFORE_PODBRIDGE
    assert bare.rows(watched) == ()


def test_a_route_that_watched_may_begin_earlier_by_the_sellers_word(bare, db):
    routes.set_route(db, wish(mode=Mode.WATCH))
    (watched,) = bare.take(store_order(1001))
    routes.set_route(db, wish(mode=Mode.ASSIST, since=NOON - timedelta(days=5)))
    assert len(bare.rows(watched)) == 1


def test_from_assist_to_automatic_and_back_to_watch_the_day_stays(bare, db):
    routes.set_route(db, wish())
    bare.clock.pass_by(days=1)
    for mode in (Mode.AUTOMATIC, Mode.ASSIST, Mode.WATCH):
        assert routes.set_route(db, wish(mode=mode))[1].since == NOON


def test_an_order_that_was_begun_stays_ours_when_the_route_begins_anew(shop, db):
    (order_id,) = shop.take(store_order(1001))
    shop.waiting(order_id)
    for mode in (Mode.WATCH, Mode.ASSIST):
        routes.set_route(db, wish(mode=mode))
    with db.write() as tx:
        Intake(tx, STORE).replan(order_id)
    assert shop.column(order_id, "standing") == Standing.OURS
    assert len(shop.rows(order_id)) == 1


@pytest.mark.parametrize(
    ("typed", "kept"), [("25", "25"), (" 12.5 % ", "12.5"), ("-5", "-5"), ("0", "0")]
)
def test_a_floor_is_a_percentage(bare, db, typed, kept):
    assert routes.set_route(db, wish(min_margin=typed))[1].min_margin_percent == kept


@pytest.mark.parametrize("typed", ["", "a quarter", "NaN", "Infinity", "%"])
def test_what_is_no_percentage_is_refused(bare, db, typed):
    with pytest.raises(BadInput, match="no percentage"):
        routes.set_route(db, wish(min_margin=typed))


def test_a_ceiling_is_in_the_stores_currency(bare, db):
    setting = routes.set_route(db, wish(max_cost="29.99"))[1]
    assert Money(setting.max_cost_minor, setting.max_cost_currency) == Money(2999, "USD")
    with pytest.raises(BadInput, match="not an amount"):
        routes.set_route(db, wish(max_cost="much"))


@pytest.mark.parametrize(
    ("store", "supplier", "told"),
    [
        ("Nowhere", MAKER, "no store called “Nowhere”"),
        (MAKER, MAKER, "no store called “Printful”"),
        (SHOP, "Nobody", "no supplier called “Nobody”"),
        (SHOP, SHOP, "no supplier called “Peak Prints”"),
    ],
)
def test_unknown_names_are_said(bare, db, store, supplier, told):
    with pytest.raises(BadInput, match=told):
        routes.set_route(db, RouteWish(store, supplier))


# --- connections that are kept ---------------------------------------------------------------------------------------


def new(id_="supplier-9", name="Ninth", url=None):
    report = CheckReport("9", "Ninth Ltd", "USD", ())
    return NewConnection(id_, "printful", "supplier", name, {}, url, report)


@pytest.mark.parametrize("name", ["Printful", "PRINTFUL"])
def test_a_name_is_used_once(shop, db, name):
    with pytest.raises(BadInput, match="already a connection called"):
        routes.keep(db, new(name=name))


def test_connected_anew_wakes_what_waited_for_the_key(shop, db):
    (order_id,) = shop.take(store_order(1001))
    with db.write() as tx:
        jobs.settle(tx, jobs.pick(tx, SUPPLIER, ()), JobState.PARKED)
    for kind in (CaseKind.SIGN_IN, CaseKind.PERMISSION):
        shop.ask(kind, f"connection:{SUPPLIER}", connection_id=SUPPLIER)
    shop.ask(CaseKind.STOCK, "hold:1", connection_id=SUPPLIER)
    routes.keep(db, new(SUPPLIER, MAKER))
    assert shop.jobs() == {wishes.send_key(1)}
    assert shop.open_cases() == {CaseKind.STOCK}
    assert order_id == 1


@pytest.mark.parametrize(
    ("url", "kept"), [("http://127.0.0.1:9000", "30"), (None, ""), ("https://api.printful.com", "")]
)
def test_a_short_quiet_period_does_not_outlive_the_first_real_vendor(shop, db, url, kept):
    with db.write() as tx:
        for id_ in (STORE, SUPPLIER):
            connections.readdress(tx, id_, "http://127.0.0.1:1")
    settings.put(db, "quiet_period", "30")
    routes.keep(db, new(url=url))
    assert settings.get(db, "quiet_period") == kept


def test_what_the_seller_says_of_a_connection_is_kept_and_looked_at_anew(shop, db):
    shop.no_jobs()
    routes.amend(db, SUPPLIER, {"approval": "manual"})
    with db.read() as tx:
        assert connections.find(tx, SUPPLIER).fields["approval"] == "manual"
    assert shop.jobs() == {wishes.check(SUPPLIER).dedupe}
    assert shop.trail("said")[-1] == ("seller", '{"approval":"manual"}')
