"""Instants, settings, keys of wishes, typed searches."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podbridge_desktop.domain.jobs import JobKind
from podbridge_desktop.storage import settings, sqlite, wishes
from podbridge_desktop.storage.instants import from_micros, to_micros
from tests.support.filled import STORE, SUPPLIER, Filled, store_order

moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001


@given(moments)
def test_an_instant_is_kept_to_the_microsecond(moment):
    assert from_micros(to_micros(moment)) == moment


def test_an_instant_is_the_same_in_every_time_zone():
    here = datetime(2026, 3, 29, 3, 30, tzinfo=timezone(timedelta(hours=2)))
    assert from_micros(to_micros(here)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(TypeError):
        to_micros(datetime(2026, 1, 1))  # noqa: DTZ001


def test_a_setting_is_kept_changed_and_forgotten(filled):
    with filled.database.write() as tx:
        assert settings.get(tx, "sync_interval") is None
        settings.put(tx, "sync_interval", "60")
        settings.put(tx, "sync_interval", "90")
        assert settings.get(tx, "sync_interval") == "90"
        settings.forget(tx, "sync_interval")
        assert settings.get(tx, "sync_interval") is None


def test_wishes_about_one_order_share_its_lane_and_go_to_who_carries_them(shop):
    (order_id,) = shop.take(store_order(1001))
    with shop.database.read() as tx:
        row = shop.part(tx, order_id)
    about = [
        wishes.send(SUPPLIER, order_id, row.id), wishes.confirm(row), wishes.cancel(row, replan=True),
        wishes.track(row, 3), wishes.recheck(STORE, order_id),
    ]  # fmt: skip
    assert {job.lane for job in about} == {f"order:{order_id}"}
    assert [job.connection_id for job in about] == [SUPPLIER, SUPPLIER, SUPPLIER, STORE, STORE]
    assert len({job.dedupe for job in about}) == len(about)
    assert about[2].payload == {"supplier_order": row.id, "replan": 1}


def test_wishes_about_a_thing_of_its_own_have_a_lane_of_its_own():
    push, check = wishes.push(STORE, 7), wishes.check(STORE)
    assert (push.kind, push.lane, push.payload) == (JobKind.PUSH_LISTING, "push:7", {"listing": 7})
    assert (check.kind, check.lane) == (JobKind.CHECK_CONNECTION, "check_connection:store-1")


@given(st.text(max_size=40))
def test_whatever_is_typed_is_words_and_never_syntax(filled_once, typed):
    query = sqlite.search_text(typed)
    if query:
        with filled_once.database.read() as tx:
            tx.conn.exec_driver_sql(
                "SELECT rowid FROM order_search WHERE order_search MATCH ?", (query,)
            ).all()


@pytest.fixture(scope="module")
def filled_once(tmp_path_factory):
    made = Filled(tmp_path_factory.mktemp("search") / "podbridge.db")
    yield made
    made.database.close()
