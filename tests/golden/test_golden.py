"""Databases of every earlier schema: opened, brought up to date, and the same content read from them."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.reading import OrderQuery
from podbridge_desktop.storage import (
    audit,
    connections,
    jobs,
    ledger,
    listings,
    orders,
    products,
    settings,
    tables,
)
from podbridge_desktop.storage.read import ReadModels
from podbridge_desktop.storage.revision import HEAD
from tests.golden import make_golden as golden
from tests.support.filled import NOON, STORE, SUPPLIER, usd

FILES = sorted(Path(golden.__file__).parent.glob("*.db"))


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.stem)
def opened(request, tmp_path_factory):
    """A copy: the golden file itself is never written."""
    path = tmp_path_factory.mktemp("golden") / request.param.name
    shutil.copy(request.param, path)
    database = golden.open_golden(path)
    yield database
    database.close()


def test_the_newest_schema_left_a_golden_database():
    assert HEAD in [path.stem for path in FILES]


def test_it_is_as_good_as_new(opened):
    with opened.read() as tx:
        assert tx.conn.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert tx.conn.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert tx.conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == HEAD


def test_its_trail_holds(opened):
    with opened.read() as tx:
        assert audit.broken_at(tx) is None
        assert tx.conn.exec_driver_sql("SELECT count(*) FROM audit").scalar() > 30


@pytest.mark.parametrize("told", golden.ORDERS, ids=lambda order: order.number)
def test_every_order_is_what_the_store_said(opened, told):
    with opened.read() as tx:
        stored = orders.load(tx, orders.find(tx, STORE, told.remote_id))
    assert stored.reading == told
    assert stored.seen_at == NOON


@pytest.mark.parametrize(
    ("number", "standing", "step", "hold"),
    [
        ("#1001", "ours", "tracking_synced", None),
        ("#1002", "ours", "approval", None),
        ("#1003", "ours", "placed", "link"),
        ("#1004", "ours", "placed", None),
        ("#1005", "cancelled", "cancelled", None),
        ("#1006", "ours", "placed", "unknown"),
        ("#1007", "test", "placed", None),
        ("#1008", "before_podbridge", "placed", None),
    ],
)
def test_every_order_stands_where_it_stood(opened, number, standing, step, hold):
    o = tables.order
    with opened.read() as tx:
        row = tx.conn.execute(select(o).where(o.c.number == number)).one()
    assert (row.standing, row.step, row.hold_reason) == (standing, step, hold)


def test_the_ledger_knows_what_was_sent_and_paid(opened):
    with opened.read() as tx:
        (shipped,) = ledger.of_order(tx, 1)
        (waiting,) = ledger.of_order(tx, 2)
    assert (shipped.state, shipped.remote_id, shipped.approved_cost, shipped.approved_by) == (
        SupplierState.SHIPPED, "sf-1", usd("15.00"), "seller")  # fmt: skip
    assert (shipped.external_id, waiting.external_id) == (
        "savi6n-5001001-dja62aa", "savi6n-5001002-7weuppa")  # fmt: skip
    assert (waiting.state, waiting.cost) == (SupplierState.WAITING, usd("19.90"))
    assert [(x.remote_id, x.quantity, x.supplier_variant_id) for x in waiting.lines] == [("10021", 2, "sup-1")]  # fmt: skip


def test_parcels_and_the_sellers_correction_are_there(opened):
    detail = ReadModels(opened).order(1)
    (parcel,) = detail.supplier_orders[0].shipments
    assert (parcel.tracking_number, parcel.state) == ("GOLDEN1", "pushed")
    with opened.read() as tx:
        assert orders.load(tx, 1).recipient == golden.CORRECTED


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [("GOLDEN1", ["#1001"]), ("Hopper", ["#1002"]), ("mountain", list(range(8)))],
)
def test_the_search_finds_what_it_found(opened, typed, numbers):
    assert len(ReadModels(opened).order_ids(OrderQuery(search=typed))) == len(numbers)


def test_products_listings_and_links_are_there(opened):
    with opened.read() as tx:
        assert products.load_product(tx, 1) == (SUPPLIER, golden.PRODUCT)
        assert listings.wanted(tx, 1) == (STORE, None, 1, golden.DRAFT)
        links = tx.conn.execute(select(tables.variant_link.c.listing_variant_id)).scalars().all()
    assert set(links) == {"var-1", "var-mine"}


def test_connections_route_cursor_and_settings_are_there(opened):
    with opened.read() as tx:
        assert [c.name for c in connections.every(tx)] == ["Peak Prints", "Printful"]
        assert connections.get_route(tx, STORE, SUPPLIER) == golden.ROUTE
        assert connections.get_cursor(tx, STORE, "orders") == NOON
        assert settings.get(tx, "sync_interval") == "60"


def test_open_cases_and_wishes_wait_still(opened):
    kinds = {case.kind for case in ReadModels(opened).cases()}
    assert {"sign_in", "link", "variant_gone", "held_at_store"} <= kinds
    with opened.read() as tx:
        job = jobs.live(tx, "poll")
    assert (job.payload, job.due_at, job.connection_id) == (golden.JOB.payload, NOON, SUPPLIER)
