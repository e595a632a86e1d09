"""Makes the golden database of the newest schema: `.venv/bin/python -m tests.golden.make_golden`.

Every later version must open it and read the same content. Once a version has been released with a schema, its file is
never made again; all people and goods in it are invented, and its key is published here.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.catalog import (
    Availability,
    ListingDraft,
    ListingVariant,
    SupplierProduct,
    SupplierVariant,
)
from podbridge_desktop.domain.jobs import JobKind, NewJob
from podbridge_desktop.domain.mapping import LinkKind
from podbridge_desktop.domain.orders import Blocked, LineProperty, Payment
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.storage import (
    cases,
    connections,
    jobs,
    listings,
    orders,
    products,
    settings,
    upgrade,
)
from podbridge_desktop.storage.database import Database
from podbridge_desktop.storage.revision import HEAD
from tests.support.filled import (
    KEY,
    NOON,
    STORE,
    SUPPLIER,
    Filled,
    Moment,
    address,
    line,
    store_order,
    usd,
)

FOLDER = Path(__file__).parent

ORDERS = (
    store_order(1001, ship_to=address("Ada Lovelace")),
    store_order(
        1002,
        ship_to=address("Grace Hopper", country_code="DE", tax_number="DE1"),
        lines=(
            line("10021", quantity=3, to_fulfil=2, properties=(LineProperty("Name", "Grace"),)),
            line("10022", "var-mine", requires_shipping=False),
        ),
        payment=Payment.PARTIALLY_REFUNDED,
        refunded=usd("24.00"),
        note="Bitte klingeln – “leise”",
    ),
    store_order(1003, lines=(line("10031", "var-new"), line("10032", None))),
    store_order(1004, ship_to=None, address_hidden=True),
    store_order(1005, cancelled_at=NOON, payment=Payment.REFUNDED),
    store_order(
        1006, lines=(line("10061", to_fulfil=0, blocked=Blocked.HELD, blocked_by="Fraud"),)
    ),
    store_order(1007, is_test=True),
    store_order(1008, paid_at=NOON - timedelta(days=9)),
)
PRODUCT = SupplierProduct(
    "77",
    "Mountain Tee",
    (
        SupplierVariant(
            "sup-1", "Mountain Tee / M", (("Color", "Black"), ("Size", "M")), "SHIRT-M", usd("9.95"), usd("24"),
            "https://cdn.example/1.png", Availability.ACTIVE, "var-1",
        ),
        SupplierVariant("sup-2", "Mountain Tee / L", (), availability=Availability.DISCONTINUED),
    ),
    "Soft.",
    "https://cdn.example/t.png",
    ("https://cdn.example/m.png",),
)  # fmt: skip
DRAFT = ListingDraft(
    "podbridge-printful-77", "Mountain Tee", "<p>Soft.</p>", ("https://cdn.example/m.png",),
    (ListingVariant((("Size", "M"),), usd("24"), "SHIRT-M", "sup-1", usd("9.95")),), "Printful", ("tee",), publish=False,
)  # fmt: skip
ROUTE = connections.RouteSetting(
    Mode.AUTOMATIC, NOON - timedelta(days=1), str(Decimal("12.5")), 3000, "USD", "the seller chose the mode"
)  # fmt: skip
CORRECTED = address("Ada King", address1="2 Byron St")
CASE = NewCase(
    CaseKind.SIGN_IN, f"connection:{SUPPLIER}", "The key does not work.", connection_id=SUPPLIER
)
JOB = NewJob(JobKind.POLL_SUPPLIER, SUPPLIER, "poll", "poll", {"since": "x", "n": 1}, NOON)


def make(path: Path) -> None:
    """A shop with one of each: shipped, waiting, unknown, hidden, cancelled, held, test and old."""
    filled = Filled(path, Moment())
    filled.connect(STORE, "Peak Prints", domain="peak.myshopify.com")
    filled.connect(SUPPLIER, "Printful", platform="printful")
    with filled.database.write() as tx:
        connections.set_route(tx, STORE, SUPPLIER, ROUTE)
        connections.set_cursor(tx, STORE, "orders", NOON)
        settings.put(tx, "sync_interval", "60")
        products.take_product(tx, SUPPLIER, PRODUCT)
        listings.want_listing(tx, STORE, 1, DRAFT)
        cases.open_case(tx, CASE)
    filled.link("var-1", "sup-1")
    filled.link("var-mine", supplier="", kind=LinkKind.NOT_OURS)
    first, second, *_ = filled.take(*ORDERS)
    filled.waiting(first)
    filled.approve(first)
    filled.ship(first, "GOLDEN1", pushed=True)
    filled.waiting(second, "19.90")
    with filled.database.write() as tx:
        orders.correct_address(tx, first, CORRECTED)
        jobs.add(tx, JOB)
    with filled.database.engine.connect() as conn:
        conn.exec_driver_sql("COMMIT")
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        conn.exec_driver_sql("PRAGMA journal_mode=DELETE")
        conn.exec_driver_sql("BEGIN")
    filled.database.close()


def open_golden(path: Path) -> Database:
    """As the program opens it: with its key, brought up to the newest schema."""
    database = Database(path, KEY, Moment())
    upgrade.upgrade(database, KEY)
    return database


if __name__ == "__main__":
    target = FOLDER / f"{HEAD}.db"
    if target.exists() and "--again" not in sys.argv:
        sys.exit(
            f"{target.name} is there already; it is made --again only while its schema is unreleased."
        )
    target.unlink(missing_ok=True)
    make(target)
