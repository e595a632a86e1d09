"""A workspace for measuring: a real encrypted database with one shop and one supplier, linked and routed."""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx

from benchmarks.shop import NOW, StillClock
from podbridge_desktop.bootstrap.remotes import Remotes
from podbridge_desktop.credentials.memory_store import MemoryStore
from podbridge_desktop.domain.jobs import JobKind
from podbridge_desktop.domain.mapping import LinkKind
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.ports import CheckReport
from podbridge_desktop.storage import connections, tables
from podbridge_desktop.storage.connections import NewConnection
from podbridge_desktop.storage.database import Database
from podbridge_desktop.storage.upgrade import upgrade
from podbridge_desktop.sync import timetable
from podbridge_desktop.sync.context import Context
from podbridge_desktop.sync.lanes import Lanes
from podbridge_desktop.sync.runner import Runner

KEY = bytes(range(32))
STORE, SUPPLIER = "shop", "printer"
DATABASE = "podbridge.db"


@dataclass(frozen=True, slots=True)
class Shop:
    """What is needed to connect the simulated shop."""

    url: str
    domain: str
    token: str
    shop_id: str
    variants: Sequence[str]


def make(folder: Path, shop: Shop) -> Path:
    """A database with all that a first pull needs."""
    file = folder / DATABASE
    database = Database(file, KEY, StillClock())
    upgrade(database, KEY)
    furnish(database, shop)
    database.close()
    return file


def furnish(database: Database, shop: Shop) -> None:
    """Connections, a route from before every order, and a link for each variant."""
    with database.write() as tx:
        connections.add(tx, _connection(STORE, "shopify", "store", shop.shop_id, shop))
        connections.add(tx, _connection(SUPPLIER, "printful", "supplier", "77", shop))
        since = NOW - timedelta(days=365)
        tx.conn.execute(
            tables.route.insert().values(
                store_id=STORE, supplier_id=SUPPLIER, mode=Mode.ASSIST, since=since
            )
        )
        links = [
            {
                "store_id": STORE,
                "listing_variant_id": variant,
                "kind": LinkKind.LINKED,
                "supplier_id": SUPPLIER,
                "supplier_variant_id": str(4000 + place),
                "created_at": tx.now,
            }
            for place, variant in enumerate(shop.variants)
        ]
        tx.conn.execute(tables.variant_link.insert(), links)


def ask_pull(database: Database) -> None:
    """Leave the wish for a pull, and only that."""
    with database.write() as tx:
        store = connections.find(tx, STORE)
        assert store is not None
        timetable.ask(tx, store, JobKind.PULL_ORDERS)


def _connection(id_: str, platform: str, kind: str, account: str, shop: Shop) -> NewConnection:
    report = CheckReport(account, id_.title(), "USD", (), address_access="yes")
    return NewConnection(id_, platform, kind, id_.title(), {"shop": shop.domain}, shop.url, report)


def copy(template: Path, folder: Path) -> Path:
    """A database of one's own for one run."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / DATABASE
    shutil.copyfile(template, file)
    return file


class Bench:
    """The production engine over such a database, with the vendors at `url`."""

    def __init__(
        self,
        file: Path,
        url: str,
        token: str,
        *,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        clock = StillClock()
        self.database = Database(file, KEY, clock)
        keys = MemoryStore()
        keys.put(STORE, "access_token", token)
        with self.database.write() as tx:
            connections.readdress(tx, STORE, url)
        self.remotes = Remotes(
            self.database, keys, lambda id_: id_, clock, threading.Event(), transport
        )
        self.ctx = Context(self.database, self.remotes, clock)

    def pull(self) -> None:
        """Carry out the store's wishes (the pull), as its runner does."""
        runner = Runner(self.ctx, STORE, Lanes(), random.Random(1))
        while runner.step():
            pass

    def close(self) -> None:
        self.remotes.close()
        self.database.close()
